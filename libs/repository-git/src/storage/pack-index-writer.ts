import { createHash } from 'node:crypto';
import { type ObjectId } from '../objects/git-object';
import { CooperativeSlice } from './cooperative-slice';

/** What an index says about one entry. */
export interface IndexedEntry {
  readonly id: ObjectId;
  readonly offset: number;
  readonly crc: number;
}

/** Formats an index of version 2. `packChecksum` is the last 20 bytes of the pack. */
export async function formatPackIndex(
  entries: readonly IndexedEntry[],
  packChecksum: Buffer,
  signal?: AbortSignal,
): Promise<Buffer> {
  const sorted = await sortById(entries, new CooperativeSlice(signal));
  const large = sorted.filter((entry) => entry.offset >= 0x80000000);
  const count = sorted.length;
  const bytes = Buffer.alloc(8 + 1024 + count * 28 + large.length * 8 + 40);
  bytes.writeUInt32BE(0xff744f63, 0);
  bytes.writeUInt32BE(2, 4);
  writeFanout(bytes, sorted);
  const crcs = 1032 + count * 20;
  const offsets = crcs + count * 4;
  const largeOffsets = offsets + count * 4;
  let nextLarge = 0;
  sorted.forEach((entry, position) => {
    bytes.write(entry.id, 1032 + position * 20, 'hex');
    bytes.writeUInt32BE(entry.crc, crcs + position * 4);
    if (entry.offset < 0x80000000) {
      bytes.writeUInt32BE(entry.offset, offsets + position * 4);
      return;
    }
    bytes.writeUInt32BE(0x80000000 + nextLarge, offsets + position * 4);
    bytes.writeBigUInt64BE(BigInt(entry.offset), largeOffsets + nextLarge * 8);
    nextLarge += 1;
  });
  const trailer = bytes.length - 40;
  packChecksum.copy(bytes, trailer);
  createHash('sha1')
    .update(bytes.subarray(0, trailer + 20))
    .digest()
    .copy(bytes, trailer + 20);
  return bytes;
}

function writeFanout(bytes: Buffer, sorted: readonly IndexedEntry[]): void {
  let position = 0;
  for (let first = 0; first < 256; first += 1) {
    while (position < sorted.length && firstByte(sorted[position]) <= first) position += 1;
    bytes.writeUInt32BE(position, 8 + first * 4);
  }
}

function firstByte(entry: IndexedEntry | undefined): number {
  return entry === undefined ? 256 : Number.parseInt(entry.id.slice(0, 2), 16);
}

/** Sorts in portions, so that an index of a million objects does not hold the event loop. */
async function sortById(entries: readonly IndexedEntry[], slice: CooperativeSlice): Promise<IndexedEntry[]> {
  const portions = new Map<string, IndexedEntry[]>();
  for (const entry of entries) {
    const prefix = entry.id.slice(0, 3);
    const portion = portions.get(prefix);
    if (portion) portion.push(entry);
    else portions.set(prefix, [entry]);
  }
  await slice.pause();
  const sorted: IndexedEntry[] = [];
  for (const prefix of [...portions.keys()].sort()) {
    const portion = portions.get(prefix) ?? [];
    for (const entry of portion.sort((left, right) => (left.id < right.id ? -1 : 1))) sorted.push(entry);
    await slice.pause();
  }
  return sorted;
}
