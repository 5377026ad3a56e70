import { type LabelSelector, matchesLabelSelector } from '@porch/api';
import { type ObjectListOptions } from '@porch/repository';
import { compareKeys, parseContinueToken, type ObjectKey } from '../object-key';
import { type StoredObject } from '../write-plan';

/** All objects of one resource, found by key and by label, listed in order. */
export class MemoryTable {
  readonly #rows = new Map<string, StoredObject>();
  readonly #byLabel = new Map<string, Set<string>>();
  #sorted: StoredObject[] | undefined;

  get(key: ObjectKey): StoredObject | undefined {
    return this.#rows.get(rowName(key));
  }

  put(stored: StoredObject): void {
    this.remove(stored.key);
    const name = rowName(stored.key);
    this.#rows.set(name, stored);
    for (const label of labelTexts(stored)) {
      const names = this.#byLabel.get(label) ?? new Set();
      this.#byLabel.set(label, names.add(name));
    }
    this.#sorted = undefined;
  }

  remove(key: ObjectKey): void {
    const name = rowName(key);
    const stored = this.#rows.get(name);
    if (!stored) return;
    this.#rows.delete(name);
    for (const label of labelTexts(stored)) {
      const names = this.#byLabel.get(label);
      names?.delete(name);
      if (names?.size === 0) this.#byLabel.delete(label);
    }
    this.#sorted = undefined;
  }

  /** Everything the options select, in order, from where they continue; their limit is not applied. */
  select(options: ObjectListOptions): StoredObject[] {
    const { namespace, name, labelSelector, continueAfter } = options;
    const after = continueAfter === undefined ? undefined : parseContinueToken('', continueAfter);
    return this.candidates(labelSelector).filter(
      (row) =>
        (namespace === undefined || row.key.namespace === namespace) &&
        (name === undefined || row.key.name === name) &&
        (after === undefined || compareKeys(row.key, after) > 0) &&
        (labelSelector === undefined || matchesLabelSelector(labelSelector, row.labels)),
    );
  }

  private candidates(selector: LabelSelector | undefined): StoredObject[] {
    for (const requirement of selector ?? []) {
      if (requirement.operator !== 'in') continue;
      const names = [...new Set(requirement.values)].flatMap((value) => [
        ...(this.#byLabel.get(`${requirement.key}=${value}`) ?? []),
      ]);
      return names.flatMap((name) => this.#rows.get(name) ?? []).sort((a, b) => compareKeys(a.key, b.key));
    }
    this.#sorted ??= [...this.#rows.values()].sort((a, b) => compareKeys(a.key, b.key));
    return this.#sorted;
  }
}

function rowName(key: ObjectKey): string {
  return `${key.namespace}/${key.name}`;
}

function labelTexts(stored: StoredObject): string[] {
  return Object.entries(stored.labels).map(([key, value]) => `${key}=${value}`);
}
