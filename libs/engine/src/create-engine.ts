import { toPackageResourcesObject } from './package-resources-object';
import { changeIterator } from './change-iterator';
import { createPackageRevision } from './create-package-revision';
import { deletePackageRevision } from './delete-package-revision';
import { type Engine } from './engine-contract';
import { type EngineDependencies, type EngineOptions } from './engine-dependencies';
import { OperationLock } from './operation-lock';
import { createPackage, deletePackage, getPackage, listPackages } from './packages';
import { PendingCreations } from './pending-creations';
import { requirePackageRevision } from './repository-lookup';
import { updatePackageResources } from './update-package-resources';
import { updatePackageRevision } from './update-package-revision';

/**
 * Makes an engine over a cache, a store of Repository objects, a task handler and a watcher manager. From here on the
 * cache's changes are announced to watchers, by nobody else. Close it to stop that; what it was given stays open.
 */
export function createEngine(options: EngineOptions): Engine {
  const engine: EngineDependencies = { ...options, lock: new OperationLock(), pending: new PendingCreations() };
  const { cache, watcher } = engine;
  const announcements = cache.changes.subscribe(({ type, packageRevision, previous }) => {
    watcher.notifyPackageRevisionChange(type, packageRevision, previous);
  });

  return {
    listPackageRevisions: (filter) => Promise.resolve(cache.snapshot(filter)),
    getPackageRevision: async (namespace, name) => Promise.resolve(requirePackageRevision(engine, namespace, name)),
    createPackageRevision: (namespace, object, write, context) =>
      createPackageRevision(engine, namespace, object, write, context),
    updatePackageRevision: (namespace, name, object, update, context) =>
      updatePackageRevision(engine, namespace, name, object, update, context),
    deletePackageRevision: (namespace, name, removal, context) =>
      deletePackageRevision(engine, namespace, name, removal, context),
    async getPackageResources(namespace, name, context) {
      return this.packageResourcesOf(requirePackageRevision(engine, namespace, name), context);
    },
    async packageResourcesOf(packageRevision, context) {
      return toPackageResourcesObject(packageRevision, await packageRevision.getResources(context));
    },
    updatePackageResources: (namespace, name, object, write, context) =>
      updatePackageResources(engine, namespace, name, object, write, context),
    listPackages: async (namespace) => Promise.resolve(listPackages(engine, namespace)),
    getPackage: async (namespace, name) => Promise.resolve(getPackage(engine, namespace, name)),
    createPackage: (namespace, object, context) => createPackage(engine, namespace, object, context),
    deletePackage: (namespace, name, context) => deletePackage(engine, namespace, name, context),
    watchPackageRevisions: (filter, callback, signal) => watcher.watchPackageRevisions(filter, callback, signal),
    packageRevisionChanges: (filter, signal) => changeIterator(watcher, filter, signal),
    recentPackageRevisionChanges: (versionsBack) => cache.recentChanges(versionsBack),
    close() {
      announcements.unsubscribe();
      return Promise.resolve();
    },
  };
}
