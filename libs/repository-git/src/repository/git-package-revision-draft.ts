import { type PackageRevisionLifecycle, PorchError, type Task } from '@porch/api';
import {
  type OperationContext,
  packagePathsProblem,
  type PackageResources,
  type PackageRevisionDraft,
  type PackageRevisionKey,
} from '@porch/repository';
import { annotatedMessage, taskSubject } from '../layout/commit-annotation';
import { type ObjectId } from '../objects/git-object';
import { formatCommit, type Signature } from '../objects/commit';
import { type ObjectOverlay } from '../package/object-overlay';
import { writePackage } from '../package/package-contents';
import { findSubtree, replaceSubtree } from '../package/subtree';
import { type GitLimits } from '../storage/git-limits';
import { type GitPackageRevision } from './git-package-revision';

export interface Authorship {
  readonly author: Signature;
  readonly committer: Signature;
}

interface DraftChange {
  readonly resources: PackageResources;
  readonly task: Task;
  readonly authorship: Authorship;
}

export interface GitDraftSettings {
  readonly key: PackageRevisionKey;
  /** From the root of the git repository. */
  readonly path: string;
  readonly base: GitPackageRevision | undefined;
  /** What the first commit goes on top of. */
  readonly parent: { readonly commit: ObjectId; readonly tree: ObjectId };
  readonly limits: GitLimits;
  readonly authorship: (context: OperationContext) => Authorship;
}

/** What closing a draft has written. */
export interface DraftCommits {
  readonly commit: ObjectId;
  readonly packageTree: ObjectId | undefined;
}

/** A draft in memory: its changes become commits only when it is closed. */
export class GitPackageRevisionDraft implements PackageRevisionDraft {
  readonly #changes: DraftChange[] = [];
  #lifecycle: PackageRevisionLifecycle;

  constructor(private readonly settings: GitDraftSettings) {
    this.#lifecycle = settings.base?.lifecycle ?? 'Draft';
  }

  get key(): PackageRevisionKey {
    return this.settings.key;
  }

  get path(): string {
    return this.settings.path;
  }

  get base(): GitPackageRevision | undefined {
    return this.settings.base;
  }

  get lifecycle(): PackageRevisionLifecycle {
    return this.#lifecycle;
  }

  updateLifecycle(lifecycle: PackageRevisionLifecycle): void {
    this.#lifecycle = lifecycle;
  }

  async getResources(context: OperationContext): Promise<PackageResources> {
    context.signal.throwIfAborted();
    return this.#changes.at(-1)?.resources ?? (await this.base?.getResources(context)) ?? new Map();
  }

  updateResources(resources: PackageResources, task: Task, context: OperationContext): Promise<void> {
    return Promise.resolve().then(() => {
      context.signal.throwIfAborted();
      checkResources(resources, this.settings.limits);
      const authorship = this.settings.authorship(context);
      this.#changes.push({ resources: new Map(resources), task, authorship });
    });
  }

  /** Writes the changes as commits; always the same ones, however often a publication has to be tried. */
  writeCommits(objects: ObjectOverlay): DraftCommits {
    const { parent, path, limits, key } = this.settings;
    let head = parent;
    let packageTree = findSubtree(objects, parent.tree, path);
    for (const { resources, task, authorship } of this.#changes) {
      packageTree = writePackage(objects, resources, packageTree, limits);
      const tree = replaceSubtree(objects, head.tree, path, packageTree);
      const annotation = { package: path, workspaceName: key.workspaceName, revision: '0', task };
      const message = annotatedMessage(taskSubject(task), annotation);
      const commit = objects.add('commit', formatCommit({ tree, parents: [head.commit], ...authorship, message }));
      head = { commit, tree };
    }
    return { commit: head.commit, packageTree };
  }
}

/** @throws PorchError Invalid */
function checkResources(resources: PackageResources, limits: GitLimits): void {
  const problem = packagePathsProblem(resources.keys());
  if (problem)
    throw new PorchError('Invalid', `path ${JSON.stringify(problem.path)} is not allowed: ${problem.message}`);
  const kptfile = resources.get('Kptfile');
  if (!kptfile || kptfile.mode === 'symlink') throw new PorchError('Invalid', 'package must contain Kptfile at root');
  if (resources.size > limits.maximumPackageFiles) {
    throw new PorchError('Invalid', `the package has more than ${limits.maximumPackageFiles} files`);
  }
  let size = 0;
  for (const [path, { content }] of resources) {
    size += content.length;
    if (content.length > limits.maximumObjectBytes) {
      throw new PorchError('Invalid', `file "${path}" is larger than ${limits.maximumObjectBytes} bytes`);
    }
  }
  if (size > limits.maximumPackageBytes) {
    throw new PorchError('Invalid', `the package is larger than ${limits.maximumPackageBytes} bytes`);
  }
}
