import { type CachedPackageRevision } from '@porch/repository';
import { RevisionList } from './revision-list';

/** What is in one namespace. */
interface NamespaceRevisions {
  readonly byName: Map<string, CachedPackageRevision>;
  readonly inOrder: RevisionList;
}

/** Revisions by namespace and name, in that order. */
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
    const within: NamespaceRevisions = this.#namespaces.get(namespace) ?? {
      byName: new Map(),
      inOrder: new RevisionList(),
    };
    this.#namespaces.set(namespace, within);
    const previous = within.byName.get(revision.name);
    within.byName.set(revision.name, revision);
    if (previous) {
      within.inOrder.replace(previous, revision);
    } else {
      within.inOrder.add(revision);
      this.#size += 1;
    }
    return previous;
  }

  /** @returns what was there */
  remove(namespace: string, name: string): CachedPackageRevision | undefined {
    const within = this.#namespaces.get(namespace);
    const previous = within?.byName.get(name);
    if (!within || !previous) return undefined;
    within.byName.delete(name);
    within.inOrder.remove(previous);
    if (within.byName.size === 0) this.#namespaces.delete(namespace);
    this.#size -= 1;
    return previous;
  }

  /** A namespace's revisions, or all, in order. What is returned stays as it is. */
  list(namespace: string | undefined): readonly CachedPackageRevision[] {
    if (namespace !== undefined) return this.#namespaces.get(namespace)?.inOrder.list() ?? [];
    return [...this.#namespaces].sort(byKey).flatMap(([, { inOrder }]) => inOrder.list());
  }
}

function byKey([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  return left < right ? -1 : 1;
}
