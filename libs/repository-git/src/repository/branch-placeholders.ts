import { type ObjectId } from '../objects/git-object';
import { findSubtree } from '../package/subtree';
import { type RefMap } from '../refs/ref-update';
import { CooperativeSlice } from '../storage/cooperative-slice';
import { type ObjectReader } from '../storage/object-database';
import { findBranchChanges } from './branch-packages';
import { type GitPackageRevision } from './git-package-revision';
import { type RevisionFactory } from './revision-factory';
import { type RevisionIndexSettings } from './revision-index';
import { type RevisionMap } from './revision-map';
import { type RevisionProblems } from './revision-problems';

/** A package as it was found on the branch; without a revision where it cannot be shown as one. */
interface Placeholder {
  readonly tree: ObjectId;
  readonly revision: GitPackageRevision | undefined;
}

/**
 * The packages on the branch. Brought up to date by what changed there, so that a publication costs the same beside ten
 * packages and beside thousands.
 */
export class BranchPlaceholders {
  /** By package name, and by path for directories that could not be looked into. */
  readonly #placeholders = new Map<string, Placeholder | undefined>();
  /** The tree they were found in; undefined while something in it could not be read. */
  #root: ObjectId | undefined;

  constructor(
    private readonly settings: RevisionIndexSettings,
    private readonly factory: RevisionFactory,
    private readonly revisions: RevisionMap,
    private readonly problems: RevisionProblems,
  ) {}

  /**
   * @param proposals packages whose deletion from the branch was proposed, or is no longer
   * @throws LimitExceededError, the signal's reason
   */
  async update(objects: ObjectReader, refs: RefMap, proposals: Iterable<string>, signal: AbortSignal): Promise<void> {
    const { layout, facts, maximumPathDepth, maximumDirectories } = this.settings;
    const head = refs.get(layout.branchRef);
    this.problems.delete(layout.branchRef);
    let root: ObjectId | undefined;
    try {
      root = head && findSubtree(objects, facts.commit(objects, head).tree, layout.directory);
    } catch (error) {
      this.problems.complain(layout.branchRef, error);
      return;
    }
    const search = {
      objects,
      isKnownPackage: (tree: ObjectId) => facts.isKnownPackage(tree),
      maximumDepth: maximumPathDepth,
      maximumDirectories,
      slice: new CooperativeSlice(signal),
    };
    const { gone, found, unreadable } = await findBranchChanges(search, this.#root, root);
    const before = new Map<string, Placeholder | undefined>();
    for (const path of this.#root === undefined ? [''] : gone) this.#forget(path, before);
    let isComplete = unreadable.size === 0;
    for (const [path, error] of unreadable) this.#refuse(path, error);
    const show = (packageName: string, tree: ObjectId, earlier: Placeholder | undefined) => {
      const source = { packageName, packageTree: tree, head: head ?? '', refs, before: earlier?.revision };
      isComplete = this.#show(objects, source) && isComplete;
    };
    for (const { packageName, tree } of found) {
      show(packageName, tree, before.get(packageName));
      await search.slice.pause();
    }
    for (const packageName of proposals) {
      const placeholder = this.#placeholders.get(packageName);
      if (placeholder) show(packageName, placeholder.tree, placeholder);
    }
    this.#root = isComplete ? root : undefined;
  }

  #show(objects: ObjectReader, source: Parameters<RevisionFactory['fromBranch']>[1]): boolean {
    const { packageName, packageTree } = source;
    const subject = this.#subject(packageName);
    try {
      const { revision, problem } = this.factory.fromBranch(objects, source);
      this.#placeholders.set(packageName, { tree: packageTree, revision });
      if (revision) this.revisions.set(subject, revision);
      if (problem !== undefined) this.problems.set(subject, problem);
      return true;
    } catch (error) {
      this.#refuse(packageName, error);
      return false;
    }
  }

  #refuse(path: string, error: unknown): void {
    this.#placeholders.set(path, undefined);
    this.problems.complain(this.#subject(path), error);
  }

  /** A directory and everything below it. */
  #forget(path: string, into: Map<string, Placeholder | undefined>): void {
    const below = path === '' ? '' : `${path}/`;
    // Nothing is below a package, which is what most changes are about.
    const names = this.#placeholders.has(path)
      ? [path]
      : [...this.#placeholders.keys()].filter((name) => name.startsWith(below));
    for (const name of names) {
      into.set(name, this.#placeholders.get(name));
      this.#placeholders.delete(name);
      this.revisions.remove(this.#subject(name));
      this.problems.delete(this.#subject(name));
    }
  }

  #subject(packageName: string): string {
    return `${this.settings.layout.branch}:${this.settings.layout.fullPath(packageName)}`;
  }
}
