import {
  type CachedPackageRevision,
  matchesPackageRevision,
  type PackageKey,
  type PackageRevisionFilter,
  type RepositoryKey,
  visibleLabels,
} from '@porch/repository';
import { latestOf, type PackageState } from './package-edit';
import { type PackageRecord } from './package-record';
import { SortedRevisions } from './sorted-revisions';
import { upstreamNames } from './upstream-names';

/** What the index keeps of a package. */
interface PackageEntry {
  readonly revisions: Map<string, CachedPackageRevision>;
  record: PackageRecord | undefined;
  latest: CachedPackageRevision | undefined;
  /** The version of the last change to any row of the package, removals included. */
  changedAt: number;
}

const NO_PACKAGE: PackageState = { revisions: new Map(), record: undefined };

/**
 * All known package revisions, in memory. Entries are immutable and replaced, so what a reader got stays what it was;
 * every lookup takes the most selective index its filter allows.
 */
export class RevisionIndex {
  readonly #all = new SortedRevisions();
  readonly #repositories = new Map<string, Map<string, PackageEntry>>();
  readonly #groups = new Map<string, Set<CachedPackageRevision>>();

  get size(): number {
    return this.#all.size;
  }

  get(namespace: string, name: string): CachedPackageRevision | undefined {
    return this.#all.get(namespace, name);
  }

  /** @returns what was there before */
  put(revision: CachedPackageRevision): CachedPackageRevision | undefined {
    const previous = this.#all.put(revision);
    if (previous) this.leaveGroups(previous);
    for (const group of groupsOf(revision)) {
      const members = this.#groups.get(group) ?? new Set();
      this.#groups.set(group, members.add(revision));
    }
    const entry = this.packageEntry(revision.key);
    entry.revisions.set(revision.name, revision);
    entry.latest = latestOf(entry.revisions.values());
    entry.changedAt = Number(revision.resourceVersion);
    return previous;
  }

  /** @returns what was there */
  remove(namespace: string, name: string, resourceVersion: string): CachedPackageRevision | undefined {
    const previous = this.#all.remove(namespace, name);
    if (!previous) return undefined;
    this.leaveGroups(previous);
    const entry = this.packageEntry(previous.key);
    entry.revisions.delete(name);
    entry.latest = latestOf(entry.revisions.values());
    entry.changedAt = Number(resourceVersion);
    return previous;
  }

  setRecord(key: PackageKey, record: PackageRecord | undefined, resourceVersion: string): void {
    const entry = this.packageEntry(key);
    entry.record = record;
    entry.changedAt = Number(resourceVersion);
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

  /** 0 for a package that was never heard of. */
  packageChangedAt(key: PackageKey): number {
    return this.findPackage(key)?.changedAt ?? 0;
  }

  /** Full names of the packages of a repository, those that only have a record included. */
  packageNames(repository: RepositoryKey): string[] {
    const packages = this.#repositories.get(repositoryText(repository)) ?? new Map<string, PackageEntry>();
    return [...packages].flatMap(([name, entry]) => (entry.revisions.size > 0 || entry.record ? [name] : []));
  }

  countRevisions(repository: RepositoryKey): number {
    return this.#groups.get(group('repository', repository.namespace, repository.name))?.size ?? 0;
  }

  latest(key: PackageKey): CachedPackageRevision | undefined {
    return this.findPackage(key)?.latest;
  }

  /** Sorted by namespace, then name. */
  select(filter: PackageRevisionFilter): readonly CachedPackageRevision[] {
    const matches = (revision: CachedPackageRevision) => matchesPackageRevision(filter, revision);
    const candidates = this.candidates(filter);
    if (candidates) return candidates.filter(matches).sort(inOrder);
    const all = this.#all.list(filter.namespace);
    return isOnlyNamespace(filter) ? all : all.filter(matches);
  }

  /** Clones and upgrades of a revision, in its namespace. */
  downstream(namespace: string, name: string): readonly CachedPackageRevision[] {
    return [...(this.#groups.get(group('upstream', namespace, name)) ?? [])];
  }

  /** The smallest set that holds every match; undefined when that is everything. */
  private candidates(filter: PackageRevisionFilter): CachedPackageRevision[] | undefined {
    const { namespace, name, repository, packageName } = filter;
    if (namespace !== undefined && name !== undefined) {
      const revision = this.get(namespace, name);
      return revision ? [revision] : [];
    }
    if (namespace !== undefined && repository !== undefined && packageName !== undefined) {
      return [...this.packageState({ repository: { namespace, name: repository }, packageName }).revisions.values()];
    }
    const sets = wantedGroups(filter).map((wanted) => wanted.map((text) => this.#groups.get(text)));
    let smallest: CachedPackageRevision[] | undefined;
    let smallestSize = this.size;
    for (const set of sets) {
      const size = set.reduce((sum, members) => sum + (members?.size ?? 0), 0);
      if (size >= smallestSize) continue;
      smallestSize = size;
      smallest = set.flatMap((members) => [...(members ?? [])]);
    }
    return smallest;
  }

  private leaveGroups(revision: CachedPackageRevision): void {
    for (const text of groupsOf(revision)) {
      const members = this.#groups.get(text);
      members?.delete(revision);
      if (members?.size === 0) this.#groups.delete(text);
    }
  }

  private findPackage(key: PackageKey): PackageEntry | undefined {
    return this.#repositories.get(repositoryText(key.repository))?.get(key.packageName);
  }

  private packageEntry(key: PackageKey): PackageEntry {
    const text = repositoryText(key.repository);
    const packages = this.#repositories.get(text) ?? new Map<string, PackageEntry>();
    this.#repositories.set(text, packages);
    const found = packages.get(key.packageName);
    if (found) return found;
    const entry: PackageEntry = { revisions: new Map(), record: undefined, latest: undefined, changedAt: 0 };
    packages.set(key.packageName, entry);
    return entry;
  }
}

type GroupKind = 'repository' | 'package' | 'workspace' | 'lifecycle' | 'label' | 'upstream';

/** The groups a revision is found in. The namespace is part of each, since that is what nearly all lists ask for. */
function groupsOf(revision: CachedPackageRevision): string[] {
  const { namespace, name } = revision.key.repository;
  const { packageName, workspaceName } = revision.key;
  return [
    group('repository', namespace, name),
    group('package', namespace, packageName),
    group('workspace', namespace, workspaceName),
    group('lifecycle', namespace, revision.lifecycle),
    ...Object.entries(visibleLabels(revision)).map(([key, value]) => group('label', namespace, `${key}=${value}`)),
    ...upstreamNames(revision).map((upstream) => group('upstream', namespace, upstream)),
  ];
}

/** For each condition of a filter that has an index, the groups of which a match is in one. */
function wantedGroups(filter: PackageRevisionFilter): string[][] {
  const { namespace } = filter;
  if (namespace === undefined) return [];
  const wanted: string[][] = [];
  const want = (kind: GroupKind, values: readonly string[]) =>
    wanted.push([...new Set(values)].map((value) => group(kind, namespace, value)));
  if (filter.repository !== undefined) want('repository', [filter.repository]);
  if (filter.packageName !== undefined) want('package', [filter.packageName]);
  if (filter.workspaceName !== undefined) want('workspace', [filter.workspaceName]);
  if (filter.lifecycles !== undefined) want('lifecycle', filter.lifecycles);
  for (const requirement of filter.labelSelector ?? []) {
    if (requirement.operator !== 'in') continue;
    want(
      'label',
      requirement.values.map((value) => `${requirement.key}=${value}`),
    );
  }
  return wanted;
}

function group(kind: GroupKind, namespace: string, value: string): string {
  return `${kind}\n${namespace}\n${value}`;
}

function repositoryText(key: RepositoryKey): string {
  return `${key.namespace}/${key.name}`;
}

function inOrder(a: CachedPackageRevision, b: CachedPackageRevision): number {
  const [first, second] = [a.key.repository.namespace, b.key.repository.namespace];
  if (first !== second) return first < second ? -1 : 1;
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

function isOnlyNamespace(filter: PackageRevisionFilter): boolean {
  return Object.entries(filter).every(([field, value]) => field === 'namespace' || value === undefined);
}
