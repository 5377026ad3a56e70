import { type ServiceIdentifier } from 'inversify';
import { type Clock } from './clock';
import { type FunctionRuntime } from './function-runtime';
import { type ObjectStore } from './object-store';
import { type PackageRenderer } from './package-renderer';
import { type RepositoryCache, type RepositoryOpener } from './repository-cache';
import {
  type CredentialResolver,
  type ReferenceResolver,
  type UpstreamFetcher,
  type UserInfoProvider,
} from './resolvers';
import { type WatcherManager } from './watcher-manager';

/**
 * Tokens of the contracts. A library that needs a contract asks for these; an app aliases each to the token of the
 * library that implements it (`bind(WATCHER_MANAGER_CONTRACT).toService(WATCHER_MANAGER)`).
 */
export const CLOCK: ServiceIdentifier<Clock> = Symbol.for('@porch/repository/Clock');
export const FUNCTION_RUNTIME_CONTRACT: ServiceIdentifier<FunctionRuntime> = Symbol.for(
  '@porch/repository/FunctionRuntime',
);
export const OBJECT_STORE_CONTRACT: ServiceIdentifier<ObjectStore> = Symbol.for('@porch/repository/ObjectStore');
export const PACKAGE_RENDERER_CONTRACT: ServiceIdentifier<PackageRenderer> = Symbol.for(
  '@porch/repository/PackageRenderer',
);
export const REPOSITORY_CACHE_CONTRACT: ServiceIdentifier<RepositoryCache> = Symbol.for(
  '@porch/repository/RepositoryCache',
);
export const REPOSITORY_OPENER_CONTRACT: ServiceIdentifier<RepositoryOpener> = Symbol.for(
  '@porch/repository/RepositoryOpener',
);
export const CREDENTIAL_RESOLVER_CONTRACT: ServiceIdentifier<CredentialResolver> = Symbol.for(
  '@porch/repository/CredentialResolver',
);
export const REFERENCE_RESOLVER_CONTRACT: ServiceIdentifier<ReferenceResolver> = Symbol.for(
  '@porch/repository/ReferenceResolver',
);
export const UPSTREAM_FETCHER_CONTRACT: ServiceIdentifier<UpstreamFetcher> = Symbol.for(
  '@porch/repository/UpstreamFetcher',
);
export const USER_INFO_PROVIDER_CONTRACT: ServiceIdentifier<UserInfoProvider> = Symbol.for(
  '@porch/repository/UserInfoProvider',
);
export const WATCHER_MANAGER_CONTRACT: ServiceIdentifier<WatcherManager> = Symbol.for(
  '@porch/repository/WatcherManager',
);
