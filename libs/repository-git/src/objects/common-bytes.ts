/** Compared in pieces first: comparing memory natively costs a fraction of comparing it byte by byte here. */
const PIECE_BYTES = 1024;

/** How many bytes two buffers have in common at their start. */
export function commonStart(left: Buffer, right: Buffer): number {
  const shorter = Math.min(left.length, right.length);
  let same = 0;
  while (
    same + PIECE_BYTES <= shorter &&
    left.compare(right, same, same + PIECE_BYTES, same, same + PIECE_BYTES) === 0
  ) {
    same += PIECE_BYTES;
  }
  while (same < shorter && left[same] === right[same]) same += 1;
  return same;
}

/** How many bytes two buffers have in common at their end, up to a number of bytes. */
export function commonEnd(left: Buffer, right: Buffer, atMost: number): number {
  const [leftEnd, rightEnd] = [left.length, right.length];
  let same = 0;
  while (same + PIECE_BYTES <= atMost && isSamePieceBefore(left, leftEnd - same, right, rightEnd - same)) {
    same += PIECE_BYTES;
  }
  while (same < atMost && left[leftEnd - 1 - same] === right[rightEnd - 1 - same]) same += 1;
  return same;
}

function isSamePieceBefore(left: Buffer, leftEnd: number, right: Buffer, rightEnd: number): boolean {
  return left.compare(right, rightEnd - PIECE_BYTES, rightEnd, leftEnd - PIECE_BYTES, leftEnd) === 0;
}
