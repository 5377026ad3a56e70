import type { ReprWriter } from './repr-writer';
import { StarlarkObject, type Value, type ValueIterator } from './value';

/** The ints from `start` by `step` before `stop`, never stored. */
export class StarlarkRange extends StarlarkObject {
  override readonly typeName = 'range';
  private readonly count: number;

  constructor(
    readonly start: number,
    readonly stop: number,
    readonly step: number,
  ) {
    super();
    this.count = Math.max(0, Math.ceil((stop - start) / step));
  }

  override truth(): boolean {
    return this.count > 0;
  }

  override length(): number {
    return this.count;
  }

  override elementAt(index: number): number {
    return this.start + index * this.step;
  }

  override slice(start: number, stop: number, step: number): StarlarkRange {
    return new StarlarkRange(this.elementAt(start), this.elementAt(stop), this.step * step);
  }

  override iterate(): ValueIterator {
    let index = 0;
    return { next: () => (index < this.count ? this.elementAt(index++) : undefined), close: () => undefined };
  }

  contains(value: Value): boolean {
    if (typeof value !== 'number') return false;
    const index = (value - this.start) / this.step;
    return Number.isInteger(index) && index >= 0 && index < this.count;
  }

  /** Two ranges are equal when they hold the same ints. */
  equals(other: StarlarkRange): boolean {
    if (this.count !== other.count) return false;
    return this.count === 0 || (this.start === other.start && (this.count === 1 || this.step === other.step));
  }

  override writeRepr(writer: ReprWriter): void {
    if (this.step !== 1) writer.text(`range(${this.start}, ${this.stop}, ${this.step})`);
    else if (this.start !== 0) writer.text(`range(${this.start}, ${this.stop})`);
    else writer.text(`range(${this.stop})`);
  }
}
