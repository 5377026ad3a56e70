import { isPublished, PACKAGE_REVISIONS, type PackageRevisionObject, withoutUnsetFields } from '@porch/api';
import {
  type CachedPackageRevision,
  type CachedRepository,
  type OperationContext,
  type PackageRevisionMetadata,
} from '@porch/repository';
import { summariseResources } from '@porch/task-handler';
import { isDeepStrictEqual } from 'node:util';
import { type UpdatePackageRevisionOptions } from './engine-contract';
import { type EngineDependencies } from './engine-dependencies';
import { toPackageRevisionObject } from './package-revision-object';
import { previewOfDraft } from './preview';
import { requireReady } from './readiness';
import { requirePackageRevision, requireRepository } from './repository-lookup';
import { sameMetadata, userMetadata } from './revision-metadata';
import { requireCurrentVersion, requireDraft, validateUpdate, wantedLifecycle } from './update-validation';

/** Everything one update is about, gathered once. */
interface Update {
  readonly engine: EngineDependencies;
  readonly repository: CachedRepository;
  readonly stored: CachedPackageRevision;
  readonly oldObject: PackageRevisionObject;
  readonly newObject: PackageRevisionObject;
  readonly metadata: PackageRevisionMetadata;
  readonly options: UpdatePackageRevisionOptions;
  readonly context: OperationContext;
}

/** Updates a revision: its metadata always, its lifecycle by the table, its contents while it is a Draft. */
export async function updatePackageRevision(
  engine: EngineDependencies,
  namespace: string,
  name: string,
  object: PackageRevisionObject,
  options: UpdatePackageRevisionOptions,
  context: OperationContext,
): Promise<PackageRevisionObject> {
  return engine.lock.run(`${namespace}/${name}`, `on package revision "${namespace}/${name}"`, async () => {
    const stored = requirePackageRevision(engine, namespace, name);
    requireCurrentVersion(PACKAGE_REVISIONS, stored, object.metadata);
    const repository = await requireRepository(engine, namespace, stored.key.repository.name, context);
    const oldObject = toPackageRevisionObject(stored);
    const metadata = userMetadata(object.metadata, stored.metadata.deletionTimestamp);
    if (stored.metadata.deletionTimestamp && !metadata.finalizers) {
      // The last finalizer is gone, so the deletion that waited for it happens now.
      if (!options.dryRun) await repository.deletePackageRevision(stored, context);
      return toPackageRevisionObject(stored, { metadata });
    }
    validateUpdate(oldObject, object, options.source);
    const update = { engine, repository, stored, oldObject, newObject: object, metadata, options, context };
    return isPublished(stored.lifecycle) ? updatePublished(update) : updateUnpublished(update);
  });
}

async function updatePublished(update: Update): Promise<PackageRevisionObject> {
  const { repository, stored, metadata, context } = update;
  const lifecycle = wantedLifecycle(update.newObject);
  if (update.options.dryRun) return toPackageRevisionObject(stored, { lifecycle, metadata });
  let current = stored;
  if (lifecycle !== current.lifecycle) current = await repository.updateLifecycle(current, lifecycle, context);
  if (!sameMetadata(metadata, current.metadata)) current = await repository.updateMetadata(current, metadata, context);
  return toPackageRevisionObject(current);
}

async function updateUnpublished(update: Update): Promise<PackageRevisionObject> {
  const { engine, repository, stored, oldObject, newObject, metadata, options, context } = update;
  const lifecycle = wantedLifecycle(newObject);
  if (stored.lifecycle !== 'Draft' && contentDiffers(oldObject, newObject)) requireDraft(stored.lifecycle);

  const draft = await repository.updatePackageRevision(stored, context);
  const changed =
    stored.lifecycle === 'Draft' &&
    (await engine.taskHandler.doPRMutations(stored, oldObject, newObject, draft, repository.object, context));
  const moved = lifecycle !== stored.lifecycle;
  if (moved && lifecycle !== 'Draft') {
    const kptfile = changed ? summariseResources(await draft.getResources(context)) : stored.kptfile;
    requireReady(kptfile, engine.relaxReadinessGates ?? false);
  }
  context.signal.throwIfAborted();
  if (moved) draft.updateLifecycle(lifecycle);
  if (options.dryRun) {
    return previewOfDraft(draft, repository.object, { metadata, tasks: stored.tasks, base: stored }, context);
  }
  if (changed || moved) {
    return toPackageRevisionObject(await repository.closePackageRevisionDraft(draft, { metadata }, context));
  }
  if (sameMetadata(metadata, stored.metadata)) return oldObject;
  return toPackageRevisionObject(await repository.updateMetadata(stored, metadata, context));
}

/** Whether an update asks for other contents than stored; fields a body leaves out ask for nothing. */
function contentDiffers({ spec: stored }: PackageRevisionObject, { spec: wanted }: PackageRevisionObject): boolean {
  const differs = (one: unknown, other: unknown) =>
    one !== undefined && one !== null && !isDeepStrictEqual(withoutUnsetFields(one), withoutUnsetFields(other));
  return (
    differs(wanted.tasks, stored.tasks ?? []) ||
    differs(wanted.readinessGates, stored.readinessGates ?? []) ||
    differs(wanted.packageMetadata?.labels, stored.packageMetadata?.labels ?? {}) ||
    differs(wanted.packageMetadata?.annotations, stored.packageMetadata?.annotations ?? {})
  );
}
