import type { Budget } from '../runtime/budget';
import { StarlarkError } from '../runtime/starlark-error';
import { hashKeyOf } from './hash-key';
import { freeze, type HashKey, type Value, type ValueIterator } from './value';

export interface HashTableEntry {
  readonly key: Value;
  value: Value;
}

/** What an entry costs, for the memory limit. */
const entryBytes = 72;

/** A table in order of insertion by Starlark's equality: 1 and 1.0 are one key, True is another. */
export class HashTable {
  private readonly entriesByHash = new Map<HashKey, HashTableEntry>();
  private activeIterators = 0;
  private frozen = false;

  get size(): number {
    return this.entriesByHash.size;
  }

  get(key: Value, budget: Budget): Value | undefined {
    return this.entriesByHash.get(hashKeyOf(key, budget))?.value;
  }

  getText(key: string): Value | undefined {
    return this.entriesByHash.get(key.charCodeAt(0) === 0 ? `\0s${key}` : key)?.value;
  }

  has(key: Value, budget: Budget): boolean {
    return this.entriesByHash.has(hashKeyOf(key, budget));
  }

  set(key: Value, value: Value, budget: Budget): void {
    const hash = hashKeyOf(key, budget);
    this.checkMutable('insert into');
    const entry = this.entriesByHash.get(hash);
    if (entry !== undefined) {
      entry.value = value;
      return;
    }
    budget.allocate(entryBytes);
    this.entriesByHash.set(hash, { key, value });
  }

  delete(key: Value, budget: Budget): HashTableEntry | undefined {
    const hash = hashKeyOf(key, budget);
    this.checkMutable('delete from');
    const entry = this.entriesByHash.get(hash);
    this.entriesByHash.delete(hash);
    return entry;
  }

  clear(): void {
    this.checkMutable('clear');
    this.entriesByHash.clear();
  }

  entries(): IterableIterator<HashTableEntry> {
    return this.entriesByHash.values();
  }

  keys(): Value[] {
    return Array.from(this.entriesByHash.values(), ({ key }) => key);
  }

  iterateKeys(): ValueIterator {
    const entries = this.entriesByHash.values();
    if (!this.frozen) this.activeIterators++;
    let open = !this.frozen;
    return {
      next: () => {
        const { done, value } = entries.next();
        return done === true ? undefined : value.key;
      },
      close: () => {
        if (open) this.activeIterators--;
        open = false;
      },
    };
  }

  freeze(): void {
    if (this.frozen) return;
    this.frozen = true;
    for (const entry of this.entriesByHash.values()) {
      freeze(entry.key);
      freeze(entry.value);
    }
  }

  /** @throws StarlarkError when frozen, or while a loop goes over it. */
  checkMutable(verb: string): void {
    if (this.frozen) throw new StarlarkError(`cannot ${verb} frozen hash table`);
    if (this.activeIterators > 0) throw new StarlarkError(`cannot ${verb} hash table during iteration`);
  }
}
