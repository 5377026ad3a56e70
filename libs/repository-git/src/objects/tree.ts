import { CorruptRepositoryError } from './git-errors';
import { type ObjectId } from './git-object';

/** The file modes git writes into trees, as their octal text. */
export const DIRECTORY_MODE = '40000';
export const REGULAR_MODE = '100644';
export const EXECUTABLE_MODE = '100755';
export const SYMLINK_MODE = '120000';
export const SUBMODULE_MODE = '160000';

/**
 * One entry of a tree. A name is bytes to git; it is kept as a string of one character per byte (latin1), which sorts
 * as git does and loses nothing. {@link decodeTreeName} makes text of it.
 */
export interface TreeEntry {
  readonly mode: string;
  readonly name: string;
  readonly id: ObjectId;
}

const SPACE = 0x20;

/** @throws CorruptRepositoryError when the bytes are no tree */
export function parseTree(content: Buffer): TreeEntry[] {
  const entries: TreeEntry[] = [];
  let at = 0;
  while (at < content.length) {
    const space = content.indexOf(SPACE, at);
    const nul = space < 0 ? -1 : content.indexOf(0, space);
    if (nul < 0 || nul + 21 > content.length) throw new CorruptRepositoryError('a git tree ends in the middle');
    entries.push({
      mode: content.toString('latin1', at, space),
      name: content.toString('latin1', space + 1, nul),
      id: content.toString('hex', nul + 1, nul + 21),
    });
    at = nul + 21;
  }
  return entries;
}

/**
 * One entry of a raw tree, without making objects of the others: trees with thousands of packages are looked into once
 * per revision.
 */
export function findTreeEntry(content: Buffer, name: string): TreeEntry | undefined {
  const length = name.length;
  let at = 0;
  while (at < content.length) {
    let space = at;
    while (content[space] !== SPACE && space < content.length) space += 1;
    const start = space + 1;
    let nul = start;
    while (content[nul] !== 0 && nul < content.length) nul += 1;
    if (nul + 21 > content.length) throw new CorruptRepositoryError('a git tree ends in the middle');
    if (nul - start === length && endsAs(content, nul, name)) {
      return { mode: content.toString('latin1', at, space), name, id: content.toString('hex', nul + 1, nul + 21) };
    }
    at = nul + 21;
  }
  return undefined;
}

/** Compared from the end: names in one directory tend to start alike. */
function endsAs(content: Buffer, end: number, name: string): boolean {
  for (let back = 1; back <= name.length; back += 1) {
    if (content[end - back] !== name.charCodeAt(name.length - back)) return false;
  }
  return true;
}

/** Formats entries in git's order: by bytes, a directory's name as if it ended in a slash. */
export function formatTree(entries: readonly TreeEntry[]): Buffer {
  const key = (entry: TreeEntry) => (entry.mode === DIRECTORY_MODE ? `${entry.name}/` : entry.name);
  const sorted = entries
    .map((entry) => ({ entry, key: key(entry) }))
    .sort((left, right) => (left.key < right.key ? -1 : left.key > right.key ? 1 : 0));
  const size = sorted.reduce((sum, { entry }) => sum + entry.mode.length + entry.name.length + 22, 0);
  const content = Buffer.allocUnsafe(size);
  let at = 0;
  for (const { entry } of sorted) {
    at += content.write(`${entry.mode} ${entry.name}\0`, at, 'latin1');
    at += content.write(entry.id, at, 'hex');
  }
  return content;
}

/**
 * A raw tree with one entry added, replaced or, without `entry`, removed. The others are copied as they stand, which
 * for a tree of thousands of packages is much faster than taking it apart.
 */
export function withTreeEntry(content: Buffer, name: string, entry: TreeEntry | undefined): Buffer {
  const sortKey = entry?.mode === DIRECTORY_MODE ? `${name}/` : name;
  let insertAt: number | undefined;
  let removed = { start: content.length, end: content.length };
  let at = 0;
  while (at < content.length) {
    const space = content.indexOf(SPACE, at);
    const nul = space < 0 ? -1 : content.indexOf(0, space);
    if (nul < 0 || nul + 21 > content.length) throw new CorruptRepositoryError('a git tree ends in the middle');
    if (nul - space - 1 === name.length && endsAs(content, nul, name)) removed = { start: at, end: nul + 21 };
    else if (insertAt === undefined && comparesAfter(content, at, space, nul, sortKey)) insertAt = at;
    at = nul + 21;
  }
  insertAt ??= content.length;
  const added = entry ? formatTree([entry]) : Buffer.alloc(0);
  if (removed.start < insertAt) {
    const between = content.subarray(removed.end, insertAt);
    return Buffer.concat([content.subarray(0, removed.start), between, added, content.subarray(insertAt)]);
  }
  const between = content.subarray(insertAt, removed.start);
  return Buffer.concat([content.subarray(0, insertAt), added, between, content.subarray(removed.end)]);
}

/** Whether the entry that starts at `at` comes after a sort key. */
function comparesAfter(content: Buffer, at: number, space: number, nul: number, sortKey: string): boolean {
  const isDirectory = space - at === DIRECTORY_MODE.length;
  const length = nul - space - 1;
  for (let position = 0; ; position += 1) {
    const own =
      position < length ? (content[space + 1 + position] ?? 0) : position === length && isDirectory ? 0x2f : -1;
    const other = position < sortKey.length ? sortKey.charCodeAt(position) : -1;
    if (own !== other) return own > other;
    if (own < 0) return false;
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A tree name as text; undefined when its bytes are not UTF-8. */
export function decodeTreeName(name: string): string | undefined {
  if (/^[\x00-\x7f]*$/.test(name)) return name;
  try {
    return decoder.decode(Buffer.from(name, 'latin1'));
  } catch {
    return undefined;
  }
}

export function encodeTreeName(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
