import { LATEST_REVISION_LABEL, type ObjectMeta } from '@porch/api';
import { type PackageRevisionMetadata } from '@porch/repository';
import { isDeepStrictEqual } from 'node:util';

/** The part of an object's metadata that is the user's; what the server computes is left out. */
export function userMetadata(metadata: ObjectMeta, deletionTimestamp?: string | null): PackageRevisionMetadata {
  const labels = { ...metadata.labels };
  delete labels[LATEST_REVISION_LABEL];
  return {
    ...(Object.keys(labels).length > 0 ? { labels } : {}),
    ...(Object.keys(metadata.annotations ?? {}).length > 0 ? { annotations: metadata.annotations } : {}),
    ...(metadata.finalizers?.length ? { finalizers: metadata.finalizers } : {}),
    ...(metadata.ownerReferences?.length ? { ownerReferences: metadata.ownerReferences } : {}),
    ...(metadata.managedFields?.length ? { managedFields: metadata.managedFields } : {}),
    ...(deletionTimestamp ? { deletionTimestamp } : {}),
  };
}

export function sameMetadata(one: PackageRevisionMetadata, other: PackageRevisionMetadata): boolean {
  return isDeepStrictEqual(userMetadata(one, one.deletionTimestamp), userMetadata(other, other.deletionTimestamp));
}
