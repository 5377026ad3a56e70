import { type Clock, type ObjectStore, type RepositoryCache, type RepositoryOpener } from '@porch/repository';
import { ContainerModule, type ServiceIdentifier } from 'inversify';
import { createRepositoryCache, type RepositoryCacheOptions } from './repository-cache';

/** What the cache needs: bind these before asking for {@link REPOSITORY_CACHE}. */
export interface CacheDependencies {
  readonly store: ServiceIdentifier<ObjectStore>;
  readonly opener: ServiceIdentifier<RepositoryOpener>;
  readonly clock?: ServiceIdentifier<Clock>;
}

export const REPOSITORY_CACHE: ServiceIdentifier<RepositoryCache> = Symbol.for('@porch/cache/RepositoryCache');

type CacheSettings = Omit<RepositoryCacheOptions, 'store' | 'opener' | 'clock'>;

/** Binds {@link REPOSITORY_CACHE}, which is ready when `getAsync` resolves. */
export function createCacheModule(dependencies: CacheDependencies, settings: CacheSettings = {}): ContainerModule {
  const { store, opener, clock } = dependencies;
  return new ContainerModule(({ bind }) => {
    bind(REPOSITORY_CACHE)
      .toResolvedValue(
        (objectStore: ObjectStore, repositoryOpener: RepositoryOpener, ...clocks: Clock[]) =>
          createRepositoryCache({
            store: objectStore,
            opener: repositoryOpener,
            ...(clocks[0] ? { clock: clocks[0] } : {}),
            ...settings,
          }),
        [store, opener, ...(clock ? [clock] : [])] as never,
      )
      .inSingletonScope();
  });
}
