import { type OperationContext, type RepositoryProblem } from '@porch/repository';
import { type NewObject } from '../objects/git-object';
import { type RefMap, type RefUpdate } from '../refs/ref-update';
import { type ObjectReader } from '../storage/object-database';
import { type GitOrigin } from './git-origin';

/** What is done with an origin: asking for its refs, fetching what changed, pushing. */
export type GitOperation = 'list-refs' | 'fetch' | 'push';

/**
 * Stands around every operation with an origin, to count and time it: calls `work` once and passes on what comes of it.
 * The address holds no credentials.
 */
export type GitOperationObserver = <T>(operation: GitOperation, address: string, work: () => Promise<T>) => Promise<T>;

/** An origin whose operations are told to an observer. */
export class ObservedOrigin implements GitOrigin {
  constructor(
    private readonly origin: GitOrigin,
    private readonly observer: GitOperationObserver,
  ) {}

  get address(): string {
    return this.origin.address;
  }

  get objects(): ObjectReader {
    return this.origin.objects;
  }

  get refs(): RefMap {
    return this.origin.refs;
  }

  get problems(): readonly RepositoryProblem[] {
    return this.origin.problems;
  }

  readRefs(context: OperationContext): Promise<RefMap> {
    return this.observer('list-refs', this.address, () => this.origin.readRefs(context));
  }

  refresh(context: OperationContext): Promise<void> {
    return this.observer('fetch', this.address, () => this.origin.refresh(context));
  }

  push(updates: readonly RefUpdate[], objects: readonly NewObject[], context: OperationContext): Promise<void> {
    return this.observer('push', this.address, () => this.origin.push(updates, objects, context));
  }

  repair(context: OperationContext): Promise<boolean> {
    return this.observer('fetch', this.address, () => this.origin.repair(context));
  }

  exclusively<T>(work: () => Promise<T>): Promise<T> {
    return this.origin.exclusively(work);
  }

  upkeep(): void {
    this.origin.upkeep();
  }

  close(): Promise<void> {
    return this.origin.close();
  }
}
