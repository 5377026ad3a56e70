import { crc32 } from 'node:zlib';
import { CorruptRepositoryError, LimitExceededError } from '../objects/git-errors';
import { hashObject } from '../objects/git-object';
import { CooperativeSlice } from './cooperative-slice';
import { type GitLimits } from './git-limits';
import { createObjectCaches } from './object-caches';
import { PackEntryTable } from './pack-entry-table';
import { formatPackIndex } from './pack-index-writer';
import { type PackEntry, PackReader } from './pack-reader';

const HEADER_BYTES = 12;
const TRAILER_BYTES = 20;
/** A byte of type and size, and what deflate makes of nothing. */
const SHORTEST_ENTRY_BYTES = 9;

/**
 * Indexes a received pack: inflates every entry, resolves its deltas, and hashes it, so that nothing in the pack is
 * taken on trust. Memory is bounded by a cache; the event loop gets its turn every few milliseconds.
 *
 * @returns the index file's contents
 * @throws CorruptRepositoryError, LimitExceededError
 */
export async function indexPack(packPath: string, limits: GitLimits, signal: AbortSignal): Promise<Buffer> {
  let table = new PackEntryTable(0);
  const reader = new PackReader(packPath, createObjectCaches(), limits.maximumObjectBytes, (id) => table.offsetOf(id));
  try {
    table = new PackEntryTable(checkedCount(reader, limits));
    const deferred = await scan(reader, table, signal);
    await resolveDeferred(reader, deferred, table, signal);
    return await formatPackIndex(table, reader.bytes(reader.size - TRAILER_BYTES, TRAILER_BYTES), signal);
  } finally {
    reader.close();
  }
}

/** Memory is taken for as many entries as a pack says it has, so it is believed only what can be true. */
function checkedCount(reader: PackReader, limits: GitLimits): number {
  const count = reader.objectCount();
  if (count > limits.maximumObjects) {
    throw new LimitExceededError('maximumObjects', `the repository sends ${count} objects`);
  }
  if (count > (reader.size - HEADER_BYTES - TRAILER_BYTES) / SHORTEST_ENTRY_BYTES) {
    throw new CorruptRepositoryError(`a git pack says it has ${count} entries, which is more than fit into it`);
  }
  return count;
}

interface DeferredDelta {
  readonly entry: PackEntry;
  readonly crc: number;
}

/** @returns the deltas whose base has not come yet */
async function scan(reader: PackReader, table: PackEntryTable, signal: AbortSignal): Promise<DeferredDelta[]> {
  const slice = new CooperativeSlice(signal);
  const deferred: DeferredDelta[] = [];
  let offset = HEADER_BYTES;
  for (let position = 0; position < table.capacity; position += 1) {
    const entry = reader.entryAt(offset);
    const { data, end } = reader.inflate(entry);
    const crc = crc32(reader.bytes(offset, end - offset));
    if (entry.type !== undefined) table.add(hashObject(entry.type, data), offset, crc);
    else if (isResolvable(entry, table, deferred)) resolve(reader, { entry, crc }, table);
    else deferred.push({ entry, crc });
    offset = end;
    await slice.pause();
  }
  if (offset !== reader.size - TRAILER_BYTES)
    throw new CorruptRepositoryError('a git pack has bytes after its entries');
  return deferred;
}

/** A delta on an earlier entry can be resolved unless that one waits for its own base. */
function isResolvable(entry: PackEntry, table: PackEntryTable, deferred: readonly DeferredDelta[]): boolean {
  if (entry.baseId !== undefined) return table.offsetOf(entry.baseId) >= 0;
  return deferred.length === 0;
}

/** What was based on objects later in the pack; each round resolves at least one or the pack is incomplete. */
async function resolveDeferred(
  reader: PackReader,
  deferred: readonly DeferredDelta[],
  table: PackEntryTable,
  signal: AbortSignal,
): Promise<void> {
  const slice = new CooperativeSlice(signal);
  let waiting = deferred;
  while (waiting.length > 0) {
    const unresolved = new Set(waiting.map(({ entry }) => entry.offset));
    const next: DeferredDelta[] = [];
    for (const delta of waiting) {
      const { baseId, baseOffset } = delta.entry;
      const ready = baseId === undefined ? !unresolved.has(baseOffset ?? -1) : table.offsetOf(baseId) >= 0;
      if (ready) {
        resolve(reader, delta, table);
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

function resolve(reader: PackReader, { entry, crc }: DeferredDelta, table: PackEntryTable): void {
  const object = reader.objectAt(entry.offset);
  table.add(hashObject(object.type, object.content), entry.offset, crc);
}
