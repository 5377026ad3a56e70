import { CLOCK, OBJECT_STORE_CONTRACT, REPOSITORY_OPENER_CONTRACT } from '@porch/repository/di';
import { type RepositoryCache } from '@porch/repository';
import { ContainerModule, type ServiceIdentifier } from 'inversify';
import { createRepositoryCache, type RepositoryCacheOptions } from './repository-cache';

export const REPOSITORY_CACHE: ServiceIdentifier<RepositoryCache> = Symbol.for('@porch/cache/RepositoryCache');
/** Choices of whoever runs the cache. */
export type CacheSettings = Omit<RepositoryCacheOptions, 'store' | 'opener' | 'clock'>;
export const CACHE_SETTINGS: ServiceIdentifier<CacheSettings> = Symbol.for('@porch/cache/CacheSettings');

/** Binds {@link REPOSITORY_CACHE}, ready once `getAsync` resolves; needs a store, an opener, a clock, {@link CACHE_SETTINGS}. */
export const cacheModule = new ContainerModule(({ bind }) => {
  bind(REPOSITORY_CACHE)
    .toResolvedValue(
      (store, opener, clock, settings: CacheSettings) => createRepositoryCache({ store, opener, clock, ...settings }),
      [OBJECT_STORE_CONTRACT, REPOSITORY_OPENER_CONTRACT, CLOCK, CACHE_SETTINGS],
    )
    .inSingletonScope();
});
