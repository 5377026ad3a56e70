import {
  INTERNAL_ERROR_PREFIX,
  PACKAGE_REVISION_RESOURCES,
  type PackageRevisionResourcesObject,
  PorchError,
  PUSH_ON_RENDER_FAILURE_ANNOTATION,
} from '@porch/api';
import { type CachedPackageRevision, type OperationContext } from '@porch/repository';
import { type ResourceMutation } from '@porch/task-handler';
import { type UpdatePackageResourcesResult, type WriteOptions } from './engine-contract';
import { type EngineDependencies } from './engine-dependencies';
import { requestedFiles, toPackageResourcesObject } from './package-resources-object';
import { requirePackageRevision, requireRepository } from './repository-lookup';
import { requireCurrentVersion, requireDraft } from './update-validation';

/** Replaces a draft's contents and renders them (E-1.5). */
export async function updatePackageResources(
  engine: EngineDependencies,
  namespace: string,
  name: string,
  object: PackageRevisionResourcesObject,
  options: WriteOptions,
  context: OperationContext,
): Promise<UpdatePackageResourcesResult> {
  return engine.lock.run(`${namespace}/${name}`, `on package revision "${namespace}/${name}"`, async () => {
    const stored = requirePackageRevision(engine, namespace, name);
    requireCurrentVersion(PACKAGE_REVISION_RESOURCES, stored, object.metadata);
    requireDraft(stored.lifecycle);
    const files = requestedFiles(object);
    const repository = await requireRepository(engine, namespace, stored.key.repository.name, context);
    const draft = await repository.updatePackageRevision(stored, context);
    const oldResources = await draft.getResources(context);
    const storeOnFailure = stored.metadata.annotations?.[PUSH_ON_RENDER_FAILURE_ANNOTATION] === 'true';
    const mutation = await engine.taskHandler.doPRResourceMutations(
      stored,
      draft,
      oldResources,
      files,
      { storeOnFailure },
      context,
    );
    context.signal.throwIfAborted();
    let current: CachedPackageRevision = stored;
    if (mutation.stored && !options.dryRun) {
      current = await repository.closePackageRevisionDraft(draft, { metadata: stored.metadata }, context);
    }
    if (mutation.failure !== undefined) throw renderFailure(name, mutation);
    const resources = await draft.getResources(context);
    return { object: toPackageResourcesObject(current, resources, mutation.renderStatus), packageRevision: current };
  });
}

/**
 * Upstream's texts with the truth beside them: 422, and what each function reported in the details. kubectl shows of an
 * invalid object its causes alone.
 */
function renderFailure(name: string, mutation: ResourceMutation): PorchError {
  const outcome = mutation.stored
    ? `Package pushed to remote despite render failure. Details: ${mutation.failure}`
    : 'error rendering package in kpt function pipeline. Package NOT pushed to remote. ' +
      `Fix locally (until 'kpt fn render' succeeds) and retry. Details: ${mutation.failure}`;
  return new PorchError('Invalid', outcome, {
    wirePrefix: INTERNAL_ERROR_PREFIX,
    details: {
      name,
      group: 'porch.kpt.dev',
      kind: 'packagerevisionresources',
      causes: [{ reason: 'FieldValueInvalid', message: outcome, field: 'spec.resources' }],
      renderStatus: mutation.renderStatus,
    },
  });
}
