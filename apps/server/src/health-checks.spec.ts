import { createRepositoryCache } from '@porch/cache';
import { createInMemoryRepositoryOpener } from '@porch/repository/testing';
import { createMemoryStore } from '@porch/store';
import { createHealthChecks } from './health-checks';

describe("the server's health checks", () => {
  const check = (name: string, ...parts: Parameters<typeof createHealthChecks>) => {
    const found = createHealthChecks(...parts).find((candidate) => candidate.name === name);
    return async (signal = new AbortController().signal) => found?.check(signal);
  };
  const cacheAt = (...versions: string[]) => ({
    statistics: () => ({
      resourceVersion: versions.length > 1 ? (versions.shift() ?? '') : (versions[0] ?? ''),
      repositories: { Ready: 0, Reconciling: 0, Error: 0 },
      packageRevisions: 0,
      contents: { entries: 0, bytes: 0, maximumBytes: 0 },
    }),
  });

  it('pass on a real store and cache, also just after a write', async () => {
    const store = createMemoryStore();
    const cache = await createRepositoryCache({ store, opener: createInMemoryRepositoryOpener() });
    await store.create('secrets', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', namespace: 'ns' } });
    await check('store', store, cache)();
    await check('cache', store, cache)();
    await cache.close();
    await store.close();
  });

  it('fail both when the store does', async () => {
    const store = { currentResourceVersion: () => Promise.reject(new Error('down')) };
    await expect(check('store', store, cacheAt('1'))()).rejects.toThrow('down');
    await expect(check('cache', store, cacheAt('1'))()).rejects.toThrow('down');
  });

  it('wait for a cache that is catching up, and fail when it does not', async () => {
    const store = { currentResourceVersion: () => Promise.resolve('1002') };
    await check('cache', store, cacheAt('999', '1001', '1002'))();
    const late = new AbortController();
    const waiting = check('cache', store, cacheAt('999'))(late.signal);
    late.abort();
    await expect(waiting).rejects.toThrow('abort');
  });
});
