import { type PackageRevisionObject, type Task } from '@porch/api';
import { type OperationContext, type PackageRevisionKey } from '@porch/repository';
import { creationTask, validateAgainstRepository, validateNewPackageRevision } from './create-validation';
import { type WriteOptions } from './engine-contract';
import { type EngineDependencies } from './engine-dependencies';
import { packageConfigOf } from './package-config';
import { toPackageRevisionObject } from './package-revision-object';
import { previewOfDraft } from './preview';
import { requireRepository } from './repository-lookup';
import { userMetadata } from './revision-metadata';

/** Creates a revision: checks, an isolated draft, its task, and only then anything that others can see. */
export async function createPackageRevision(
  engine: EngineDependencies,
  namespace: string,
  object: PackageRevisionObject,
  options: WriteOptions,
  context: OperationContext,
): Promise<PackageRevisionObject> {
  validateNewPackageRevision(object);
  const task = creationTask(object);
  const { repository: repositoryName = '', packageName = '', workspaceName = '' } = object.spec;
  const key: PackageRevisionKey = { repository: { namespace, name: repositoryName }, packageName, workspaceName };
  const subject =
    `to create package revision with details namespace="${namespace}", repository="${repositoryName}", ` +
    `package="${packageName}",workspace="${workspaceName}"`;

  return engine.lock.run(`create ${namespace} ${repositoryName} ${packageName} ${workspaceName}`, subject, async () => {
    const repository = await requireRepository(engine, namespace, repositoryName, context);
    const pending = reserve(engine, object, task, key);
    try {
      const draft = await repository.createPackageRevisionDraft(key, context);
      const packageConfig = await packageConfigOf(engine, object, namespace, context);
      const planned = { ...object, spec: { ...object.spec, tasks: [task] } };
      await engine.taskHandler.applyTask(draft, repository.object, planned, packageConfig, context);
      context.signal.throwIfAborted();
      const metadata = userMetadata(object.metadata);
      if (options.dryRun) return await previewOfDraft(draft, repository.object, { metadata, tasks: [task] }, context);
      return toPackageRevisionObject(await repository.closePackageRevisionDraft(draft, { metadata }, context));
    } finally {
      pending.remove();
    }
  });
}

/** Checks and reserves in one go, without waiting in between. */
function reserve(
  engine: EngineDependencies,
  object: PackageRevisionObject,
  task: Task,
  key: PackageRevisionKey,
): { remove(): void } {
  const { namespace, name } = key.repository;
  const stored = engine.cache.snapshot({ namespace, repository: name }).items;
  const underway = engine.pending.inRepository(namespace, name);
  validateAgainstRepository(object, task, [...stored.map((revision) => revision.key), ...underway]);
  return engine.pending.add(key);
}
