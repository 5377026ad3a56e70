import { systemClock } from '@porch/repository';
import { CLOCK, OBJECT_STORE_CONTRACT, REPOSITORY_OPENER_CONTRACT } from '@porch/repository/di';
import { createInMemoryRepositoryOpener } from '@porch/repository/testing';
import { Container } from 'inversify';
import { CACHE_SETTINGS, cacheModule, REPOSITORY_CACHE } from './di';
import { createScratchStore } from './store.fixture';

describe('the cache module', () => {
  it('binds one cache that is ready', async () => {
    const container = new Container();
    container.bind(OBJECT_STORE_CONTRACT).toConstantValue(createScratchStore(systemClock));
    container.bind(REPOSITORY_OPENER_CONTRACT).toConstantValue(createInMemoryRepositoryOpener());
    container.bind(CLOCK).toConstantValue(systemClock);
    container.bind(CACHE_SETTINGS).toConstantValue({});
    await container.load(cacheModule);
    const cache = await container.getAsync(REPOSITORY_CACHE);
    expect(cache.snapshot({}).items).toEqual([]);
    expect(await container.getAsync(REPOSITORY_CACHE)).toBe(cache);
    await cache.close();
  });
});
