import {
  CONTENT_OMITTED_CONDITION,
  LATEST_REVISION_LABEL,
  type PackageCondition,
  PORCH_API_VERSION,
  type PackageRevisionObject,
  toTimestamp,
} from '@porch/api';
import { type CachedPackageRevision } from '@porch/repository';

/** What a dry run would change of a stored revision. */
export type RevisionChanges = Partial<Pick<CachedPackageRevision, 'lifecycle' | 'metadata'>>;

/** A revision as porch.kpt.dev/v1alpha1 spells it (H-1.3). Pure; the same snapshot always gives an equal object. */
export function toPackageRevisionObject(
  revision: CachedPackageRevision,
  changes: RevisionChanges = {},
): PackageRevisionObject {
  const { key, kptfile } = revision;
  const metadata = changes.metadata ?? revision.metadata;
  const labels = { ...metadata.labels, ...(revision.latest ? { [LATEST_REVISION_LABEL]: 'true' } : {}) };
  const nonEmpty = <T extends object>(name: string, value: T | undefined) =>
    value && Object.keys(value).length > 0 ? { [name]: value } : {};
  return {
    kind: 'PackageRevision',
    apiVersion: PORCH_API_VERSION,
    metadata: {
      name: revision.name,
      namespace: key.repository.namespace,
      uid: revision.uid,
      resourceVersion: revision.resourceVersion,
      creationTimestamp: revision.creationTimestamp,
      ...(metadata.deletionTimestamp ? { deletionTimestamp: metadata.deletionTimestamp } : {}),
      ...nonEmpty('labels', labels),
      ...nonEmpty('annotations', metadata.annotations),
      ...nonEmpty('ownerReferences', metadata.ownerReferences),
      ...nonEmpty('finalizers', metadata.finalizers),
      ...nonEmpty('managedFields', metadata.managedFields),
    },
    spec: {
      packageName: key.packageName,
      repository: key.repository.name,
      workspaceName: key.workspaceName,
      ...(revision.revision === 0 ? {} : { revision: revision.revision }),
      lifecycle: changes.lifecycle ?? revision.lifecycle,
      ...(revision.tasks.length > 0 ? { tasks: [...revision.tasks] } : {}),
      ...(kptfile.readinessGates.length > 0 ? { readinessGates: [...kptfile.readinessGates] } : {}),
      packageMetadata: kptfile.packageMetadata ?? {},
    },
    status: {
      upstreamLock: kptfile.upstreamLock ?? {},
      selfLock: revision.selfLock,
      ...(revision.publishedBy === undefined ? {} : { publishedBy: revision.publishedBy }),
      publishTimestamp: revision.publishedAt ? toTimestamp(revision.publishedAt) : null,
      ...(revision.deployment ? { deployment: true } : {}),
      ...nonEmpty('conditions', conditionsOf(revision)),
    },
  };
}

/** The Kptfile's conditions, and one of the server's own where files cannot be shown as text. */
function conditionsOf(revision: CachedPackageRevision): PackageCondition[] {
  const conditions = [...revision.kptfile.conditions];
  const omitted = revision.omittedPaths ?? [];
  if (omitted.length > 0) {
    conditions.push({
      type: CONTENT_OMITTED_CONDITION,
      status: 'True',
      reason: 'NotText',
      message: `these files are kept, and are not shown because they are no UTF-8 text: ${omitted.join(', ')}`,
    });
  }
  return conditions;
}
