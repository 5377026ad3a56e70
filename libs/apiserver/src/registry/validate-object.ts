import { invalidObject, type KubernetesObject } from '@porch/api';
import { constraintCauses } from '../decoding/schema-constraints';
import { deepEqual } from '../json/deep-equal';
import { valueAt } from '../json/json-object';
import { objectSchemaOf } from '../kinds/object-schema';
import { type FieldCause, type ResourceKind } from '../kinds/resource-kind';
import { metadataCauses } from './object-metadata';

/**
 * Checks an object as it would be stored.
 * @throws PorchError Invalid with one cause per broken rule
 */
export function validateObject(
  kind: ResourceKind,
  object: KubernetesObject,
  previous: KubernetesObject | undefined,
  furtherCauses: readonly FieldCause[] = [],
): void {
  const causes = [
    ...metadataCauses(kind, object, previous),
    ...constraintCauses(object, objectSchemaOf(kind)),
    ...(kind.validate?.(object, previous) ?? []),
    ...(previous ? immutableCauses(kind, object, previous) : []),
    ...furtherCauses,
  ];
  if (causes.length > 0) throw invalidObject(kind.kind, kind.group, object.metadata.name ?? '', causes);
}

function immutableCauses(kind: ResourceKind, object: KubernetesObject, previous: KubernetesObject): FieldCause[] {
  return (kind.immutable ?? [])
    .filter(({ path }) => {
      const before = valueAt(previous, path);
      return before !== undefined && !deepEqual(before, valueAt(object, path));
    })
    .map(({ path, message }) => ({
      reason: 'FieldValueInvalid',
      field: path,
      message: `Invalid value: ${JSON.stringify(valueAt(object, path) ?? null)}: ${message}`,
    }));
}
