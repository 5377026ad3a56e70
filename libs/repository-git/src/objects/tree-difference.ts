import { commonEnd, commonStart } from './common-bytes';
import { CorruptRepositoryError } from './git-errors';
import { parseTree, type TreeEntry } from './tree';

const ID_BYTES = 20;

/** What became of one name in a tree. */
export interface TreeChange {
  readonly name: string;
  readonly before: TreeEntry | undefined;
  readonly after: TreeEntry | undefined;
}

/**
 * The names that two raw trees hold different entries under. Only what is between their common start and end is taken
 * apart: between two versions of a tree of thousands of packages that is one entry.
 * @throws CorruptRepositoryError when the bytes are no tree
 */
export function treeDifference(before: Buffer, after: Buffer): TreeChange[] {
  const start = lastBoundary(after, commonStart(before, after));
  const common = commonEnd(before, after, Math.min(before.length, after.length) - start);
  const [beforeEnd, afterEnd] = endOfDifference(before, after, start, common);
  const changes = new Map<string, TreeChange>();
  for (const entry of parseTree(before.subarray(start, beforeEnd))) {
    changes.set(entry.name, { name: entry.name, before: entry, after: undefined });
  }
  for (const entry of parseTree(after.subarray(start, afterEnd))) {
    const known = changes.get(entry.name)?.before;
    if (known?.id === entry.id && known.mode === entry.mode) changes.delete(entry.name);
    else changes.set(entry.name, { name: entry.name, before: known, after: entry });
  }
  return [...changes.values()];
}

/** Where the last entry starts that does not end within the first `length` bytes. */
function lastBoundary(tree: Buffer, length: number): number {
  let at = 0;
  for (let end = entryEnd(tree, at); end <= length && at < tree.length; end = entryEnd(tree, at)) at = end;
  return at;
}

/**
 * Where the entries of both trees are the same again. An id's bytes may look like an entry, so a place counts only when
 * an entry starts there in both.
 */
function endOfDifference(before: Buffer, after: Buffer, start: number, common: number): [number, number] {
  let [left, right] = [start, start];
  for (;;) {
    const leftRest = before.length - left;
    const rightRest = after.length - right;
    if (leftRest === rightRest && leftRest <= common) return [left, right];
    if (leftRest >= rightRest) left = entryEnd(before, left);
    if (rightRest >= leftRest) right = entryEnd(after, right);
  }
}

/** Neither a mode nor a name holds a NUL; the one after the name is followed by the id. */
function entryEnd(tree: Buffer, at: number): number {
  if (at >= tree.length) return tree.length;
  const nul = tree.indexOf(0, at);
  const end = nul + 1 + ID_BYTES;
  if (nul < 0 || end > tree.length) throw new CorruptRepositoryError('a git tree ends in the middle');
  return end;
}
