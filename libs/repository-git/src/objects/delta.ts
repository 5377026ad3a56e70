import { CorruptRepositoryError } from './git-errors';

/** Reads the base's and the result's size at the start of a delta. */
function readDeltaSizes(delta: Buffer): { readonly baseSize: number; readonly resultSize: number; at: number } {
  const sizes: number[] = [];
  let at = 0;
  for (let round = 0; round < 2; round += 1) {
    let size = 0;
    let factor = 1;
    let byte: number;
    do {
      byte = delta[at] ?? fail();
      at += 1;
      size += (byte & 0x7f) * factor;
      factor *= 128;
    } while (byte & 0x80);
    sizes.push(size);
  }
  return { baseSize: sizes[0] ?? 0, resultSize: sizes[1] ?? 0, at };
}

/**
 * Applies a delta of git's pack format.
 * @throws CorruptRepositoryError when it does not fit its base or makes something of another size than it says
 */
export function applyDelta(base: Buffer, delta: Buffer, maximumBytes: number): Buffer {
  const { baseSize, resultSize, at: start } = readDeltaSizes(delta);
  if (baseSize !== base.length || resultSize > maximumBytes) fail();
  const result = Buffer.allocUnsafe(resultSize);
  let from = start;
  let to = 0;
  while (from < delta.length) {
    const instruction = delta[from] ?? 0;
    from += 1;
    if (instruction & 0x80) {
      let offset = 0;
      let size = 0;
      for (let bit = 0; bit < 4; bit += 1)
        if (instruction & (1 << bit)) offset += (delta[from++] ?? fail()) * 256 ** bit;
      for (let bit = 0; bit < 3; bit += 1)
        if (instruction & (0x10 << bit)) size += (delta[from++] ?? fail()) * 256 ** bit;
      if (size === 0) size = 0x10000;
      if (offset + size > base.length || to + size > resultSize) fail();
      base.copy(result, to, offset, offset + size);
      to += size;
    } else {
      if (instruction === 0 || from + instruction > delta.length || to + instruction > resultSize) fail();
      delta.copy(result, to, from, from + instruction);
      from += instruction;
      to += instruction;
    }
  }
  if (to !== resultSize) fail();
  return result;
}

function fail(): never {
  throw new CorruptRepositoryError('a delta in a git pack does not fit its base');
}
