import { type CachedPackageRevision } from './package-revision';
import { type PackageRevisionChange, type PackageRevisionChangeType } from './repository-cache';
import { type PackageRevisionFilter } from './package-revision-filter';

/** Called for each matching change; returning false ends the watch. */
export type PackageRevisionWatchCallback = (change: PackageRevisionChange) => boolean | void;

/** Delivers package revision changes to whoever asked for them. */
export interface WatcherManager {
  /**
   * Registers a callback. It is called in the order of the changes, never concurrently with itself, and for no change
   * that was notified before. A change that makes a revision enter or leave the filter arrives as Added or Deleted.
   * The watch ends when `signal` aborts or the callback returns false or throws.
   */
  watchPackageRevisions(
    filter: PackageRevisionFilter,
    callback: PackageRevisionWatchCallback,
    signal: AbortSignal,
  ): void;
  /** Tells every watcher whose filter matches. Returns how many were told. Never throws, never waits for a watcher. */
  notifyPackageRevisionChange(
    type: PackageRevisionChangeType,
    packageRevision: CachedPackageRevision,
    previous?: CachedPackageRevision,
  ): number;
  /** Watchers still registered. */
  readonly size: number;
}
