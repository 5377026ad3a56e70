import { systemClock } from '@porch/repository';
import { createInMemoryRepositoryOpener } from '@porch/repository/testing';
import { Container } from 'inversify';
import { createCacheModule, REPOSITORY_CACHE } from './di';
import { createScratchStore } from './store.fixture';

describe('the cache module', () => {
  it('binds one cache that is ready', async () => {
    const container = new Container();
    const store = Symbol('store');
    const opener = Symbol('opener');
    container.bind(store).toConstantValue(createScratchStore(systemClock));
    container.bind(opener).toConstantValue(createInMemoryRepositoryOpener());
    await container.load(createCacheModule({ store, opener }));
    const cache = await container.getAsync(REPOSITORY_CACHE);
    expect(cache.snapshot({}).items).toEqual([]);
    expect(await container.getAsync(REPOSITORY_CACHE)).toBe(cache);
    await cache.close();
  });
});
