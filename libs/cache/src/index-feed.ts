import { isPorchError, type KubernetesObject, PACKAGE_REVS, unavailable } from '@porch/api';
import {
  type CachedPackageRevision,
  type Clock,
  failpoint,
  type ObjectChange,
  type ObjectStore,
  type PackageKey,
  packageRevisionName,
  type PackageRevisionChange,
  type RecentPackageRevisionChanges,
  type RepositoryKey,
} from '@porch/repository';
import { filter, firstValueFrom, map, Subject, takeWhile, toArray } from 'rxjs';
import { isObservedRevision } from './is-observed-revision';
import { fromPackageRecordObject, packageRecordName } from './package-record';
import { observeRevision } from './observed-revision';
import { fromPackageRev, PACKAGE_RECORDS, type PackageRev, repositoryOfPackageRev, toPackageRev } from './package-rev';
import { type RevisionIndex } from './revision-index';
import { type ContentsLoader } from './stored-revision';

const PAGE = 2000;
const RESTART_DELAY_MILLISECONDS = 1000;

/**
 * Keeps an index as the store is, by the store's change feed alone and in its order. Whatever is announced can be read.
 */
export class IndexFeed {
  readonly changes = new Subject<PackageRevisionChange>();
  readonly #stop = new AbortController();
  readonly #repositoryKeys = new Map<string, RepositoryKey>();
  #waiting: { readonly version: number; readonly resolve: () => void; readonly reject: (error: Error) => void }[] = [];
  #version = 0;

  constructor(
    private readonly store: ObjectStore,
    private readonly index: RevisionIndex,
    private readonly loadContents: ContentsLoader,
    private readonly clock: Clock,
  ) {}

  /** The store's version the index is at. */
  get resourceVersion(): string {
    return String(this.#version);
  }

  /** Reads everything that is stored, then follows; resolves when the index is up to date. */
  async start(): Promise<void> {
    const { version, newest } = await this.readAll();
    this.follow(version);
    await this.reached(newest);
  }

  /** Resolves when the index has applied everything up to a version. Rejects when the feed is stopped before. */
  reached(version: string): Promise<void> {
    const wanted = Number(version);
    if (wanted <= this.#version) return Promise.resolve();
    return new Promise((resolve, reject) => this.#waiting.push({ version: wanted, resolve, reject }));
  }

  /** Changes that the store still keeps, up to where the index is. */
  async recentChanges(versionsBack: number): Promise<RecentPackageRevisionChanges> {
    const upTo = this.#version;
    const oldest = Number(await this.store.oldestResourceVersion());
    const after = Math.min(upTo, Math.max(oldest, upTo - versionsBack));
    try {
      const changes = await this.changesBetween(after, upTo);
      return { after: String(after), upTo: String(upTo), changes };
    } catch (error) {
      if (!isPorchError(error) || error.reason !== 'Expired') throw error;
      return { after: String(upTo), upTo: String(upTo), changes: [] };
    }
  }

  stop(): void {
    this.#stop.abort();
    for (const { reject } of this.#waiting) reject(unavailable('the cache is closed'));
    this.#waiting = [];
    this.changes.complete();
  }

  private async changesBetween(after: number, upTo: number): Promise<PackageRevisionChange[]> {
    if (after >= upTo) return [];
    const changes = this.store.changes({ after: String(after) }).pipe(
      takeWhile(({ resourceVersion }) => Number(resourceVersion) < upTo, true),
      filter(({ resource, object }) => resource === PACKAGE_REVS && isPackageRev(object)),
      map((change) => this.toChange(change)),
      toArray(),
    );
    return firstValueFrom(changes);
  }

  private toChange({ type, object, previous, resourceVersion }: ObjectChange): PackageRevisionChange {
    const revision = this.toRevision(object);
    return {
      type,
      packageRevision: type === 'Deleted' ? removed(revision, resourceVersion) : revision,
      previous: previous && isPackageRev(previous) ? this.toRevision(previous) : undefined,
    };
  }

  private toRevision(object: KubernetesObject): CachedPackageRevision {
    return fromPackageRev(object, this.sharedKey(repositoryOfPackageRev(object)), this.loadContents);
  }

  private follow(after: string): void {
    const subscription = this.store.changes({ after }).subscribe({
      next: (change) => this.apply(change),
      error: (error: unknown) => this.restart(error),
    });
    this.#stop.signal.addEventListener('abort', () => subscription.unsubscribe(), { once: true });
  }

  /** The feed broke, or changes were compacted away before they could be read: what differs now is what happened. */
  private restart(error: unknown): void {
    const delay = isPorchError(error) && error.reason === 'Expired' ? 0 : RESTART_DELAY_MILLISECONDS;
    const again = () => {
      this.readAll().then(
        ({ version }) => this.follow(version),
        (failure: unknown) => this.restart(failure),
      );
    };
    this.clock.schedule(delay, again, this.#stop.signal);
  }

  private apply(change: ObjectChange): void {
    const version = Number(change.resourceVersion);
    if (version <= this.#version) return;
    if (change.resource === PACKAGE_REVS) {
      if (change.type === 'Deleted') this.removeRevision(change.object, change.resourceVersion);
      else this.putRevision(change.object);
    } else if (change.resource === PACKAGE_RECORDS) {
      this.putRecord(change.object, change.type === 'Deleted');
    }
    this.advance(version);
  }

  private advance(version: number): void {
    this.#version = version;
    if (this.#waiting.length === 0) return;
    const reached = this.#waiting.filter((waiter) => waiter.version <= version);
    this.#waiting = this.#waiting.filter((waiter) => waiter.version > version);
    for (const { resolve } of reached) resolve();
  }

  private putRevision(object: KubernetesObject): void {
    if (!isPackageRev(object)) return this.mend(object);
    const revision = this.toRevision(object);
    const known = this.index.get(revision.key.repository.namespace, revision.name);
    if (known && Number(known.resourceVersion) >= Number(revision.resourceVersion)) return;
    const previous = this.index.put(revision);
    failpoint('event.before');
    this.changes.next({ type: previous ? 'Modified' : 'Added', packageRevision: revision, previous });
    failpoint('event.after');
  }

  /**
   * A row that a client wrote and nobody can use is made what it was, so that its revision stays in lists. One that
   * stood for nothing known is taken away: it must not stand in the way of the one the next sync writes. When somebody
   * is faster, theirs is the row to look at.
   */
  private mend({ metadata: { namespace = '', name = '', resourceVersion } }: KubernetesObject): void {
    const preconditions = resourceVersion === undefined ? {} : { resourceVersion };
    const known = this.index.get(namespace, name);
    const mended = known
      ? this.store.update(PACKAGE_REVS, packageRevOf(known), preconditions)
      : this.store.delete(PACKAGE_REVS, namespace, name, preconditions);
    mended.catch(() => undefined);
  }

  private removeRevision(object: KubernetesObject, resourceVersion: string): void {
    const { namespace = '', name = '' } = object.metadata;
    const previous = this.index.remove(namespace, name, resourceVersion);
    if (!previous) return;
    this.changes.next({ type: 'Deleted', packageRevision: removed(previous, resourceVersion), previous });
  }

  private putRecord(object: KubernetesObject, deleted: boolean): void {
    const record = fromPackageRecordObject(object);
    const key: PackageKey = {
      repository: this.sharedKey(repositoryOfPackageRev(object)),
      packageName: record.packageName,
    };
    this.index.setRecord(key, deleted ? undefined : record, record.resourceVersion);
  }

  /**
   * Makes the index what is stored, announcing the differences. Rows may be newer than the version it returns; the feed
   * from there passes over what is known already.
   */
  private async readAll(): Promise<{ version: string; newest: string }> {
    const version = await this.store.currentResourceVersion();
    const revisions = await this.listAll(PACKAGE_REVS);
    const records = await this.listAll(PACKAGE_RECORDS);
    this.forgetRecordsExcept(records);
    records.forEach((object) => this.putRecord(object, false));
    const [upToVersion, later] = partition(revisions.sort(byVersion), (object) => versionOf(object) <= Number(version));
    upToVersion.forEach((object) => this.putRevision(object));
    this.removeRevisionsExcept(revisions, version);
    later.forEach((object) => this.putRevision(object));
    this.advance(Math.max(this.#version, Number(version)));
    const newest = Math.max(Number(version), ...revisions.slice(-1).map(versionOf));
    return { version, newest: String(newest) };
  }

  private removeRevisionsExcept(kept: readonly KubernetesObject[], version: string): void {
    const present = new Set(kept.map(identity));
    for (const revision of this.index.select({})) {
      const object = { apiVersion: '', kind: '', metadata: { ...revision.key.repository, name: revision.name } };
      if (!present.has(identity(object))) this.removeRevision(object, version);
    }
  }

  private forgetRecordsExcept(kept: readonly KubernetesObject[]): void {
    const present = new Set(kept.map(identity));
    for (const { key, record } of this.index.records()) {
      const name = packageRecordName(key);
      if (present.has(`${key.repository.namespace}/${name}`)) continue;
      this.index.setRecord(key, undefined, record.resourceVersion);
    }
  }

  private async listAll(resource: string): Promise<KubernetesObject[]> {
    const all: KubernetesObject[] = [];
    let continueAfter: string | undefined;
    do {
      const page = await this.store.list(resource, { limit: PAGE, ...(continueAfter ? { continueAfter } : {}) });
      all.push(...page.items);
      continueAfter = page.continueAfter;
    } while (continueAfter !== undefined);
    return all;
  }

  private sharedKey(key: RepositoryKey): RepositoryKey {
    const text = `${key.namespace}/${key.name}`;
    const shared = this.#repositoryKeys.get(text) ?? key;
    this.#repositoryKeys.set(text, shared);
    return shared;
  }
}

function removed(previous: CachedPackageRevision, resourceVersion: string): CachedPackageRevision {
  return { ...previous, resourceVersion, getResources: (context) => previous.getResources(context) };
}

function packageRevOf(revision: CachedPackageRevision): PackageRev {
  const { key, creationTimestamp, metadata } = revision;
  const observed = observeRevision(revision, revision);
  return toPackageRev({ repository: key.repository, creationTimestamp, metadata, observed });
}

function isPackageRev(object: KubernetesObject): boolean {
  const { observed } = object;
  if (!isObservedRevision(observed)) return false;
  const { packageName, workspaceName } = observed;
  const key = { repository: repositoryOfPackageRev(object), packageName, workspaceName };
  return object.metadata.name === packageRevisionName(key);
}

function identity(object: KubernetesObject): string {
  return `${object.metadata.namespace}/${object.metadata.name}`;
}

function byVersion(a: KubernetesObject, b: KubernetesObject): number {
  return versionOf(a) - versionOf(b);
}

function partition<T>(items: readonly T[], belongs: (item: T) => boolean): [T[], T[]] {
  return [items.filter(belongs), items.filter((item) => !belongs(item))];
}

function versionOf(object: KubernetesObject): number {
  return Number(object.metadata.resourceVersion);
}
