import { type RepositoryCache } from '@porch/repository';
import { Gauge, type Registry } from 'prom-client';

/** How much the cache holds, read when metrics are. */
export function registerCacheMetrics(registry: Registry, cache: Pick<RepositoryCache, 'statistics'>): void {
  const registers = [registry];
  new Gauge({
    name: 'porch_cache_repositories',
    help: 'Registered repositories by state: Ready, Reconciling, Error.',
    labelNames: ['state'],
    registers,
    collect() {
      for (const [state, count] of Object.entries(cache.statistics().repositories)) this.set({ state }, count);
    },
  });
  const gauge = (name: string, help: string, read: (statistics: ReturnType<typeof cache.statistics>) => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read(cache.statistics()));
      },
    });
  gauge('porch_cache_package_revisions', 'Package revisions in memory.', ({ packageRevisions }) => packageRevisions);
  gauge('porch_cache_contents', 'Package revisions whose contents are in memory.', ({ contents }) => contents.entries);
  gauge('porch_cache_contents_bytes', 'Bytes of contents in memory.', ({ contents }) => contents.bytes);
  gauge(
    'porch_cache_contents_limit_bytes',
    'Most bytes of contents that are kept in memory.',
    ({ contents }) => contents.maximumBytes,
  );
}
