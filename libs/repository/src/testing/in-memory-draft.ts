import { type PackageRevisionLifecycle, PorchError, type Task } from '@porch/api';
import { type PackageRevisionKey } from '../keys';
import { type OperationContext } from '../operation-context';
import { type PackageResources } from '../package-resources';
import { type PackageRevision } from '../package-revision';
import { type PackageRevisionDraft } from '../package-revision-draft';
import { packageProblem } from './package-problem';

export class InMemoryDraft implements PackageRevisionDraft {
  #resources: PackageResources;
  #lifecycle: PackageRevisionLifecycle;
  readonly #tasks: Task[] = [];

  constructor(
    readonly key: PackageRevisionKey,
    readonly base: PackageRevision | undefined,
    resources: PackageResources,
  ) {
    this.#resources = resources;
    this.#lifecycle = base?.lifecycle ?? 'Draft';
  }

  get lifecycle(): PackageRevisionLifecycle {
    return this.#lifecycle;
  }

  get tasks(): readonly Task[] {
    return this.#tasks;
  }

  get resources(): PackageResources {
    return this.#resources;
  }

  getResources(context: OperationContext): Promise<PackageResources> {
    return settle(context, () => this.#resources);
  }

  updateResources(resources: PackageResources, task: Task, context: OperationContext): Promise<void> {
    return settle(context, () => {
      const problem = packageProblem(resources);
      if (problem) throw new PorchError('Invalid', problem);
      this.#resources = new Map(resources);
      this.#tasks.push(task);
    });
  }

  updateLifecycle(lifecycle: PackageRevisionLifecycle): void {
    this.#lifecycle = lifecycle;
  }
}

/** Runs one step as asynchronous work that an aborted signal keeps from starting. */
export async function settle<T>(context: OperationContext, step: () => T): Promise<T> {
  context.signal.throwIfAborted();
  await Promise.resolve();
  context.signal.throwIfAborted();
  return step();
}
