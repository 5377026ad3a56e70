import { formatFloat } from '../text/format-float';
import type { ReprWriter } from './repr-writer';
import { StarlarkObject, type HashKey } from './value';

/** A float: its own class, because 1.0 and 1 print and divide differently. */
export class StarlarkFloat extends StarlarkObject {
  override readonly typeName = 'float';

  constructor(readonly value: number) {
    super();
  }

  override truth(): boolean {
    return this.value !== 0;
  }

  /** A float that is a whole number is the same key as the int. */
  override hashKey(): HashKey {
    return Number.isInteger(this.value) && !Number.isSafeInteger(this.value) ? BigInt(this.value) : this.value;
  }

  override writeRepr(writer: ReprWriter): void {
    writer.text(formatFloat(this.value));
  }
}
