export { watchEvent } from './watch-event';
export { createWatcherManager, type WatcherManagerOptions } from './watcher-manager';
