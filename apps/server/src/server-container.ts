import 'reflect-metadata';
import { CACHE_SETTINGS, cacheModule, type CacheSettings, REPOSITORY_CACHE } from '@porch/cache/di';
import { type WorkloadIdentity } from '@porch/credentials';
import { CREDENTIAL_RESOLVER, credentialsModule, WORKLOAD_IDENTITY } from '@porch/credentials/di';
import { contextUserInfoProvider } from '@porch/engine';
import { ENGINE_SETTINGS, engineModule, REFERENCE_RESOLVER } from '@porch/engine/di';
import { type Clock, type ObjectStore, type PackageRenderer, systemClock } from '@porch/repository';
import {
  CLOCK,
  CREDENTIAL_RESOLVER_CONTRACT,
  OBJECT_STORE_CONTRACT,
  PACKAGE_RENDERER_CONTRACT,
  REFERENCE_RESOLVER_CONTRACT,
  REPOSITORY_CACHE_CONTRACT,
  REPOSITORY_OPENER_CONTRACT,
  UPSTREAM_FETCHER_CONTRACT,
  USER_INFO_PROVIDER_CONTRACT,
  WATCHER_MANAGER_CONTRACT,
} from '@porch/repository/di';
import { type DraftKeeping, type GitLimits, type GitOperationObserver, type UrlPolicy } from '@porch/repository-git';
import {
  GIT_REPOSITORY_OPENER,
  GIT_REPOSITORY_SETTINGS,
  GIT_UPSTREAM_FETCHER,
  gitRepositoryModule,
} from '@porch/repository-git/di';
import { taskHandlerModule } from '@porch/task-handler/di';
import { WATCHER_MANAGER, watcherModule } from '@porch/watcher/di';
import { Container } from 'inversify';

/** What the container cannot make itself: it was opened before, or is a choice of the administrator. */
export interface ServerParts {
  readonly store: ObjectStore;
  readonly renderer: PackageRenderer;
  readonly gitCacheDirectory: string;
  readonly drafts?: DraftKeeping;
  readonly allowedLocalDirectories: readonly string[];
  readonly urlPolicy?: Partial<UrlPolicy>;
  readonly gitLimits?: Partial<GitLimits>;
  readonly gitObserver?: GitOperationObserver;
  readonly workloadIdentity?: WorkloadIdentity | undefined;
  readonly relaxReadinessGates: boolean;
  readonly sharedUpstreamNamespaces: readonly string[];
  readonly cacheSettings?: CacheSettings;
  readonly clock?: Clock;
}

/** Everything between the store and the HTTP handler, wired. Resolve asynchronously: the cache loads what is stored. */
export async function buildServerContainer(parts: ServerParts): Promise<Container> {
  const container = new Container({ defaultScope: 'Singleton' });
  const modules = [watcherModule, credentialsModule, gitRepositoryModule, cacheModule, taskHandlerModule, engineModule];
  for (const module of modules) await container.load(module);

  container.bind(CLOCK).toConstantValue(parts.clock ?? systemClock);
  container.bind(OBJECT_STORE_CONTRACT).toConstantValue(parts.store);
  container.bind(PACKAGE_RENDERER_CONTRACT).toConstantValue(parts.renderer);
  container.bind(USER_INFO_PROVIDER_CONTRACT).toConstantValue(contextUserInfoProvider);

  if (parts.workloadIdentity) container.bind(WORKLOAD_IDENTITY).toConstantValue(parts.workloadIdentity);

  container.bind(ENGINE_SETTINGS).toConstantValue({
    relaxReadinessGates: parts.relaxReadinessGates,
    sharedUpstreamNamespaces: parts.sharedUpstreamNamespaces,
  });
  container.bind(CACHE_SETTINGS).toConstantValue(parts.cacheSettings ?? {});
  container.bind(GIT_REPOSITORY_SETTINGS).toConstantValue({
    cacheDirectory: parts.gitCacheDirectory,
    allowedLocalDirectories: parts.allowedLocalDirectories,
    ...(parts.drafts ? { drafts: parts.drafts } : {}),
    ...(parts.gitLimits ? { limits: parts.gitLimits } : {}),
    ...(parts.gitObserver ? { observer: parts.gitObserver } : {}),
    ...(parts.urlPolicy ? { urlPolicy: parts.urlPolicy } : {}),
  });

  container.bind(WATCHER_MANAGER_CONTRACT).toService(WATCHER_MANAGER);
  container.bind(CREDENTIAL_RESOLVER_CONTRACT).toService(CREDENTIAL_RESOLVER);
  container.bind(REFERENCE_RESOLVER_CONTRACT).toService(REFERENCE_RESOLVER);
  container.bind(REPOSITORY_OPENER_CONTRACT).toService(GIT_REPOSITORY_OPENER);
  container.bind(UPSTREAM_FETCHER_CONTRACT).toService(GIT_UPSTREAM_FETCHER);
  container.bind(REPOSITORY_CACHE_CONTRACT).toService(REPOSITORY_CACHE);
  return container;
}
