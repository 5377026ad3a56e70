import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { edgeDelta } from '../objects/edge-delta';
import { type GitObjectType, type IdentifiedObject, type NewObject, type ObjectId } from '../objects/git-object';

const TYPE_NUMBERS: Record<GitObjectType, number> = { commit: 1, tree: 2, blob: 3, tag: 4 };
const REFERENCE_DELTA = 7;

/** An object to be packed; with a delta, as the difference to an object that the receiver has. */
export interface PackableObject extends IdentifiedObject {
  readonly delta?: { readonly baseId: ObjectId; readonly data: Buffer };
}

/**
 * Builds a pack of a few objects in memory, to be pushed. A thin one says of a large tree only what is new in it, so
 * that a publication costs the same in a repository of ten packages and of thousands.
 */
export function buildPack(objects: readonly NewObject[], options: { readonly thin: boolean }): Buffer {
  const sent = new Set(objects.map(({ id }) => id));
  const packable = options.thin ? objects.map((object) => withDelta(object, sent)) : objects;
  const parts: Buffer[] = [packHeader(objects.length), ...packable.flatMap(packEntry)];
  const hash = createHash('sha1');
  for (const part of parts) hash.update(part);
  return Buffer.concat([...parts, hash.digest()]);
}

/** Never on an object of the same pack, or two versions could each be the other's difference. */
function withDelta(object: NewObject, sent: ReadonlySet<ObjectId>): PackableObject {
  const { previous } = object;
  const data = previous && !sent.has(previous.id) ? edgeDelta(previous.content, object.content) : undefined;
  return previous && data ? { ...object, delta: { baseId: previous.id, data } } : object;
}

export function packHeader(count: number): Buffer {
  const header = Buffer.alloc(12);
  header.write('PACK', 0, 'latin1');
  header.writeUInt32BE(2, 4);
  header.writeUInt32BE(count, 8);
  return header;
}

export function packEntry(object: PackableObject): Buffer[] {
  // Level 1: what is pushed is small, and the other side packs it again anyway.
  if (object.delta) {
    const { baseId, data } = object.delta;
    return [entryHeader(REFERENCE_DELTA, data.length), Buffer.from(baseId, 'hex'), deflateSync(data, { level: 1 })];
  }
  return [entryHeader(TYPE_NUMBERS[object.type], object.content.length), deflateSync(object.content, { level: 1 })];
}

/** The type and size in front of an entry: 4 bits of size, then 7 a byte. */
export function entryHeader(type: number, size: number): Buffer {
  const bytes: number[] = [];
  let byte = (type << 4) | (size & 15);
  let rest = Math.floor(size / 16);
  while (rest > 0) {
    bytes.push(byte | 0x80);
    byte = rest & 0x7f;
    rest = Math.floor(rest / 128);
  }
  bytes.push(byte);
  return Buffer.from(bytes);
}
