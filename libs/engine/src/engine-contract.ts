import {
  type LifecycleChangeSource,
  type PackageObject,
  type PackageRevisionObject,
  type PackageRevisionResourcesObject,
} from '@porch/api';
import {
  type CachedPackageRevision,
  type OperationContext,
  type PackageRevisionFilter,
  type PackageRevisionSnapshot,
  type RecentPackageRevisionChanges,
  type PackageRevisionWatchCallback,
} from '@porch/repository';

export interface WriteOptions {
  /** Validate, run tasks and render, answer what would be stored, store nothing. */
  readonly dryRun?: boolean;
}

export interface UpdatePackageRevisionOptions extends WriteOptions {
  /** `approval` when the change comes through the approval subresource. */
  readonly source: LifecycleChangeSource;
}

export interface DeletePackageRevisionOptions extends WriteOptions {
  readonly preconditions?: { readonly resourceVersion?: string; readonly uid?: string };
}

export interface UpdatePackageResourcesResult {
  readonly object: PackageRevisionResourcesObject;
  readonly packageRevision: CachedPackageRevision;
}

/**
 * The package orchestration engine: lifecycle, drafts, validation and notification over repositories it reaches only
 * through the cache. Objects go in and come out as the API spells them; `object(...)` conversions are cheap and pure.
 *
 * Every operation rejects with a PorchError (`reason` and `code` are the HTTP truth) and leaves nothing behind then.
 */
export interface Engine {
  listPackageRevisions(filter: PackageRevisionFilter, context: OperationContext): Promise<PackageRevisionSnapshot>;
  getPackageRevision(namespace: string, name: string, context: OperationContext): Promise<CachedPackageRevision>;
  createPackageRevision(
    namespace: string,
    object: PackageRevisionObject,
    options: WriteOptions,
    context: OperationContext,
  ): Promise<PackageRevisionObject>;
  /** Metadata, lifecycle, and for drafts package metadata, gates, conditions and one new task. */
  updatePackageRevision(
    namespace: string,
    name: string,
    object: PackageRevisionObject,
    options: UpdatePackageRevisionOptions,
    context: OperationContext,
  ): Promise<PackageRevisionObject>;
  /** The object as it was; with finalizers left, as it is now, marked for deletion. */
  deletePackageRevision(
    namespace: string,
    name: string,
    options: DeletePackageRevisionOptions,
    context: OperationContext,
  ): Promise<PackageRevisionObject>;

  /** Contents of one revision as the API shows them. */
  getPackageResources(
    namespace: string,
    name: string,
    context: OperationContext,
  ): Promise<PackageRevisionResourcesObject>;
  packageResourcesOf(
    packageRevision: CachedPackageRevision,
    context: OperationContext,
  ): Promise<PackageRevisionResourcesObject>;
  /** Replaces a draft's contents and renders. @throws PorchError Invalid with details.renderStatus when it fails */
  updatePackageResources(
    namespace: string,
    name: string,
    object: PackageRevisionResourcesObject,
    options: WriteOptions,
    context: OperationContext,
  ): Promise<UpdatePackageResourcesResult>;

  listPackages(namespace: string | undefined, context: OperationContext): Promise<readonly PackageObject[]>;
  getPackage(namespace: string, name: string, context: OperationContext): Promise<PackageObject>;
  createPackage(namespace: string, object: PackageObject, context: OperationContext): Promise<PackageObject>;
  deletePackage(namespace: string, name: string, context: OperationContext): Promise<PackageObject>;

  /** Calls back for each change that matches, from now until the signal aborts or the callback returns false. */
  watchPackageRevisions(
    filter: PackageRevisionFilter,
    callback: PackageRevisionWatchCallback,
    signal: AbortSignal,
  ): void;
  /** The same as an async iteration, ended by the signal. */
  packageRevisionChanges(
    filter: PackageRevisionFilter,
    signal: AbortSignal,
  ): AsyncIterableIterator<Parameters<PackageRevisionWatchCallback>[0]>;

  /** What was announced before, as far as it is still kept: also by an earlier run and by other servers. */
  recentPackageRevisionChanges(versionsBack: number): Promise<RecentPackageRevisionChanges>;

  close(): Promise<void>;
}
