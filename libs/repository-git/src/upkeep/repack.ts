import { readdirSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { failpoint } from '@porch/repository';
import { type ObjectId } from '../objects/git-object';
import { CooperativeSlice } from '../storage/cooperative-slice';
import { looseObjectPath } from '../storage/loose-objects';
import { type ObjectDatabase, type OpenPack } from '../storage/object-database';
import { entryHeader } from '../storage/pack-builder';
import { flushDirectory } from '../storage/flush-directory';
import { PackFileWriter } from './pack-file-writer';
import { reachableObjects } from './reachable-objects';
import { TreeDeltas } from './tree-deltas';

/** How long what nothing refers to is kept: somebody may be about to refer to it. git's own default. */
export const UNREACHABLE_GRACE_MILLISECONDS = 14 * 24 * 3_600_000;
const REFERENCE_DELTA = 7;

/**
 * Puts everything reachable into one pack and removes what that makes superfluous: loose objects and older packs, and
 * unreachable loose objects older than the grace. Packed objects are copied as they are; loose trees become deltas on
 * their neighbours. Objects stay readable at every moment.
 */
export async function repack(
  database: ObjectDatabase,
  roots: Iterable<ObjectId>,
  now: number,
  signal: AbortSignal,
): Promise<void> {
  const oldPacks = database.packs;
  const loose = listLooseObjects(database.objectsDirectory);
  const keep = await reachableObjects(database, roots, signal);
  // A young pack may hold objects that a push in progress is about to refer to.
  for (const pack of oldPacks) if (isYoung(join(database.packDirectory, `${pack.name}.pack`), now)) addAll(pack, keep);
  if (keep.size === 0) return;
  const name = await writePack(database, keep, loose, signal);
  await flushDirectory(database.packDirectory);
  failpoint('upkeep.objects');
  database.rescan();
  for (const pack of oldPacks) {
    // Somebody may have written what is in it, and not kept, again meanwhile.
    const isWanted = isYoung(join(database.packDirectory, `${pack.name}.pack`), now) && !isWithin(pack, keep);
    if (pack.name !== name && !isWanted) await removePack(database.packDirectory, pack.name);
  }
  database.rescan();
  for (const { id } of loose) {
    const path = looseObjectPath(database.objectsDirectory, id);
    if (keep.has(id) || !isYoung(path, now)) await rm(path, { force: true });
  }
}

interface LooseObject {
  readonly id: ObjectId;
  readonly writtenAt: number;
}

export function listLooseObjects(objectsDirectory: string): LooseObject[] {
  return readdirSync(objectsDirectory)
    .filter((name) => /^[0-9a-f]{2}$/.test(name))
    .flatMap((prefix) =>
      readdirSync(join(objectsDirectory, prefix))
        .filter((rest) => /^[0-9a-f]{38}$/.test(rest))
        .map((rest) => {
          const stat = statSync(join(objectsDirectory, prefix, rest), { throwIfNoEntry: false });
          return { id: prefix + rest, writtenAt: stat?.mtimeMs ?? 0 };
        }),
    );
}

async function writePack(
  database: ObjectDatabase,
  keep: ReadonlySet<ObjectId>,
  loose: readonly LooseObject[],
  signal: AbortSignal,
): Promise<string> {
  const writer = await PackFileWriter.create(database.packDirectory, keep.size);
  const slice = new CooperativeSlice(signal);
  try {
    const written = new Set<ObjectId>();
    for (const id of keep) {
      const raw = rawEntry(database.packs, id, keep);
      if (raw === undefined) continue;
      written.add(id);
      await writer.add(id, raw);
      await slice.pause();
    }
    const compress = new TreeDeltas();
    // In the order they were written, neighbours are versions of one another.
    const remaining = [...loose].sort((left, right) => left.writtenAt - right.writtenAt).map(({ id }) => id);
    for (const id of new Set([...remaining, ...keep])) {
      if (!keep.has(id) || written.has(id)) continue;
      await writer.add(id, compress.entry(id, database.read(id)));
      await slice.pause();
    }
    return await writer.finish();
  } catch (error) {
    await writer.abandon();
    throw error;
  }
}

/** An entry as it stands in a pack; a delta names its base by id, since offsets change. */
function rawEntry(packs: readonly OpenPack[], id: ObjectId, keep: ReadonlySet<ObjectId>): Buffer | undefined {
  for (const { index, reader } of packs) {
    const offset = index.offsetOf(id);
    if (offset < 0) continue;
    const entry = reader.entryAt(offset);
    const { end } = reader.inflate(entry);
    if (entry.type !== undefined) return Buffer.from(reader.bytes(offset, end - offset));
    const base = entry.baseId ?? index.idAtOffset(entry.baseOffset ?? -1);
    if (base === undefined || !keep.has(base)) return undefined;
    const data = reader.bytes(entry.dataOffset, end - entry.dataOffset);
    return Buffer.concat([entryHeader(REFERENCE_DELTA, entry.size), Buffer.from(base, 'hex'), data]);
  }
  return undefined;
}

function addAll({ index }: OpenPack, keep: Set<ObjectId>): void {
  for (let position = 0; position < index.count; position += 1) keep.add(index.idAt(position));
}

function isWithin({ index }: OpenPack, keep: ReadonlySet<ObjectId>): boolean {
  for (let position = 0; position < index.count; position += 1) if (!keep.has(index.idAt(position))) return false;
  return true;
}

function isYoung(path: string, now: number): boolean {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat !== undefined && now - stat.mtimeMs < UNREACHABLE_GRACE_MILLISECONDS;
}

/** The index goes first: without it nobody looks for the pack. */
async function removePack(packDirectory: string, name: string): Promise<void> {
  for (const extension of ['idx', 'rev', 'bitmap', 'pack']) {
    await rm(join(packDirectory, `${name}.${extension}`), { force: true });
  }
}
