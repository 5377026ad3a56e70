import { type KubernetesObject } from '@porch/api';
import { isJsonObject, type JsonObject } from '../json/json-object';
import { withoutFields } from '../json/without-fields';
import { objectSchemaOf } from '../kinds/object-schema';
import { type ResourceKind } from '../kinds/resource-kind';
import { type Schema } from '../kinds/schema';

/**
 * The fields of an object that can have an owner, with their values as JSON text. A field is named by its path of
 * FieldsV1 elements: `f:` a field, `k:` an entry of a list by its keys, `v:` an entry of a set, `.` an entry itself.
 */
export type FieldLeaves = ReadonlyMap<string, string>;

const SEPARATOR = '\u0001';
export const joinElements = (elements: readonly string[]): string => elements.join(SEPARATOR);
export const splitElements = (path: string): string[] => path.split(SEPARATOR);

const OWNABLE_METADATA: ReadonlySet<string> = new Set(['labels', 'annotations', 'finalizers', 'ownerReferences']);

export function fieldLeavesOf(kind: ResourceKind, object: KubernetesObject | undefined): FieldLeaves {
  const leaves = new Map<string, string>();
  if (object === undefined) return leaves;
  const { metadata } = object;
  const content = withoutFields(object, 'apiVersion', 'kind', 'metadata');
  const ownable = Object.fromEntries(
    Object.entries(metadata).filter(([name, value]) => OWNABLE_METADATA.has(name) && value !== undefined),
  );
  const hasMetadata = Object.keys(ownable).length > 0;
  collect({ ...(hasMetadata ? { metadata: ownable } : {}), ...content }, objectSchemaOf(kind), [], leaves);
  return leaves;
}

type Path = readonly string[];

function collect(value: unknown, schema: Schema | undefined, path: Path, leaves: Map<string, string>): void {
  if (isJsonObject(value) && schema?.['x-kubernetes-map-type'] !== 'atomic') {
    const fields = Object.entries(value).filter(([, child]) => child !== undefined);
    for (const [name, child] of fields) collect(child, fieldSchema(schema, name), [...path, `f:${name}`], leaves);
    if (fields.length > 0 || path.length === 0) return;
  }
  if (Array.isArray(value) && value.length > 0 && collectEntries(value, schema, path, leaves)) return;
  leaves.set(joinElements(path), JSON.stringify(value ?? null));
}

/** Collects the entries of a list whose entries are owned apart; false when it is owned as one. */
function collectEntries(
  list: readonly unknown[],
  schema: Schema | undefined,
  path: Path,
  leaves: Map<string, string>,
): boolean {
  if (schema?.['x-kubernetes-list-type'] === 'set') {
    for (const item of list) leaves.set(joinElements([...path, `v:${JSON.stringify(item)}`]), 'null');
    return true;
  }
  const keys = schema?.['x-kubernetes-list-map-keys'];
  if (!keys) return false;
  for (const item of list.filter(isJsonObject)) {
    const entry = [...path, entryElement(item, keys)];
    if (schema.items?.['x-kubernetes-map-type'] !== 'atomic') leaves.set(joinElements([...entry, '.']), 'null');
    collect(item, schema.items, entry, leaves);
  }
  return true;
}

export function entryElement(item: JsonObject, keys: readonly string[]): string {
  return `k:${JSON.stringify(Object.fromEntries(keys.map((key) => [key, item[key] ?? null])))}`;
}

export function fieldSchema(schema: Schema | undefined, name: string): Schema | undefined {
  if (schema?.properties && Object.hasOwn(schema.properties, name)) return schema.properties[name];
  return schema?.additionalProperties;
}
