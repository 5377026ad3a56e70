import { createHash } from 'node:crypto';
import { CooperativeSlice } from './cooperative-slice';
import { type PackEntryTable } from './pack-entry-table';

const ID_BYTES = 20;
const HEADER_BYTES = 8;
const FANOUT_BYTES = 256 * 4;
const LARGEST_SMALL_OFFSET = 0x7fffffff;

/** Formats an index of version 2. `packChecksum` is the last 20 bytes of the pack. */
export async function formatPackIndex(
  table: PackEntryTable,
  packChecksum: Buffer,
  signal?: AbortSignal,
): Promise<Buffer> {
  const slice = new CooperativeSlice(signal);
  const order = await positionsById(table, slice);
  const { count } = table;
  const large = order.reduce((sum, position) => sum + (offsetAt(table, position) > LARGEST_SMALL_OFFSET ? 1 : 0), 0);
  const ids = HEADER_BYTES + FANOUT_BYTES;
  const checksums = ids + count * ID_BYTES;
  const offsets = checksums + count * 4;
  const largeOffsets = offsets + count * 4;
  const trailer = largeOffsets + large * 8;
  const bytes = Buffer.alloc(trailer + 40);
  bytes.writeUInt32BE(0xff744f63, 0);
  bytes.writeUInt32BE(2, 4);
  let nextLarge = 0;
  for (const [row, position] of order.entries()) {
    table.ids.copy(bytes, ids + row * ID_BYTES, position * ID_BYTES, (position + 1) * ID_BYTES);
    bytes.writeUInt32BE(table.checksums[position] ?? 0, checksums + row * 4);
    const offset = offsetAt(table, position);
    if (offset <= LARGEST_SMALL_OFFSET) bytes.writeUInt32BE(offset, offsets + row * 4);
    else {
      bytes.writeUInt32BE(0x80000000 + nextLarge, offsets + row * 4);
      bytes.writeBigUInt64BE(BigInt(offset), largeOffsets + nextLarge * 8);
      nextLarge += 1;
    }
    if (row % 1024 === 0) await slice.pause();
  }
  writeFanout(bytes, ids, count);
  packChecksum.copy(bytes, trailer);
  createHash('sha1')
    .update(bytes.subarray(0, trailer + 20))
    .digest()
    .copy(bytes, trailer + 20);
  return bytes;
}

function offsetAt(table: PackEntryTable, position: number): number {
  return table.offsets[position] ?? 0;
}

/** How many ids start with a byte up to each. */
function writeFanout(bytes: Buffer, ids: number, count: number): void {
  let row = 0;
  for (let first = 0; first < 256; first += 1) {
    while (row < count && (bytes[ids + row * ID_BYTES] ?? 0) <= first) row += 1;
    bytes.writeUInt32BE(row, HEADER_BYTES + first * 4);
  }
}

/** Sorts in portions, so that an index of a million objects does not hold the event loop. */
async function positionsById({ ids, count }: PackEntryTable, slice: CooperativeSlice): Promise<Uint32Array> {
  const prefixOf = (position: number) => ids.readUInt16BE(position * ID_BYTES);
  const ends = new Uint32Array(65_537);
  for (let position = 0; position < count; position += 1) {
    const prefix = prefixOf(position);
    ends[prefix + 1] = (ends[prefix + 1] ?? 0) + 1;
  }
  for (let prefix = 0; prefix < 65_536; prefix += 1) ends[prefix + 1] = (ends[prefix + 1] ?? 0) + (ends[prefix] ?? 0);
  await slice.pause();
  const starts = ends.slice(0, 65_536);
  const order = new Uint32Array(count);
  for (let position = 0; position < count; position += 1) {
    const prefix = prefixOf(position);
    const row = starts[prefix] ?? 0;
    starts[prefix] = row + 1;
    order[row] = position;
  }
  const compare = (left: number, right: number) =>
    ids.compare(ids, right * ID_BYTES, (right + 1) * ID_BYTES, left * ID_BYTES, (left + 1) * ID_BYTES);
  for (let prefix = 0; prefix < 65_536; prefix += 1) {
    const portion = order.subarray(ends[prefix], ends[prefix + 1]);
    if (portion.length < 2) continue;
    portion.sort(compare);
    await slice.pause();
  }
  return order;
}
