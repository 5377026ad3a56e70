import { LimitExceededError } from '../objects/git-errors';
import { type ObjectId } from '../objects/git-object';
import { decodeTreeName, DIRECTORY_MODE, findTreeEntry } from '../objects/tree';
import { treeDifference } from '../objects/tree-difference';
import { type CooperativeSlice } from '../storage/cooperative-slice';
import { type ObjectReader, readTyped } from '../storage/object-database';

export interface BranchPackage {
  /** Relative to where the search began; empty when that is a package itself. */
  readonly packageName: string;
  readonly tree: ObjectId;
}

/** What became of the packages in a directory tree. Paths are relative to it. */
export interface BranchChanges {
  /** Directories at and below which nothing is any more as it was. */
  readonly gone: readonly string[];
  readonly found: readonly BranchPackage[];
  /** Directories that could not be looked into, and why; the others are not affected. */
  readonly unreadable: ReadonlyMap<string, unknown>;
}

export interface BranchSearch {
  readonly objects: ObjectReader;
  /** Tells trees already known to be packages, which need not be read again. */
  readonly isKnownPackage: (tree: ObjectId) => boolean;
  readonly maximumDepth: number;
  readonly maximumDirectories: number;
  readonly slice: CooperativeSlice;
}

/**
 * Compares a directory tree with an earlier one. Packages are directories with a regular file `Kptfile`; a package is
 * not descended into, since what is below belongs to it (E-4.4). Costs what changed, not what there is.
 *
 * @param before undefined to find everything
 * @param after undefined when the directory is gone
 * @throws LimitExceededError when there are too many directories
 */
export async function findBranchChanges(
  search: BranchSearch,
  before: ObjectId | undefined,
  after: ObjectId | undefined,
): Promise<BranchChanges> {
  const gone: string[] = [];
  const found: BranchPackage[] = [];
  const unreadable = new Map<string, unknown>();
  const pending = [{ path: '', before, after, depth: 0 }];
  let directories = 0;
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    await search.slice.pause();
    const { path, depth } = next;
    directories += 1;
    if (directories + pending.length > search.maximumDirectories) {
      throw new LimitExceededError('maximumDirectories', 'the branch has too many directories');
    }
    if (next.before === next.after) continue;
    const earlier = plainDirectory(search, next.before);
    if (next.before !== undefined && (earlier === undefined || next.after === undefined)) gone.push(path);
    if (next.after === undefined) continue;
    try {
      if (depth > search.maximumDepth) throw new LimitExceededError('maximumPathDepth', `"${path}" nests too deep`);
      if (isPackage(search, next.after)) {
        if (earlier !== undefined) gone.push(path);
        found.push({ packageName: path, tree: next.after });
        continue;
      }
      for (const change of changedDirectories(earlier, readTyped(search.objects, next.after, 'tree'))) {
        const { name } = change;
        pending.push({ ...change, path: path === '' ? name : `${path}/${name}`, depth: depth + 1 });
      }
    } catch (error) {
      gone.push(path);
      unreadable.set(path, error);
    }
  }
  return { gone, found, unreadable };
}

function isPackage({ objects, isKnownPackage }: BranchSearch, tree: ObjectId): boolean {
  if (isKnownPackage(tree)) return true;
  return findTreeEntry(readTyped(objects, tree, 'tree'), 'Kptfile')?.mode.startsWith('100') ?? false;
}

/** An earlier directory's tree; undefined where there was none, or a package, or nobody can tell any more. */
function plainDirectory(search: BranchSearch, tree: ObjectId | undefined): Buffer | undefined {
  if (tree === undefined) return undefined;
  try {
    return isPackage(search, tree) ? undefined : readTyped(search.objects, tree, 'tree');
  } catch {
    return undefined;
  }
}

function changedDirectories(before: Buffer | undefined, after: Buffer) {
  return treeDifference(before ?? Buffer.alloc(0), after).flatMap((change) => {
    const name = decodeTreeName(change.name);
    const idOf = (entry: typeof change.before) => (entry?.mode === DIRECTORY_MODE ? entry.id : undefined);
    return name === undefined ? [] : [{ name, before: idOf(change.before), after: idOf(change.after) }];
  });
}
