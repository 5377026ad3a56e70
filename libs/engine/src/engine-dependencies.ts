import { type ObjectStore, type RepositoryCache, type WatcherManager } from '@porch/repository';
import { type TaskHandler } from '@porch/task-handler';
import { type OperationLock } from './operation-lock';
import { type PendingCreations } from './pending-creations';

/** What the engine is made of. It owns none of it but the watch registrations it makes. */
export interface EngineOptions {
  readonly cache: RepositoryCache;
  /** Where Repository objects are looked up. */
  readonly store: ObjectStore;
  readonly taskHandler: TaskHandler;
  readonly watcher: WatcherManager;
  /** Leave readiness gates to the clients, as upstream does. Off by default: unmet gates hold a package back. */
  readonly relaxReadinessGates?: boolean;
  /** Namespaces whose revisions every namespace may clone and upgrade from; none by default. */
  readonly sharedUpstreamNamespaces?: readonly string[];
}

export interface EngineDependencies extends EngineOptions {
  readonly lock: OperationLock;
  readonly pending: PendingCreations;
}
