import type { Budget } from '../runtime/budget';
import { HashTable } from './hash-table';
import type { ReprWriter } from './repr-writer';
import { StarlarkObject, type Value, type ValueIterator } from './value';

/** Distinct values in order of insertion. */
export class StarlarkSet extends StarlarkObject {
  override readonly typeName = 'set';
  readonly table = new HashTable();

  static from(values: Iterable<Value>, budget: Budget): StarlarkSet {
    const set = new StarlarkSet();
    for (const value of values) set.table.set(value, null, budget);
    return set;
  }

  override truth(): boolean {
    return this.table.size > 0;
  }

  override freeze(): void {
    this.table.freeze();
  }

  override length(): number {
    return this.table.size;
  }

  override iterate(): ValueIterator {
    return this.table.iterateKeys();
  }

  values(): Value[] {
    return this.table.keys();
  }

  override writeRepr(writer: ReprWriter): void {
    writer.text('set([');
    writer.values(this.table.keys());
    writer.text('])');
  }
}
