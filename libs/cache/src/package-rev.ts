import {
  CONFIG_API_VERSION,
  type KubernetesObject,
  type ObjectMeta,
  packageRevisionUid,
  type ResourceName,
} from '@porch/api';
import {
  type CachedPackageRevision,
  packageRevisionName,
  type PackageRevisionMetadata,
  type RepositoryKey,
} from '@porch/repository';
import { type ObservedRevision } from './observed-revision';
import { type ContentsLoader, StoredRevision } from './stored-revision';

/** On every PackageRev, as upstream has it. */
export const REPOSITORY_LABEL = 'internal.porch.kpt.dev/repository';
const INTERNAL_FINALIZER = 'internal.porch.kpt.dev/packagerevision';

/** One stored row for each package revision: the user's metadata, and what was last seen in the repository. */
export interface PackageRev extends KubernetesObject {
  readonly kind: 'PackageRev';
  readonly observed: ObservedRevision;
}

export interface PackageRevState {
  readonly repository: RepositoryKey;
  readonly creationTimestamp: string;
  readonly metadata: PackageRevisionMetadata;
  readonly observed: ObservedRevision;
}

export function toPackageRev(state: PackageRevState): PackageRev {
  const { repository, observed, metadata } = state;
  const name = packageRevisionName({ repository, ...observed });
  const { labels, finalizers = [], annotations, ownerReferences, managedFields, deletionTimestamp } = metadata;
  const stored: ObjectMeta = {
    name,
    namespace: repository.namespace,
    uid: packageRevisionUid(repository.namespace, name),
    creationTimestamp: state.creationTimestamp,
    labels: { ...labels, [REPOSITORY_LABEL]: repository.name },
    finalizers: [INTERNAL_FINALIZER, ...finalizers],
    ...(annotations && Object.keys(annotations).length > 0 ? { annotations } : {}),
    ...(ownerReferences && ownerReferences.length > 0 ? { ownerReferences } : {}),
    ...(managedFields && managedFields.length > 0 ? { managedFields } : {}),
    ...(deletionTimestamp ? { deletionTimestamp } : {}),
  };
  return { apiVersion: CONFIG_API_VERSION, kind: 'PackageRev', metadata: stored, observed };
}

/** @param repository shared between the revisions of one repository, to save memory */
export function fromPackageRev(
  object: KubernetesObject,
  repository: RepositoryKey,
  loadContents: ContentsLoader,
): CachedPackageRevision {
  const { metadata, observed } = object as PackageRev;
  const { publishedBy, publishedAt, createdAt, omittedPaths } = observed;
  const name = metadata.name ?? '';
  const state = {
    key: { repository, packageName: observed.packageName, workspaceName: observed.workspaceName },
    kind: observed.kind,
    revision: observed.revision,
    lifecycle: observed.lifecycle,
    contentVersion: observed.contentVersion,
    tasks: observed.tasks,
    kptfile: observed.kptfile,
    selfLock: observed.selfLock,
    ...(publishedBy === undefined ? {} : { publishedBy }),
    ...(publishedAt === undefined ? {} : { publishedAt: new Date(publishedAt) }),
    ...(createdAt === undefined ? {} : { createdAt: new Date(createdAt) }),
    ...(omittedPaths === undefined ? {} : { omittedPaths }),
    name,
    uid: metadata.uid ?? packageRevisionUid(repository.namespace, name),
    resourceVersion: metadata.resourceVersion ?? '0',
    creationTimestamp: metadata.creationTimestamp ?? '',
    metadata: userMetadata(metadata),
    latest: observed.latest,
    deployment: observed.deployment,
  };
  return new StoredRevision(state, loadContents);
}

export function repositoryOfPackageRev(object: KubernetesObject): RepositoryKey {
  const { namespace = '', labels = {} } = object.metadata;
  return { namespace, name: labels[REPOSITORY_LABEL] ?? '' };
}

function userMetadata(stored: ObjectMeta): PackageRevisionMetadata {
  const labels = Object.entries(stored.labels ?? {}).filter(([key]) => key !== REPOSITORY_LABEL);
  const finalizers = (stored.finalizers ?? []).filter((finalizer) => finalizer !== INTERNAL_FINALIZER);
  const { annotations, ownerReferences, managedFields, deletionTimestamp } = stored;
  return {
    ...(labels.length > 0 ? { labels: Object.fromEntries(labels) } : {}),
    ...(annotations ? { annotations } : {}),
    ...(finalizers.length > 0 ? { finalizers } : {}),
    ...(ownerReferences ? { ownerReferences } : {}),
    ...(managedFields ? { managedFields } : {}),
    ...(deletionTimestamp ? { deletionTimestamp } : {}),
  };
}

/** Where the highest number a package ever gave away is kept, so that none is given twice. */
export const PACKAGE_RECORDS: ResourceName = 'packagerecords.internal.porch.kpt.dev';
