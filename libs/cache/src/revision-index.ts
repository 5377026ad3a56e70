import {
  type CachedPackageRevision,
  matchesPackageRevision,
  type PackageKey,
  type PackageRevisionFilter,
  type RepositoryKey,
} from '@porch/repository';
import { latestOf, type PackageState } from './package-edit';
import { type PackageRecord } from './package-record';
import { type PackageEntry, RepositoryPackages } from './repository-packages';
import { isGroupFilter, RevisionGroups } from './revision-groups';
import { compareRevisions } from './revision-list';
import { SortedRevisions } from './sorted-revisions';

const NO_PACKAGE: PackageState = { revisions: new Map(), record: undefined };

/**
 * All known package revisions, in memory. Entries are immutable and replaced, so what a reader got stays what it was;
 * every lookup takes the most selective index its filter allows.
 */
export class RevisionIndex {
  readonly #all = new SortedRevisions();
  readonly #repositories = new Map<string, RepositoryPackages>();
  readonly #groups = new RevisionGroups();

  get size(): number {
    return this.#all.size;
  }

  get(namespace: string, name: string): CachedPackageRevision | undefined {
    return this.#all.get(namespace, name);
  }

  /** @returns what was there before */
  put(revision: CachedPackageRevision): CachedPackageRevision | undefined {
    const previous = this.#all.put(revision);
    this.#groups.move(previous, revision);
    this.changePackage(revision.key, revision.resourceVersion, (entry) => {
      entry.revisions.set(revision.name, revision);
      entry.latest = latestOf(entry.revisions.values());
    });
    return previous;
  }

  /** @returns what was there */
  remove(namespace: string, name: string, resourceVersion: string): CachedPackageRevision | undefined {
    const previous = this.#all.remove(namespace, name);
    if (!previous) return undefined;
    this.#groups.move(previous, undefined);
    this.changePackage(previous.key, resourceVersion, (entry) => {
      entry.revisions.delete(name);
      entry.latest = latestOf(entry.revisions.values());
    });
    return previous;
  }

  setRecord(key: PackageKey, record: PackageRecord | undefined, resourceVersion: string): void {
    this.changePackage(key, resourceVersion, (entry) => {
      entry.record = record;
    });
  }

  /** Every package record. */
  *records(): Iterable<{ readonly key: PackageKey; readonly record: PackageRecord }> {
    for (const [text, packages] of this.#repositories) {
      const slash = text.indexOf('/');
      const repository = { namespace: text.slice(0, slash), name: text.slice(slash + 1) };
      for (const [packageName, { record }] of packages) {
        if (record) yield { key: { repository, packageName }, record };
      }
    }
  }

  packageState(key: PackageKey): PackageState {
    return this.findPackage(key) ?? NO_PACKAGE;
  }

  /** 0 for a package that was never heard of, unless very many of its repository were removed. */
  packageChangedAt(key: PackageKey): number {
    return this.#repositories.get(repositoryText(key.repository))?.changedAt(key.packageName) ?? 0;
  }

  /** Full names of the packages of a repository, those that only have a record included. */
  packageNames(repository: RepositoryKey): string[] {
    const packages = this.#repositories.get(repositoryText(repository)) ?? [];
    return [...packages].flatMap(([name, entry]) => (entry.revisions.size > 0 || entry.record ? [name] : []));
  }

  countRevisions(repository: RepositoryKey): number {
    return this.#groups.get('repository', repository.namespace, repository.name)?.size ?? 0;
  }

  latest(key: PackageKey): CachedPackageRevision | undefined {
    return this.findPackage(key)?.latest;
  }

  /** Sorted by namespace, then name. What is returned stays as it is. */
  select(filter: PackageRevisionFilter): readonly CachedPackageRevision[] {
    const candidates = this.candidates(filter);
    if (candidates && isGroupFilter(filter)) return candidates;
    const revisions = candidates ?? this.#all.list(filter.namespace);
    if (isOnlyNamespace(filter)) return revisions;
    return revisions.filter((revision) => matchesPackageRevision(filter, revision));
  }

  /** Clones and upgrades of a revision, in its namespace. */
  downstream(namespace: string, name: string): readonly CachedPackageRevision[] {
    return this.#groups.get('upstream', namespace, name)?.list() ?? [];
  }

  /** Few revisions, in order, that hold every match; undefined when an index does not help. */
  private candidates(filter: PackageRevisionFilter): readonly CachedPackageRevision[] | undefined {
    const { namespace, name, repository, packageName } = filter;
    if (namespace !== undefined && name !== undefined) {
      const revision = this.get(namespace, name);
      return revision ? [revision] : [];
    }
    if (namespace !== undefined && repository !== undefined && packageName !== undefined) {
      const { revisions } = this.packageState({ repository: { namespace, name: repository }, packageName });
      return [...revisions.values()].sort(compareRevisions);
    }
    return this.#groups.candidates(filter, this.size);
  }

  private findPackage(key: PackageKey): PackageEntry | undefined {
    return this.#repositories.get(repositoryText(key.repository))?.get(key.packageName);
  }

  private changePackage(key: PackageKey, version: string, change: (entry: PackageEntry) => void): void {
    const text = repositoryText(key.repository);
    const packages = this.#repositories.get(text) ?? new RepositoryPackages();
    this.#repositories.set(text, packages);
    packages.change(key.packageName, Number(version), change);
  }
}

function repositoryText(key: RepositoryKey): string {
  return `${key.namespace}/${key.name}`;
}

function isOnlyNamespace(filter: PackageRevisionFilter): boolean {
  return Object.entries(filter).every(([field, value]) => field === 'namespace' || value === undefined);
}
