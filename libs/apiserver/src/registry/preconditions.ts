import {
  badRequest,
  conflict,
  invalidObject,
  type KubernetesObject,
  type ResourceName,
  staleResourceVersion,
} from '@porch/api';
import { resourceName, type ResourceKind } from '../kinds/resource-kind';

/** What a request expects of the object it is about. @throws PorchError Conflict */
export function checkPreconditions(
  resource: ResourceName,
  stored: KubernetesObject,
  wanted: { readonly resourceVersion?: string; readonly uid?: string },
): void {
  const { name = '', uid = '', resourceVersion = '' } = stored.metadata;
  if (wanted.uid !== undefined && wanted.uid !== uid) {
    throw conflict(
      resource,
      name,
      `Precondition failed: UID in precondition: ${wanted.uid}, UID in object meta: ${uid}`,
    );
  }
  if (wanted.resourceVersion !== undefined && wanted.resourceVersion !== resourceVersion) {
    throw conflict(
      resource,
      name,
      `Precondition failed: ResourceVersion in precondition: ${wanted.resourceVersion}, ResourceVersion in object meta: ${resourceVersion}`,
    );
  }
}

/**
 * Optimistic locking of an update.
 * @throws PorchError Conflict when the object was made from another version or is another object; Invalid when it
 * names no version and its kind needs one
 */
export function checkUpdateVersion(kind: ResourceKind, object: KubernetesObject, stored: KubernetesObject): void {
  const { resourceVersion, uid } = object.metadata;
  const { name = '' } = stored.metadata;
  if (uid) checkPreconditions(resourceName(kind), stored, { uid });
  if (resourceVersion) {
    if (!/^\d+$/.test(resourceVersion)) throw badRequest(`metadata.resourceVersion "${resourceVersion}" is no version`);
    if (resourceVersion !== stored.metadata.resourceVersion) throw staleResourceVersion(resourceName(kind), name);
  } else if (!kind.allowsUnconditionalUpdate) {
    throw invalidObject(kind.kind, kind.group, name, [
      {
        reason: 'FieldValueInvalid',
        field: 'metadata.resourceVersion',
        message: 'Invalid value: 0x0: must be specified for an update',
      },
    ]);
  }
}
