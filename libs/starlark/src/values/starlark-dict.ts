import type { Budget } from '../runtime/budget';
import { HashTable } from './hash-table';
import type { ReprWriter } from './repr-writer';
import { StarlarkObject, type Value, type ValueIterator } from './value';

/** A table of keys and values in order of insertion. */
export class StarlarkDict extends StarlarkObject {
  override readonly typeName = 'dict';
  readonly table = new HashTable();

  static from(entries: Iterable<readonly [Value, Value]>, budget: Budget): StarlarkDict {
    const dict = new StarlarkDict();
    for (const [key, value] of entries) dict.table.set(key, value, budget);
    return dict;
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

  override writeRepr(writer: ReprWriter): void {
    writer.container(this, '{...}', () => {
      writer.text('{');
      let first = true;
      for (const { key, value } of this.table.entries()) {
        if (!first) writer.text(', ');
        writer.value(key);
        writer.text(': ');
        writer.value(value);
        first = false;
      }
      writer.text('}');
    });
  }
}
