import {
  conflict,
  forbidden,
  PACKAGE_REVISIONS,
  type PackageRevisionObject,
  PorchError,
  staleResourceVersion,
  toTimestamp,
} from '@porch/api';
import { type CachedPackageRevision, type OperationContext } from '@porch/repository';
import { type DeletePackageRevisionOptions } from './engine-contract';
import { type EngineDependencies } from './engine-dependencies';
import { toPackageRevisionObject } from './package-revision-object';
import { requirePackageRevision, requireRepository } from './repository-lookup';

/** Deletes a revision, or marks it for deletion while finalizers hold it (H-2.3). */
export async function deletePackageRevision(
  engine: EngineDependencies,
  namespace: string,
  name: string,
  options: DeletePackageRevisionOptions,
  context: OperationContext,
): Promise<PackageRevisionObject> {
  return engine.lock.run(`${namespace}/${name}`, `on package revision "${namespace}/${name}"`, async () => {
    const stored = requirePackageRevision(engine, namespace, name);
    requirePreconditions(stored, options.preconditions);
    requireDeletable(engine, stored);
    if (options.dryRun) return toPackageRevisionObject(stored);
    const repository = await requireRepository(engine, namespace, stored.key.repository.name, context);
    if (stored.metadata.finalizers?.length) {
      if (stored.metadata.deletionTimestamp) return toPackageRevisionObject(stored);
      const metadata = { ...stored.metadata, deletionTimestamp: toTimestamp(new Date()) };
      return toPackageRevisionObject(await repository.updateMetadata(stored, metadata, context));
    }
    await repository.deletePackageRevision(stored, context);
    return toPackageRevisionObject(stored);
  });
}

function requirePreconditions(
  stored: CachedPackageRevision,
  preconditions: DeletePackageRevisionOptions['preconditions'],
): void {
  if (preconditions?.uid !== undefined && preconditions.uid !== stored.uid) {
    const why = `Precondition failed: UID in precondition: ${preconditions.uid}, UID in object meta: ${stored.uid}`;
    throw conflict(PACKAGE_REVISIONS, stored.name, why);
  }
  if (preconditions?.resourceVersion !== undefined && preconditions.resourceVersion !== stored.resourceVersion) {
    throw staleResourceVersion(PACKAGE_REVISIONS, stored.name);
  }
}

function requireDeletable(engine: EngineDependencies, stored: CachedPackageRevision): void {
  if (stored.lifecycle === 'Published') {
    throw forbidden(
      PACKAGE_REVISIONS,
      stored.name,
      "published PackageRevisions must be proposed for deletion by setting spec.lifecycle to 'DeletionProposed' prior to deletion",
    );
  }
  const [downstream] = namespacesThatMayRefer(engine, stored.key.repository.namespace).flatMap((namespace) =>
    engine.cache.findDownstream(namespace, stored.name),
  );
  if (downstream) {
    throw new PorchError(
      'Forbidden',
      `cannot delete package revision, it is referenced as upstream by: ${downstream.name}`,
      { details: { name: stored.name, group: 'porch.kpt.dev', kind: 'packagerevisions' } },
    );
  }
}

/** A revision's own namespace, and every other where its own is shared as upstream. */
function namespacesThatMayRefer(engine: EngineDependencies, namespace: string): readonly string[] {
  if (!engine.sharedUpstreamNamespaces?.includes(namespace)) return [namespace];
  const all = engine.cache.snapshot({}).items.map((revision) => revision.key.repository.namespace);
  return [...new Set([namespace, ...all])];
}
