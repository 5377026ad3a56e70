import type { Budget } from '../runtime/budget';
import { quoteText } from '../text/quote-text';
import { decodeText } from '../text/utf8-text';
import type { ReprWriter } from './repr-writer';
import { StarlarkObject, type HashKey } from './value';

/** An immutable sequence of numbers from 0 to 255. */
export class StarlarkBytes extends StarlarkObject {
  override readonly typeName = 'bytes';

  constructor(readonly bytes: Uint8Array) {
    super();
  }

  override truth(): boolean {
    return this.bytes.length > 0;
  }

  override hashKey(budget: Budget): HashKey {
    budget.work(this.bytes.length);
    return `\0b${this.toLatin1()}`;
  }

  override length(): number {
    return this.bytes.length;
  }

  /** As with strings, an element is a sequence of one. */
  override elementAt(index: number): StarlarkBytes {
    return new StarlarkBytes(this.bytes.subarray(index, index + 1));
  }

  override slice(start: number, stop: number, step: number, budget: Budget): StarlarkBytes {
    const picked: number[] = [];
    for (let index = start; step > 0 ? index < stop : index > stop; index += step) picked.push(this.bytes[index] ?? 0);
    budget.allocate(picked.length);
    budget.work(picked.length);
    return new StarlarkBytes(Uint8Array.from(picked));
  }

  override order(other: StarlarkBytes): number {
    return Buffer.compare(this.bytes, other.bytes);
  }

  override writeRepr(writer: ReprWriter): void {
    writer.text(`b${quoteText(decodeText(this.bytes))}`);
  }

  private toLatin1(): string {
    return Buffer.from(this.bytes).toString('latin1');
  }
}
