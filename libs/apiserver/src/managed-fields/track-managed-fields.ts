import { type KubernetesObject } from '@porch/api';
import { withoutFields } from '../json/without-fields';
import { apiVersionOf, type ResourceKind } from '../kinds/resource-kind';
import { type FieldManager } from '../registry/resource-backend';
import { fieldLeavesOf } from './field-leaves';
import { type FieldManagerEntry, readManagedFields, writeManagedFields } from './field-manager-entry';

/**
 * The object with metadata.managedFields brought up to date: who changes a field by an update owns it, alone. Clients
 * may hand ownership on by sending other managedFields, as kubectl does when it goes over to server-side apply. An apply
 * has decided that before and is left as it is. Pure.
 */
export function trackManagedFields(
  kind: ResourceKind,
  object: KubernetesObject,
  previous: KubernetesObject | undefined,
  manager: FieldManager,
  subresource: string | undefined,
  now: string,
): KubernetesObject {
  if (manager.operation === 'Apply') return object;
  const before = fieldLeavesOf(kind, previous);
  const after = fieldLeavesOf(kind, object);
  const changed = [...after].filter(([path, value]) => before.get(path) !== value).map(([path]) => path);
  const given = readManagedFields(object.metadata.managedFields);
  const entries = given.length > 0 ? given : readManagedFields(previous?.metadata.managedFields);
  if (resetsManagers(object)) return withManagers(object, []);
  const lost = new Set([...changed, ...[...before.keys()].filter((path) => !after.has(path))]);
  if (lost.size === 0) return withManagers(object, entries);
  const own = {
    manager: manager.name,
    operation: manager.operation,
    apiVersion: apiVersionOf(kind),
    subresource: subresource ?? '',
  };
  const mine = entries.find((entry) => isSameManager(entry, own));
  const kept = [...(mine?.fields ?? [])].filter((path) => after.has(path));
  const others = entries
    .filter((entry) => entry !== mine)
    .map((entry) => ({ ...entry, fields: new Set([...entry.fields].filter((path) => !lost.has(path))) }));
  return withManagers(object, [...others, { ...own, time: now, fields: new Set([...kept, ...changed]) }]);
}

export function isSameManager(
  left: Pick<FieldManagerEntry, 'manager' | 'operation' | 'subresource'>,
  right: Pick<FieldManagerEntry, 'manager' | 'operation' | 'subresource'>,
): boolean {
  return left.manager === right.manager && left.operation === right.operation && left.subresource === right.subresource;
}

export function withManagers(object: KubernetesObject, entries: readonly FieldManagerEntry[]): KubernetesObject {
  const metadata = withoutFields(object.metadata, 'managedFields');
  const managedFields = writeManagedFields(entries);
  return { ...object, metadata: { ...metadata, ...(managedFields.length > 0 ? { managedFields } : {}) } };
}

/** A client that sends a list with nothing but an empty entry gives up all ownership (Kubernetes' rule). */
function resetsManagers(object: KubernetesObject): boolean {
  const given = object.metadata.managedFields;
  return given?.length === 1 && Object.keys(given[0] as object).length === 0;
}
