import { commonEnd, commonStart } from './common-bytes';

/** What both ends of two versions share is copied, what is between is inserted. */
const LONGEST_COPY = 0xffffff;
const LONGEST_INSERT = 0x7f;

/**
 * A delta that keeps the common start and end of two buffers. A tree in which one entry changed becomes a few dozen
 * bytes; undefined where it would save less than half, and for nothing, since git takes no delta that makes nothing.
 */
export function edgeDelta(base: Buffer, target: Buffer): Buffer | undefined {
  if (target.length === 0) return undefined;
  const start = commonStart(base, target);
  const end = commonEnd(base, target, Math.min(base.length, target.length) - start);
  const inserted = target.subarray(start, target.length - end);
  if (inserted.length * 2 > target.length) return undefined;
  const parts: number[] = [...variableSize(base.length), ...variableSize(target.length)];
  copy(parts, 0, start);
  for (let at = 0; at < inserted.length; at += LONGEST_INSERT) {
    const piece = inserted.subarray(at, at + LONGEST_INSERT);
    parts.push(piece.length, ...piece);
  }
  copy(parts, base.length - end, end);
  return Buffer.from(parts);
}

function copy(parts: number[], offset: number, length: number): void {
  for (let done = 0; done < length; done += LONGEST_COPY) {
    const size = Math.min(length - done, LONGEST_COPY);
    const from = offset + done;
    const bytes = [from, from >>> 8, from >>> 16, from >>> 24, size, size >>> 8, size >>> 16].map(
      (byte) => byte & 0xff,
    );
    const used = bytes.map((byte, bit) => ({ byte, bit })).filter(({ byte }) => byte !== 0);
    parts.push(
      used.reduce((instruction, { bit }) => instruction | (1 << bit), 0x80),
      ...used.map(({ byte }) => byte),
    );
  }
}

function variableSize(size: number): number[] {
  const bytes: number[] = [];
  let rest = size;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest & 0x7f) | 0x80);
  bytes.push(rest);
  return bytes;
}
