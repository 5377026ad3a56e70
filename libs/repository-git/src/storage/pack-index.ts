import { CorruptRepositoryError } from '../objects/git-errors';
import { type ObjectId } from '../objects/git-object';

const MAGIC = 0xff744f63;
const FANOUT = 8;
const NAMES = FANOUT + 256 * 4;

/** A pack's index, version 2: finds an object's offset by its id. */
export class PackIndex {
  readonly count: number;
  #positions: ReadonlyMap<number, number> | undefined;

  /** @throws CorruptRepositoryError when the bytes are no index of version 2 */
  constructor(private readonly bytes: Buffer) {
    if (bytes.length < NAMES + 40 || bytes.readUInt32BE(0) !== MAGIC || bytes.readUInt32BE(4) !== 2) {
      throw new CorruptRepositoryError('a git pack index is malformed');
    }
    this.count = bytes.readUInt32BE(FANOUT + 255 * 4);
    if (bytes.length < NAMES + this.count * 28 + 40) throw new CorruptRepositoryError('a git pack index is truncated');
  }

  /** The offset of an object in the pack; -1 when it is not there. */
  offsetOf(id: ObjectId): number {
    // The first four bytes tell nearly all objects apart, and numbers compare faster than buffers.
    const wanted = Number.parseInt(id.slice(0, 8), 16);
    const first = wanted >>> 24;
    let low = first === 0 ? 0 : this.bytes.readUInt32BE(FANOUT + (first - 1) * 4);
    let high = this.bytes.readUInt32BE(FANOUT + first * 4);
    if (high > this.count) return -1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const found = this.#prefixAt(middle);
      if (found === wanted) {
        const foundId = this.idAt(middle);
        if (foundId === id) return this.offsetAt(middle);
        if (foundId < id) low = middle + 1;
        else high = middle;
      } else if (found < wanted) low = middle + 1;
      else high = middle;
    }
    return -1;
  }

  #prefixAt(position: number): number {
    const { bytes } = this;
    const at = NAMES + position * 20;
    const high = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    return high * 256 + (bytes[at + 3] ?? 0);
  }

  /** Which object starts at an offset. The way back is made when it is first asked for. */
  idAtOffset(offset: number): ObjectId | undefined {
    this.#positions ??= new Map(
      Array.from({ length: this.count }, (_, position) => [this.offsetAt(position), position]),
    );
    const position = this.#positions.get(offset);
    return position === undefined ? undefined : this.idAt(position);
  }

  idAt(position: number): ObjectId {
    const at = NAMES + position * 20;
    return this.bytes.toString('hex', at, at + 20);
  }

  offsetAt(position: number): number {
    const offset = this.bytes.readUInt32BE(NAMES + this.count * 24 + position * 4);
    if (offset < 0x80000000) return offset;
    const at = NAMES + this.count * 28 + (offset - 0x80000000) * 8;
    return Number(this.bytes.readBigUInt64BE(at));
  }
}
