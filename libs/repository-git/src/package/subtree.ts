import { PorchError } from '@porch/api';
import { type ObjectId } from '../objects/git-object';
import { DIRECTORY_MODE, encodeTreeName, findTreeEntry, formatTree, withTreeEntry } from '../objects/tree';
import { type ObjectReader, readTyped } from '../storage/object-database';
import { type ObjectOverlay } from './object-overlay';

/** The tree of a directory; undefined when there is none at the path. The empty path is the tree itself. */
export function findSubtree(objects: ObjectReader, rootTree: ObjectId, path: string): ObjectId | undefined {
  let tree = rootTree;
  for (const segment of path === '' ? [] : path.split('/')) {
    const entry = findTreeEntry(readTyped(objects, tree, 'tree'), encodeTreeName(segment));
    if (entry?.mode !== DIRECTORY_MODE) return undefined;
    tree = entry.id;
  }
  return tree;
}

/**
 * The root tree with one directory replaced, or removed when `subtree` is undefined; directories left empty go too.
 * @throws PorchError Invalid when a file stands where a parent directory should be
 */
export function replaceSubtree(
  objects: ObjectOverlay,
  rootTree: ObjectId | undefined,
  path: string,
  subtree: ObjectId | undefined,
): ObjectId {
  const replaced = replaceAt(objects, rootTree, path === '' ? [] : path.split('/'), subtree, path);
  return replaced ?? objects.add('tree', formatTree([]));
}

function replaceAt(
  objects: ObjectOverlay,
  tree: ObjectId | undefined,
  segments: readonly string[],
  subtree: ObjectId | undefined,
  path: string,
): ObjectId | undefined {
  const [segment, ...rest] = segments;
  if (segment === undefined) return subtree;
  const name = encodeTreeName(segment);
  const content = tree === undefined ? Buffer.alloc(0) : readTyped(objects, tree, 'tree');
  const existing = findTreeEntry(content, name);
  if (existing && existing.mode !== DIRECTORY_MODE) {
    throw new PorchError('Invalid', `package path "${path}" is taken: "${segment}" is a file in the repository`);
  }
  const id = replaceAt(objects, existing?.id, rest, subtree, path);
  const changed = withTreeEntry(content, name, id === undefined ? undefined : { mode: DIRECTORY_MODE, name, id });
  return changed.length === 0 ? undefined : objects.add('tree', changed, tree);
}
