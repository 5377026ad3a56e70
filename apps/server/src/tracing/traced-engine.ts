import { type Engine } from '@porch/engine';
import { traced } from './traced';

/** An engine whose operations are spans; reads from memory are not. */
export function tracedEngine(engine: Engine): Engine {
  return {
    ...readingsOf(engine),
    createPackageRevision: (namespace, object, options, context) =>
      traced('engine createPackageRevision', attributes(namespace, undefined, options.dryRun), (span) =>
        engine.createPackageRevision(namespace, object, options, context).then((created) => {
          span.setAttribute('porch.name', created.metadata.name ?? '');
          return created;
        }),
      ),
    updatePackageRevision: (namespace, name, object, options, context) =>
      traced('engine updatePackageRevision', attributes(namespace, name, options.dryRun), () =>
        engine.updatePackageRevision(namespace, name, object, options, context),
      ),
    deletePackageRevision: (namespace, name, options, context) =>
      traced('engine deletePackageRevision', attributes(namespace, name, options.dryRun), () =>
        engine.deletePackageRevision(namespace, name, options, context),
      ),
    getPackageResources: (namespace, name, context) =>
      traced('engine getPackageResources', attributes(namespace, name), () =>
        engine.getPackageResources(namespace, name, context),
      ),
    updatePackageResources: (namespace, name, object, options, context) =>
      traced('engine updatePackageResources', attributes(namespace, name, options.dryRun), () =>
        engine.updatePackageResources(namespace, name, object, options, context),
      ),
    createPackage: (namespace, object, context) =>
      traced('engine createPackage', attributes(namespace, object.metadata.name), () =>
        engine.createPackage(namespace, object, context),
      ),
    deletePackage: (namespace, name, context) =>
      traced('engine deletePackage', attributes(namespace, name), () => engine.deletePackage(namespace, name, context)),
  };
}

type Readings = Pick<
  Engine,
  | 'listPackageRevisions'
  | 'getPackageRevision'
  | 'packageResourcesOf'
  | 'listPackages'
  | 'getPackage'
  | 'watchPackageRevisions'
  | 'packageRevisionChanges'
  | 'recentPackageRevisionChanges'
  | 'close'
>;

function readingsOf(engine: Engine): Readings {
  return {
    listPackageRevisions: (filter, context) => engine.listPackageRevisions(filter, context),
    getPackageRevision: (namespace, name, context) => engine.getPackageRevision(namespace, name, context),
    packageResourcesOf: (packageRevision, context) => engine.packageResourcesOf(packageRevision, context),
    listPackages: (namespace, context) => engine.listPackages(namespace, context),
    getPackage: (namespace, name, context) => engine.getPackage(namespace, name, context),
    watchPackageRevisions: (filter, callback, signal) => engine.watchPackageRevisions(filter, callback, signal),
    packageRevisionChanges: (filter, signal) => engine.packageRevisionChanges(filter, signal),
    recentPackageRevisionChanges: (versionsBack) => engine.recentPackageRevisionChanges(versionsBack),
    close: () => engine.close(),
  };
}

function attributes(namespace: string, name: string | undefined, dryRun = false) {
  return {
    'porch.namespace': namespace,
    ...(name === undefined ? {} : { 'porch.name': name }),
    ...(dryRun ? { 'porch.dry_run': true } : {}),
  };
}
