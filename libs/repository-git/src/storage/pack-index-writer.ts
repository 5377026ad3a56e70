import { createHash } from 'node:crypto';

/** What an index says about one entry. */
export interface IndexedEntry {
  readonly id: Buffer;
  readonly offset: number;
  readonly crc: number;
}

/** Formats an index of version 2. `packChecksum` is the last 20 bytes of the pack. */
export function formatPackIndex(entries: readonly IndexedEntry[], packChecksum: Buffer): Buffer {
  const sorted = [...entries].sort((left, right) => Buffer.compare(left.id, right.id));
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
    entry.id.copy(bytes, 1032 + position * 20);
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
    while (position < sorted.length && (sorted[position]?.id[0] ?? 256) <= first) position += 1;
    bytes.writeUInt32BE(position, 8 + first * 4);
  }
}
