import { type WatcherManager } from '@porch/repository';
import { ContainerModule, type ServiceIdentifier } from 'inversify';
import { createWatcherManager } from './watcher-manager';

export const WATCHER_MANAGER: ServiceIdentifier<WatcherManager> = Symbol.for('@porch/watcher/WatcherManager');

/** Binds {@link WATCHER_MANAGER}; needs nothing. */
export const watcherModule = new ContainerModule(({ bind }) => {
  bind(WATCHER_MANAGER)
    .toResolvedValue(() => createWatcherManager())
    .inSingletonScope();
});
