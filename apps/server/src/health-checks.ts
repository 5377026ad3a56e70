import { type HealthCheck } from '@porch/apiserver';
import { type ObjectStore, type RepositoryCache } from '@porch/repository';
import { setTimeout as pause } from 'node:timers/promises';

const PAUSE_MILLISECONDS = 20;

/**
 * What makes this server ready: `store`, that stored objects can be read, and `cache`, that what is in memory has come
 * as far as the store is now. Neither is healed by a restart, so both leave `/livez` alone.
 */
export function createHealthChecks(
  store: Pick<ObjectStore, 'currentResourceVersion'>,
  cache: Pick<RepositoryCache, 'statistics'>,
): readonly HealthCheck[] {
  return [
    { name: 'store', kind: 'ready', check: async () => void (await store.currentResourceVersion()) },
    {
      name: 'cache',
      kind: 'ready',
      async check(signal) {
        const wanted = Number(await store.currentResourceVersion());
        while (Number(cache.statistics().resourceVersion) < wanted) {
          await pause(PAUSE_MILLISECONDS, undefined, { signal });
        }
      },
    },
  ];
}
