import { OBJECT_STORE_CONTRACT, REPOSITORY_CACHE_CONTRACT, WATCHER_MANAGER_CONTRACT } from '@porch/repository/di';
import { TASK_HANDLER } from '@porch/task-handler/di';
import { ContainerModule, type ServiceIdentifier } from 'inversify';
import { type ReferenceResolver } from '@porch/repository';
import { createEngine } from './create-engine';
import { type Engine } from './engine-contract';
import { createReferenceResolver } from './reference-resolver';

export const ENGINE: ServiceIdentifier<Engine> = Symbol.for('@porch/engine/Engine');
export const REFERENCE_RESOLVER: ServiceIdentifier<ReferenceResolver> = Symbol.for('@porch/engine/ReferenceResolver');
/** Choices of whoever runs the engine. */
export interface EngineSettings {
  readonly relaxReadinessGates: boolean;
  readonly sharedUpstreamNamespaces: readonly string[];
}
export const ENGINE_SETTINGS: ServiceIdentifier<EngineSettings> = Symbol.for('@porch/engine/EngineSettings');

/** Binds {@link ENGINE} and {@link REFERENCE_RESOLVER}; needs the cache, store, watcher and task handler, and {@link ENGINE_SETTINGS}. */
export const engineModule = new ContainerModule(({ bind }) => {
  bind(ENGINE)
    .toResolvedValue(
      (cache, store, taskHandler, watcher, settings: EngineSettings) =>
        createEngine({ cache, store, taskHandler, watcher, ...settings }),
      [REPOSITORY_CACHE_CONTRACT, OBJECT_STORE_CONTRACT, TASK_HANDLER, WATCHER_MANAGER_CONTRACT, ENGINE_SETTINGS],
    )
    .inSingletonScope();
  bind(REFERENCE_RESOLVER)
    .toResolvedValue(
      (cache, settings: EngineSettings) => createReferenceResolver(cache, settings.sharedUpstreamNamespaces),
      [REPOSITORY_CACHE_CONTRACT, ENGINE_SETTINGS],
    )
    .inSingletonScope();
});
