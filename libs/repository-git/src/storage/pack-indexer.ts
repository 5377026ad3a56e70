import { crc32 } from 'node:zlib';
import { CorruptRepositoryError, LimitExceededError } from '../objects/git-errors';
import { hashObject, type ObjectId } from '../objects/git-object';
import { CooperativeSlice } from './cooperative-slice';
import { type GitLimits } from './git-limits';
import { formatPackIndex, type IndexedEntry } from './pack-index-writer';
import { createPackCaches, type PackEntry, PackReader } from './pack-reader';

const CACHE_BYTES = 64 * 1024 * 1024;
const TRAILER_BYTES = 20;

/**
 * Indexes a received pack: inflates every entry, resolves its deltas, and hashes it, so that nothing in the pack is
 * taken on trust. Memory is bounded by a cache; the event loop gets its turn every few milliseconds.
 *
 * @returns the index file's contents
 * @throws CorruptRepositoryError, LimitExceededError
 */
export async function indexPack(packPath: string, limits: GitLimits, signal: AbortSignal): Promise<Buffer> {
  const known = new Map<ObjectId, number>();
  const caches = createPackCaches(CACHE_BYTES, CACHE_BYTES / 4);
  const reader = new PackReader(packPath, caches, limits.maximumObjectBytes, (id) => known.get(id) ?? -1);
  try {
    const count = reader.objectCount();
    if (count > limits.maximumObjects) {
      throw new LimitExceededError('maximumObjects', `the repository sends ${count} objects`);
    }
    const { entries, deferred } = await scan(reader, count, known, signal);
    await resolveDeferred(reader, deferred, entries, known, signal);
    return await formatPackIndex(entries, reader.bytes(reader.size - TRAILER_BYTES, TRAILER_BYTES), signal);
  } finally {
    reader.close();
  }
}

interface DeferredDelta {
  readonly entry: PackEntry;
  readonly crc: number;
}

async function scan(reader: PackReader, count: number, known: Map<ObjectId, number>, signal: AbortSignal) {
  const slice = new CooperativeSlice(signal);
  const entries: IndexedEntry[] = [];
  const deferred: DeferredDelta[] = [];
  let offset = 12;
  for (let position = 0; position < count; position += 1) {
    const entry = reader.entryAt(offset);
    const { data, end } = reader.inflate(entry);
    const crc = crc32(reader.bytes(offset, end - offset));
    if (entry.type !== undefined) add(entries, known, hashObject(entry.type, data), offset, crc);
    else if (isResolvable(entry, known, deferred)) resolve(reader, entry, crc, entries, known);
    else deferred.push({ entry, crc });
    offset = end;
    await slice.pause();
  }
  if (offset !== reader.size - TRAILER_BYTES)
    throw new CorruptRepositoryError('a git pack has bytes after its entries');
  return { entries, deferred };
}

/** A delta on an earlier entry can be resolved unless that one waits for its own base. */
function isResolvable(entry: PackEntry, known: Map<ObjectId, number>, deferred: readonly DeferredDelta[]): boolean {
  if (entry.baseId !== undefined) return known.has(entry.baseId);
  return deferred.length === 0;
}

/** What was based on objects later in the pack; each round resolves at least one or the pack is incomplete. */
async function resolveDeferred(
  reader: PackReader,
  deferred: readonly DeferredDelta[],
  entries: IndexedEntry[],
  known: Map<ObjectId, number>,
  signal: AbortSignal,
): Promise<void> {
  const slice = new CooperativeSlice(signal);
  let waiting = deferred;
  while (waiting.length > 0) {
    const unresolved = new Set(waiting.map(({ entry }) => entry.offset));
    const next: DeferredDelta[] = [];
    for (const delta of waiting) {
      const { baseId, baseOffset } = delta.entry;
      const ready = baseId === undefined ? !unresolved.has(baseOffset ?? -1) : known.has(baseId);
      if (ready) {
        resolve(reader, delta.entry, delta.crc, entries, known);
        unresolved.delete(delta.entry.offset);
      } else next.push(delta);
      await slice.pause();
    }
    if (next.length === waiting.length) {
      throw new CorruptRepositoryError('a git pack has deltas whose base it lacks');
    }
    waiting = next;
  }
}

function resolve(
  reader: PackReader,
  entry: PackEntry,
  crc: number,
  entries: IndexedEntry[],
  known: Map<ObjectId, number>,
): void {
  const object = reader.objectAt(entry.offset);
  add(entries, known, hashObject(object.type, object.content), entry.offset, crc);
}

function add(entries: IndexedEntry[], known: Map<ObjectId, number>, id: ObjectId, offset: number, crc: number): void {
  known.set(id, offset);
  entries.push({ id, offset, crc });
}
