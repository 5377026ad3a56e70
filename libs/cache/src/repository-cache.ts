import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { type RepositoryObject, unavailable } from '@porch/api';
import {
  type CachedPackageRevision,
  type CachedRepository,
  type Clock,
  type ObjectStore,
  type OperationContext,
  type PackageKey,
  type PackageRevision,
  type PackageRevisionChange,
  type PackageRevisionFilter,
  type PackageRevisionSnapshot,
  type RecentPackageRevisionChanges,
  type RepositoryCache,
  type RepositoryCacheStatistics,
  type RepositoryHealth,
  type RepositoryKey,
  type RepositoryOpener,
  systemClock,
} from '@porch/repository';
import { concat, defer, from, type Observable, Subject } from 'rxjs';
import { abortable } from './abortable';
import { ContentsCache } from './contents-cache';
import { IndexFeed } from './index-feed';
import { ManagedRepository } from './managed-repository';
import { planPackageRemoval } from './package-edit';
import { RevisionIndex } from './revision-index';
import { RevisionWriter } from './revision-writer';
import { Slots } from './slots';
import { DEFAULT_CHECK_INTERVAL_MILLISECONDS, DEFAULT_SYNC_INTERVAL_MILLISECONDS } from './sync-schedule';
import { DEFAULT_LEASE_MILLISECONDS, SyncTurns } from './sync-turn';

export interface RepositoryCacheOptions {
  readonly store: ObjectStore;
  readonly opener: RepositoryOpener;
  readonly clock?: Clock;
  /** Names this server among those on the same store. A random one unless told. */
  readonly serverName?: string;
  /** How long a server that died keeps the others from a sync it was at; 15,000 unless told. */
  readonly leaseMilliseconds?: number;
  /** How many repositories are opened or synchronised at once; 50 unless told. */
  readonly maximumConcurrentSyncs?: number;
  /** After how long a sync no longer counts among those; 5,000 unless told. */
  readonly patienceMilliseconds?: number;
  /** How long opening and synchronising a repository may take; 120,000 unless told. */
  readonly syncTimeoutMilliseconds?: number;
  /** Between syncs of a repository without a schedule; an hour unless told. */
  readonly syncIntervalMilliseconds?: number;
  /** Between checks whether a remote is there and has changed; five minutes unless told. */
  readonly checkIntervalMilliseconds?: number;
  /** Bytes of package contents kept in memory; 64 MiB unless told. */
  readonly contentsBytes?: number;
}

/** A cache that knows everything that is stored, before any repository has answered. */
export async function createRepositoryCache(options: RepositoryCacheOptions): Promise<RepositoryCache> {
  const cache = new StoredRepositoryCache(options);
  await cache.start();
  return cache;
}

class StoredRepositoryCache implements RepositoryCache {
  readonly #index = new RevisionIndex();
  readonly #feed: IndexFeed;
  readonly #writer: RevisionWriter;
  readonly #contents: ContentsCache;
  readonly #slots: Slots;
  readonly #turns: SyncTurns;
  readonly #clock: Clock;
  readonly #repositories = new Map<string, ManagedRepository>();
  readonly #health = new Subject<RepositoryHealth>();
  readonly #closed = new AbortController();

  constructor(private readonly options: RepositoryCacheOptions) {
    const { store, clock = systemClock } = options;
    this.#clock = clock;
    const bytes = options.contentsBytes ?? 64 * 1024 * 1024;
    this.#contents = new ContentsCache(this.#closed.signal, bytes, (revision) => this.findSnapshot(revision));
    const load = (revision: CachedPackageRevision, context: OperationContext) => this.#contents.get(revision, context);
    this.#feed = new IndexFeed(store, this.#index, load, clock);
    this.#writer = new RevisionWriter(store, this.#index, this.#feed);
    this.#slots = new Slots(options.maximumConcurrentSyncs ?? 50, options.patienceMilliseconds ?? 5000, clock);
    this.#turns = new SyncTurns(
      store,
      options.serverName ?? randomUUID(),
      clock,
      options.leaseMilliseconds ?? DEFAULT_LEASE_MILLISECONDS,
    );
  }

  start(): Promise<void> {
    // Everything that waits for contents listens to it; that is no leak.
    setMaxListeners(0, this.#closed.signal);
    return this.#feed.start();
  }

  recentChanges(versionsBack: number): Promise<RecentPackageRevisionChanges> {
    return this.#feed.recentChanges(versionsBack);
  }

  get changes(): Observable<PackageRevisionChange> {
    return this.#feed.changes.asObservable();
  }

  get health(): Observable<RepositoryHealth> {
    const latest = defer(() => from([...this.#repositories.values()].map(({ health }) => health)));
    return concat(latest, this.#health);
  }

  statistics(): RepositoryCacheStatistics {
    const repositories = { Ready: 0, Reconciling: 0, Error: 0 };
    for (const { health } of this.#repositories.values()) repositories[health.state] += 1;
    return {
      resourceVersion: this.#feed.resourceVersion,
      repositories,
      packageRevisions: this.#index.size,
      contents: this.#contents.size,
    };
  }

  async openRepository(repository: RepositoryObject, context: OperationContext): Promise<CachedRepository> {
    context.signal.throwIfAborted();
    if (this.#closed.signal.aborted) throw unavailable('the cache is closed');
    const key = keyOf(repository);
    const known = this.#repositories.get(keyText(key));
    if (known && sameRemote(known.object, repository)) {
      known.apply(repository);
      return known.open(context.signal);
    }
    const managed = this.manage(key, repository);
    await known?.close();
    return managed.open(context.signal);
  }

  getRepository(key: RepositoryKey): CachedRepository | undefined {
    return this.#repositories.get(keyText(key))?.repository;
  }

  async closeRepository(key: RepositoryKey, context: OperationContext): Promise<void> {
    const managed = this.#repositories.get(keyText(key));
    this.#repositories.delete(keyText(key));
    await managed?.close();
    for (const packageName of this.#index.packageNames(key)) {
      context.signal.throwIfAborted();
      const packageKey = { repository: key, packageName };
      await this.#writer.write([{ key: packageKey, plan: (state) => planPackageRemoval(packageKey, state) }]);
    }
  }

  snapshot(filter: PackageRevisionFilter): PackageRevisionSnapshot {
    return {
      items: this.#index.select(filter),
      resourceVersion: this.#feed.resourceVersion,
      incomplete: [...this.#repositories.values()]
        .filter(
          ({ health, synchronized }) =>
            concerns(filter, health.repository) && (health.state === 'Error' || !synchronized),
        )
        .map(({ health }) => ({ repository: health.repository, message: health.message })),
    };
  }

  findDownstream(namespace: string, name: string): readonly CachedPackageRevision[] {
    return this.#index.downstream(namespace, name);
  }

  latestRevision(key: PackageKey): CachedPackageRevision | undefined {
    return this.#index.latest(key);
  }

  async syncRepository(key: RepositoryKey, context: OperationContext): Promise<void> {
    const managed = this.#repositories.get(keyText(key));
    if (!managed) throw notOpen(key);
    await abortable(managed.sync(), context.signal);
  }

  async close(): Promise<void> {
    this.#closed.abort();
    const managed = [...this.#repositories.values()];
    this.#repositories.clear();
    await Promise.all(managed.map((repository) => repository.close()));
    this.#feed.stop();
    this.#health.complete();
  }

  private manage(key: RepositoryKey, object: RepositoryObject): ManagedRepository {
    const managed = new ManagedRepository(
      {
        key,
        opener: this.options.opener,
        store: this.options.store,
        index: this.#index,
        feed: this.#feed,
        writer: this.#writer,
        slots: this.#slots,
        turns: this.#turns,
        clock: this.#clock,
        syncTimeoutMilliseconds: this.options.syncTimeoutMilliseconds ?? 120_000,
        syncIntervalMilliseconds: this.options.syncIntervalMilliseconds ?? DEFAULT_SYNC_INTERVAL_MILLISECONDS,
        checkIntervalMilliseconds: this.options.checkIntervalMilliseconds ?? DEFAULT_CHECK_INTERVAL_MILLISECONDS,
        contents: this.#contents,
        publishHealth: (health) => this.#health.next(health),
      },
      object,
    );
    this.#repositories.set(keyText(key), managed);
    return managed;
  }

  private async findSnapshot(revision: CachedPackageRevision): Promise<PackageRevision> {
    const managed = this.#repositories.get(keyText(revision.key.repository));
    if (!managed) throw notOpen(revision.key.repository);
    const repository = await managed.open(this.#closed.signal);
    return repository.resolve(revision, { signal: this.#closed.signal });
  }
}

function sameRemote(a: RepositoryObject, b: RepositoryObject): boolean {
  return a.metadata.uid === b.metadata.uid && JSON.stringify(a.spec.git) === JSON.stringify(b.spec.git);
}

function concerns(filter: PackageRevisionFilter, key: RepositoryKey): boolean {
  return (
    (filter.namespace === undefined || filter.namespace === key.namespace) &&
    (filter.repository === undefined || filter.repository === key.name)
  );
}

function notOpen(key: RepositoryKey): Error {
  return unavailable(
    `repository "${key.name}" in namespace "${key.namespace}" is not open; its registration may be gone`,
  );
}

function keyOf(repository: RepositoryObject): RepositoryKey {
  const { namespace = '', name = '' } = repository.metadata;
  return { namespace, name };
}

function keyText(key: RepositoryKey): string {
  return `${key.namespace}/${key.name}`;
}
