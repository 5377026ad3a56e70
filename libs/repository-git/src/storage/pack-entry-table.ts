import { randomBytes } from 'node:crypto';
import { type ObjectId } from '../objects/git-object';

const ID_BYTES = 20;

/**
 * What is to stand in a pack's index: per entry its object's id, its offset and its checksum. In flat memory, about 50
 * bytes an entry, since packs hold entries by the million.
 */
export class PackEntryTable {
  readonly ids: Buffer;
  readonly offsets: Float64Array;
  readonly checksums: Uint32Array;
  /** Finds entries by id, with linear probing: an entry's position plus one, zero where a slot is free. */
  readonly #slots: Uint32Array;
  /** Where an id's search starts cannot be known outside, or a pack could be made whose entries all collide. */
  readonly #secret: readonly number[];
  readonly #shift: number;
  #count = 0;

  constructor(readonly capacity: number) {
    this.ids = Buffer.alloc(capacity * ID_BYTES);
    this.offsets = new Float64Array(capacity);
    this.checksums = new Uint32Array(capacity);
    const bits = Math.ceil(Math.log2(Math.max(capacity * 1.5, 2)));
    this.#slots = new Uint32Array(2 ** bits);
    this.#shift = 32 - bits;
    const secret = randomBytes(8);
    this.#secret = [secret.readUInt32BE(0) | 1, secret.readUInt32BE(4) | 1];
  }

  get count(): number {
    return this.#count;
  }

  /** @throws RangeError when the table is full */
  add(id: ObjectId, offset: number, checksum: number): void {
    if (this.#count === this.capacity) throw new RangeError('a pack has more entries than it said');
    const position = this.#count++;
    this.ids.write(id, position * ID_BYTES, 'hex');
    this.offsets[position] = offset;
    this.checksums[position] = checksum;
    let slot = this.#slotOf(this.ids, position * ID_BYTES);
    while (this.#slots[slot] !== 0) slot = this.#next(slot);
    this.#slots[slot] = position + 1;
  }

  /** The offset of an object; -1 when it is not there. */
  offsetOf(id: ObjectId): number {
    const wanted = Buffer.from(id, 'hex');
    if (wanted.length !== ID_BYTES) return -1;
    for (let slot = this.#slotOf(wanted, 0); this.#slots[slot] !== 0; slot = this.#next(slot)) {
      const position = (this.#slots[slot] ?? 0) - 1;
      const at = position * ID_BYTES;
      if (this.ids.compare(wanted, 0, ID_BYTES, at, at + ID_BYTES) === 0) return this.offsets[position] ?? -1;
    }
    return -1;
  }

  #slotOf(bytes: Buffer, at: number): number {
    const [first = 1, second = 1] = this.#secret;
    const mixed = Math.imul(bytes.readInt32BE(at), first) + Math.imul(bytes.readInt32BE(at + 4), second);
    return mixed >>> this.#shift;
  }

  #next(slot: number): number {
    return (slot + 1) & (this.#slots.length - 1);
  }
}
