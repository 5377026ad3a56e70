import type { Budget } from '../runtime/budget';
import { compositeKey } from './hash-key';
import type { ReprWriter } from './repr-writer';
import { sliceElements } from './slice-elements';
import { freeze, StarlarkObject, type HashKey, type Value, type ValueIterator } from './value';

/** An immutable sequence of values. */
export class StarlarkTuple extends StarlarkObject {
  override readonly typeName = 'tuple';

  constructor(readonly elements: readonly Value[]) {
    super();
  }

  override truth(): boolean {
    return this.elements.length > 0;
  }

  override freeze(): void {
    this.elements.forEach(freeze);
  }

  override hashKey(budget: Budget): HashKey {
    return compositeKey('t', this.elements, budget);
  }

  override length(): number {
    return this.elements.length;
  }

  override elementAt(index: number): Value {
    return this.elements[index] ?? null;
  }

  override slice(start: number, stop: number, step: number, budget: Budget): StarlarkTuple {
    return new StarlarkTuple(sliceElements(this.elements, start, stop, step, budget));
  }

  override iterate(): ValueIterator {
    let index = 0;
    return { next: () => this.elements[index++], close: () => undefined };
  }

  override writeRepr(writer: ReprWriter): void {
    writer.text('(');
    writer.values(this.elements);
    writer.text(this.elements.length === 1 ? ',)' : ')');
  }
}

export const emptyTuple = new StarlarkTuple([]);
