import { type RepositoryCache } from '@porch/repository';
import { type GitOperationObserver } from '@porch/repository-git';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { registerCacheMetrics } from './cache-metrics';
import { createGitMetrics } from './git-metrics';
import { createRenderMetrics, type RenderMetrics } from './render-metrics';

/** Everything `/metrics` tells beside requests and watches, which the API server counts itself. */
export interface ServerMetrics {
  readonly registry: Registry;
  readonly renders: RenderMetrics;
  readonly git: GitOperationObserver;
  watchCache(cache: Pick<RepositoryCache, 'statistics'>): void;
}

/** The process's own metrics (memory, event-loop delay, garbage collection) are among them. */
export function createServerMetrics(): ServerMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    renders: createRenderMetrics(registry),
    git: createGitMetrics(registry),
    watchCache: (cache) => registerCacheMetrics(registry, cache),
  };
}
