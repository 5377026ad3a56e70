import {
  type PackageRevisionObject,
  packageRevisionUid,
  type RepositoryObject,
  type Task,
  toTimestamp,
} from '@porch/api';
import {
  type CachedPackageRevision,
  type OperationContext,
  type PackageRevisionDraft,
  type PackageRevisionMetadata,
  packageRevisionName,
} from '@porch/repository';
import { summariseResources } from '@porch/task-handler';
import { toPackageRevisionObject } from './package-revision-object';

/** What a dry run answers: the object as it would be stored, from a draft that is then dropped. */
export async function previewOfDraft(
  draft: PackageRevisionDraft,
  repository: RepositoryObject,
  planned: {
    readonly metadata: PackageRevisionMetadata;
    readonly tasks: readonly Task[];
    readonly base?: CachedPackageRevision;
  },
  context: OperationContext,
): Promise<PackageRevisionObject> {
  const { key } = draft;
  const name = packageRevisionName(key);
  const { base } = planned;
  return toPackageRevisionObject({
    key,
    kind: 'revision',
    revision: base?.revision ?? 0,
    lifecycle: draft.lifecycle,
    contentVersion: '',
    tasks: planned.tasks,
    kptfile: summariseResources(await draft.getResources(context)),
    selfLock: base?.selfLock ?? {},
    getResources: (readContext) => draft.getResources(readContext),
    name,
    uid: packageRevisionUid(key.repository.namespace, name),
    resourceVersion: base?.resourceVersion ?? '',
    creationTimestamp: base?.creationTimestamp ?? toTimestamp(new Date()),
    metadata: planned.metadata,
    latest: false,
    deployment: repository.spec.deployment ?? false,
  });
}
