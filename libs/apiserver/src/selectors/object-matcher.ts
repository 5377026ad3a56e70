import { badRequest, type KubernetesObject, type LabelSelector, matchesLabelSelector } from '@porch/api';
import { valueAt } from '../json/json-object';
import { type ResourceKind } from '../kinds/resource-kind';
import { type FieldRequirement } from './field-selector';

/** What a list, a watch or a deletion of many is limited to. */
export interface Selectors {
  /** Undefined for all namespaces. */
  readonly namespace: string | undefined;
  readonly labels: LabelSelector;
  readonly fields: readonly FieldRequirement[];
}

const METADATA_FIELDS = ['metadata.name', 'metadata.namespace'];

/**
 * Whether an object is selected.
 * @throws PorchError BadRequest for a field the kind cannot be selected by
 */
export function objectMatcher(kind: ResourceKind, selectors: Selectors): (object: KubernetesObject) => boolean {
  const { namespace, labels, fields } = selectors;
  const known = selectableFieldsOf(kind);
  for (const { field } of fields) {
    if (known.includes(field)) continue;
    const names = known.map((name) => `"${name}"`).join(', ');
    throw badRequest(`"${field}" is not a known field selector: only ${names}`);
  }
  return (object) =>
    (namespace === undefined || object.metadata.namespace === namespace) &&
    matchesLabelSelector(labels, object.metadata.labels) &&
    fields.every(({ field, operator, value }) => (fieldText(kind, object, field) === value) === (operator === '='));
}

/** Every name that a field selector over a kind may have. */
export function selectableFieldsOf(kind: ResourceKind): string[] {
  return [...METADATA_FIELDS, ...(kind.selectableFields ?? []), ...Object.keys(kind.derivedFields ?? {})];
}

function fieldText(kind: ResourceKind, object: KubernetesObject, field: string): string {
  const derived = kind.derivedFields?.[field];
  if (derived) return derived(object);
  const value = valueAt(object, field);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
