import { type CachedPackageRevision } from '@porch/repository';

/** Revisions by namespace and name, in that order. A namespace's list is sorted when it is first read. */
export class SortedRevisions {
  readonly #namespaces = new Map<string, NamespaceRevisions>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(namespace: string, name: string): CachedPackageRevision | undefined {
    return this.#namespaces.get(namespace)?.byName.get(name);
  }

  /** @returns what was there before */
  put(revision: CachedPackageRevision): CachedPackageRevision | undefined {
    const { namespace } = revision.key.repository;
    const within: NamespaceRevisions = this.#namespaces.get(namespace) ?? { byName: new Map(), sorted: undefined };
    this.#namespaces.set(namespace, within);
    const previous = within.byName.get(revision.name);
    within.byName.set(revision.name, revision);
    within.sorted?.splice(positionOf(within.sorted, revision.name), previous ? 1 : 0, revision);
    if (!previous) this.#size += 1;
    return previous;
  }

  /** @returns what was there */
  remove(namespace: string, name: string): CachedPackageRevision | undefined {
    const within = this.#namespaces.get(namespace);
    const previous = within?.byName.get(name);
    if (!within || !previous) return undefined;
    within.byName.delete(name);
    within.sorted?.splice(positionOf(within.sorted, name), 1);
    if (within.byName.size === 0) this.#namespaces.delete(namespace);
    this.#size -= 1;
    return previous;
  }

  /** A namespace's revisions, or all, in order. What is returned stays as it is. */
  list(namespace: string | undefined): CachedPackageRevision[] {
    if (namespace !== undefined) return sorted(this.#namespaces.get(namespace)).slice();
    return [...this.#namespaces.keys()].sort().flatMap((name) => sorted(this.#namespaces.get(name)));
  }
}

interface NamespaceRevisions {
  readonly byName: Map<string, CachedPackageRevision>;
  /** Undefined until somebody wants them in order; kept in order from then on. */
  sorted: CachedPackageRevision[] | undefined;
}

function sorted(within: NamespaceRevisions | undefined): readonly CachedPackageRevision[] {
  if (!within) return [];
  within.sorted ??= [...within.byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  return within.sorted;
}

/** Where a name is, or would be. */
function positionOf(revisions: readonly CachedPackageRevision[], name: string): number {
  let low = 0;
  let high = revisions.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((revisions[middle]?.name ?? '') < name) low = middle + 1;
    else high = middle;
  }
  return low;
}
