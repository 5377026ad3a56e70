import { type CachedPackageRevision } from '@porch/repository';

/** Revisions by namespace and name, kept in that order. A namespace's list is sorted when it is next read. */
export class SortedRevisions {
  readonly #namespaces = new Map<string, NamespaceRevisions>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(namespace: string, name: string): CachedPackageRevision | undefined {
    return this.#namespaces.get(namespace)?.byName.get(name);
  }

  put(revision: CachedPackageRevision): CachedPackageRevision | undefined {
    const { namespace } = revision.key.repository;
    const within: NamespaceRevisions = this.#namespaces.get(namespace) ?? { byName: new Map(), names: undefined };
    this.#namespaces.set(namespace, within);
    const previous = within.byName.get(revision.name);
    within.byName.set(revision.name, revision);
    if (!previous) {
      insertSorted(within.names, revision.name);
      this.#size += 1;
    }
    return previous;
  }

  remove(namespace: string, name: string): CachedPackageRevision | undefined {
    const within = this.#namespaces.get(namespace);
    const previous = within?.byName.get(name);
    if (!within || !previous) return undefined;
    within.byName.delete(name);
    within.names?.splice(positionOf(within.names, name), 1);
    if (within.byName.size === 0) this.#namespaces.delete(namespace);
    this.#size -= 1;
    return previous;
  }

  select(matches: (revision: CachedPackageRevision) => boolean): CachedPackageRevision[] {
    const selected: CachedPackageRevision[] = [];
    for (const namespace of [...this.#namespaces.keys()].sort()) {
      const within = this.#namespaces.get(namespace);
      if (!within) continue;
      within.names ??= [...within.byName.keys()].sort();
      for (const name of within.names) {
        const revision = within.byName.get(name);
        if (revision && matches(revision)) selected.push(revision);
      }
    }
    return selected;
  }
}

interface NamespaceRevisions {
  readonly byName: Map<string, CachedPackageRevision>;
  /** Undefined until somebody wants them in order; kept in order from then on. */
  names: string[] | undefined;
}

function insertSorted(names: string[] | undefined, name: string): void {
  names?.splice(positionOf(names, name), 0, name);
}

/** Where a name is, or would be. */
function positionOf(names: readonly string[], name: string): number {
  let low = 0;
  let high = names.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((names[middle] ?? '') < name) low = middle + 1;
    else high = middle;
  }
  return low;
}
