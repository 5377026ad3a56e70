export { type Clock, systemClock } from './clock';
export { type Failpoint, failpoint } from './failpoint';
export {
  type FunctionInput,
  type FunctionOutput,
  type FunctionReference,
  type FunctionRunner,
  type FunctionRuntime,
} from './function-runtime';
export {
  packageLeaf,
  packageParentPath,
  packageRevisionName,
  type PackageKey,
  type PackageRevisionKey,
  type RepositoryKey,
} from './keys';
export {
  type ObjectChange,
  type ObjectList,
  type ObjectListOptions,
  type ObjectPreconditions,
  type ObjectStore,
  type ObjectWrite,
} from './object-store';
export { backgroundContext, type OperationContext, type UserInfo } from './operation-context';
export { type PackageRenderer, type RenderOutcome } from './package-renderer';
export { readKptfileSummary, summariseKptfile } from './summarise-kptfile';
export { packagePathProblem, packagePathsProblem } from './package-path';
export { fileText, type PackageFile, type PackageFileMode, type PackageResources, textFile } from './package-resources';
export {
  type CachedPackageRevision,
  type KptfileSummary,
  type PackageRevision,
  type PackageRevisionKind,
  type PackageRevisionMetadata,
} from './package-revision';
export { type PackageRevisionDraft } from './package-revision-draft';
export { matchesPackageRevision, type PackageRevisionFilter, visibleLabels } from './package-revision-filter';
export { type CloseDraftOptions, type Package, type Repository, type RepositoryProblem } from './repository';
export {
  type CachedRepository,
  type PackageRevisionChange,
  type PackageRevisionChangeType,
  type PackageRevisionSnapshot,
  type RecentPackageRevisionChanges,
  type RepositoryCache,
  type RepositoryCacheStatistics,
  type RepositoryHealth,
  type RepositoryOpener,
} from './repository-cache';
export {
  type Credential,
  type CredentialResolver,
  type FetchedPackage,
  type ReferenceResolver,
  type UpstreamFetcher,
  type UserInfoProvider,
} from './resolvers';
export { type PackageRevisionWatchCallback, type WatcherManager } from './watcher-manager';
