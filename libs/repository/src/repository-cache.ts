import { type RepositoryObject } from '@porch/api';
import { type Observable } from 'rxjs';
import { type OperationContext } from './operation-context';
import { type CachedPackageRevision, type PackageRevision, type PackageRevisionMetadata } from './package-revision';
import { type PackageRevisionDraft } from './package-revision-draft';
import { type PackageRevisionFilter } from './package-revision-filter';
import { type CloseDraftOptions, type Repository } from './repository';
import { type PackageKey, type RepositoryKey } from './keys';

/** Makes the adapter for a Repository object: git, or a fake. The cache is the only one that calls it. */
export interface RepositoryOpener {
  openRepository(repository: RepositoryObject, context: OperationContext): Promise<Repository>;
}

/** A repository seen through the cache: reads come from memory, results carry metadata. */
export interface CachedRepository extends Repository {
  listPackageRevisions(
    filter: PackageRevisionFilter,
    context: OperationContext,
  ): Promise<readonly CachedPackageRevision[]>;
  /**
   * Stores the draft and its metadata; resolves once the change can be read and has been announced.
   * `options.revision` is not needed: the next number of the package is computed here and never reused.
   */
  closePackageRevisionDraft(
    draft: PackageRevisionDraft,
    options: CloseDraftOptions & { readonly metadata?: PackageRevisionMetadata },
    context: OperationContext,
  ): Promise<CachedPackageRevision>;
  updateLifecycle(
    revision: PackageRevision,
    lifecycle: CachedPackageRevision['lifecycle'],
    context: OperationContext,
  ): Promise<CachedPackageRevision>;
  /** Replaces a revision's metadata. @throws PorchError Conflict when `resourceVersion` is no longer the stored one */
  updateMetadata(
    revision: CachedPackageRevision,
    metadata: PackageRevisionMetadata,
    context: OperationContext,
  ): Promise<CachedPackageRevision>;
  /** The Repository object it was opened from, as last applied. */
  readonly object: RepositoryObject;
}

export type PackageRevisionChangeType = 'Added' | 'Modified' | 'Deleted';

/**
 * One change that has already been applied: whoever is told can read it. Changes come in the order of their
 * resourceVersions, each exactly once, whoever caused them: an own write, a sync that found it, another server.
 */
export interface PackageRevisionChange {
  readonly type: PackageRevisionChangeType;
  /** After the change; for Deleted, as it last was, with the resourceVersion of its removal. */
  readonly packageRevision: CachedPackageRevision;
  /** Before the change; undefined for Added. */
  readonly previous: CachedPackageRevision | undefined;
}

/** The changes after one version up to another, all of them. */
export interface RecentPackageRevisionChanges {
  readonly after: string;
  readonly upTo: string;
  readonly changes: readonly PackageRevisionChange[];
}

/** A list with the version it is a snapshot of: every change announced later has a greater resourceVersion. */
export interface PackageRevisionSnapshot {
  /** In the order of namespace, then name, as lists are. */
  readonly items: readonly CachedPackageRevision[];
  readonly resourceVersion: string;
  /** Repositories that could not be read in time; their revisions are those last known. */
  readonly incomplete: readonly { readonly repository: RepositoryKey; readonly message: string }[];
}

/** How a repository fares, for its Repository object's status. */
export interface RepositoryHealth {
  readonly repository: RepositoryKey;
  readonly state: 'Ready' | 'Reconciling' | 'Error';
  readonly message: string;
  readonly packageCount: number;
  readonly branchVersion: string | undefined;
  readonly lastFullSyncTime: Date | undefined;
  readonly nextFullSyncTime: Date | undefined;
  readonly observedGeneration: number | undefined;
  readonly observedRunOnceAt: string | undefined;
}

/** How much a cache holds, for whoever watches over the process. */
export interface RepositoryCacheStatistics {
  /** The store's version that everything that can be read is at. */
  readonly resourceVersion: string;
  readonly repositories: Readonly<Record<RepositoryHealth['state'], number>>;
  readonly packageRevisions: number;
  /** Package contents kept in memory, and the bytes they may take at most. */
  readonly contents: { readonly entries: number; readonly bytes: number; readonly maximumBytes: number };
}

/** The engine's only way to repositories. */
export interface RepositoryCache {
  /** Resolves once the repository's first sync is done; concurrent opens share one. @throws PorchError when it cannot be opened */
  openRepository(repository: RepositoryObject, context: OperationContext): Promise<CachedRepository>;
  /** An opened repository; undefined when it is not registered or was never opened. */
  getRepository(key: RepositoryKey): CachedRepository | undefined;
  /** Forgets a repository: its revisions are announced Deleted, its stored metadata goes, git stays untouched. */
  closeRepository(key: RepositoryKey, context: OperationContext): Promise<void>;
  /** From memory and indexes, without waiting for any remote. */
  snapshot(filter: PackageRevisionFilter): PackageRevisionSnapshot;
  /** Revisions cloned or upgraded from the named one, in its namespace. */
  findDownstream(namespace: string, name: string): readonly CachedPackageRevision[];
  /** The latest published revision of a package. */
  latestRevision(key: PackageKey): CachedPackageRevision | undefined;
  /** Starts a full sync now; resolves when it is done. */
  syncRepository(key: RepositoryKey, context: OperationContext): Promise<void>;
  readonly changes: Observable<PackageRevisionChange>;
  /**
   * Changes that are still kept, from at most so many versions back up to what can be read now: also those from before
   * this server started, and other servers'.
   */
  recentChanges(versionsBack: number): Promise<RecentPackageRevisionChanges>;
  /** Every change of a repository's health, the latest first for each on subscription. */
  readonly health: Observable<RepositoryHealth>;
  /** Counted when asked for. */
  statistics(): RepositoryCacheStatistics;
  close(): Promise<void>;
}
