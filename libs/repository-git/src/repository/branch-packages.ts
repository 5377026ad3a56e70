import { LimitExceededError } from '../objects/git-errors';
import { type ObjectId } from '../objects/git-object';
import { decodeTreeName, DIRECTORY_MODE, findTreeEntry, parseTree } from '../objects/tree';
import { type ObjectReader, readTyped } from '../storage/object-database';
import { type CooperativeSlice } from '../storage/cooperative-slice';

export interface BranchPackage {
  /** Relative to where the search began; empty when that is a package itself. */
  readonly packageName: string;
  readonly tree: ObjectId;
}

/** Trees already known to be packages, which need not be read again. */
export type IsKnownPackage = (tree: ObjectId) => boolean;

/**
 * The packages of a directory tree: directories with a regular file `Kptfile`. A package is not descended into, since
 * what is below belongs to it (E-4.4).
 * @throws LimitExceededError when directories nest too deep
 */
export async function findBranchPackages(
  objects: ObjectReader,
  root: ObjectId,
  isKnownPackage: IsKnownPackage,
  maximumDepth: number,
  slice: CooperativeSlice,
): Promise<BranchPackage[]> {
  const packages: BranchPackage[] = [];
  const pending = [{ packageName: '', tree: root, depth: 0 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    await slice.pause();
    const { packageName, tree, depth } = next;
    if (depth > maximumDepth) throw new LimitExceededError('maximumPathDepth', `"${packageName}" nests too deep`);
    if (isKnownPackage(tree)) {
      packages.push({ packageName, tree });
      continue;
    }
    const content = readTyped(objects, tree, 'tree');
    const kptfile = findTreeEntry(content, 'Kptfile');
    if (kptfile?.mode.startsWith('100')) {
      packages.push({ packageName, tree });
      continue;
    }
    for (const entry of parseTree(content)) {
      const name = entry.mode === DIRECTORY_MODE ? decodeTreeName(entry.name) : undefined;
      if (name === undefined) continue;
      pending.push({
        packageName: packageName === '' ? name : `${packageName}/${name}`,
        tree: entry.id,
        depth: depth + 1,
      });
    }
  }
  return packages;
}
