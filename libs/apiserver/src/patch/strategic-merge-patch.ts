import { badRequest } from '@porch/api';
import { isJsonObject, type JsonObject } from '../json/json-object';
import { withoutFields } from '../json/without-fields';
import { type Schema } from '../kinds/schema';
import { fieldSchema } from '../managed-fields/field-leaves';

const DIRECTIVE = '$patch';
const DELETE_FROM_PRIMITIVES = '$deleteFromPrimitiveList/';
const SET_ELEMENT_ORDER = '$setElementOrder/';
const RETAIN_KEYS = '$retainKeys';

/**
 * Kubernetes' strategic merge patch: as a merge patch, but lists merge by the keys their schema names, and directives
 * say what to delete, replace or keep. Pure.
 *
 * @throws PorchError BadRequest for a directive that cannot be followed
 */
export function applyStrategicMergePatch(target: unknown, patch: unknown, schema: Schema | undefined): unknown {
  if (Array.isArray(patch)) return mergeList(Array.isArray(target) ? target : [], patch, schema);
  if (!isJsonObject(patch)) return patch;
  if (patch[DIRECTIVE] === 'replace') return withoutFields(patch, DIRECTIVE);
  if (patch[DIRECTIVE] === 'delete') return {};
  return mergeObject(isJsonObject(target) ? target : {}, withoutFields(patch, DIRECTIVE), schema);
}

function mergeObject(target: JsonObject, patch: JsonObject, schema: Schema | undefined): JsonObject {
  const result = retained(target, patch[RETAIN_KEYS]);
  for (const [name, value] of Object.entries(patch)) {
    if (name === RETAIN_KEYS) continue;
    if (name.startsWith(DELETE_FROM_PRIMITIVES)) deleteFrom(result, name.slice(DELETE_FROM_PRIMITIVES.length), value);
    else if (name.startsWith(SET_ELEMENT_ORDER)) continue;
    else if (value === null) delete result[name];
    else result[name] = applyStrategicMergePatch(result[name], value, fieldSchema(schema, name));
  }
  for (const [name, order] of Object.entries(patch)) {
    if (!name.startsWith(SET_ELEMENT_ORDER)) continue;
    const field = name.slice(SET_ELEMENT_ORDER.length);
    result[field] = inOrder(result[field], order, mergeKeyOf(fieldSchema(schema, field)));
  }
  return Object.fromEntries(Object.entries(result).filter(([, value]) => value !== undefined));
}

function retained(target: JsonObject, keys: unknown): JsonObject {
  if (keys === undefined) return { ...target };
  if (!Array.isArray(keys)) throw badRequest(`${RETAIN_KEYS} must be a list`);
  return Object.fromEntries(Object.entries(target).filter(([name]) => keys.includes(name)));
}

function mergeList(target: readonly unknown[], patch: readonly unknown[], schema: Schema | undefined): unknown[] {
  if (schema?.['x-kubernetes-patch-strategy'] !== 'merge') return patch.filter((item) => !isDirective(item));
  const mergeKey = mergeKeyOf(schema);
  if (mergeKey === undefined) {
    return [...target, ...patch.filter((item) => !target.includes(item))];
  }
  const replaces = patch.some((item) => isJsonObject(item) && item[DIRECTIVE] === 'replace' && !(mergeKey in item));
  const result = replaces ? [] : [...target];
  for (const item of patch) {
    if (!isJsonObject(item)) throw badRequest(`an entry of a list merged by ${mergeKey} must be an object`);
    if (isDirective(item) && !(mergeKey in item)) continue;
    mergeEntry(result, item, mergeKey, schema.items);
  }
  return result;
}

function mergeEntry(list: unknown[], item: JsonObject, mergeKey: string, schema: Schema | undefined): void {
  if (!(mergeKey in item)) throw badRequest(`an entry of the list lacks its merge key ${mergeKey}`);
  const index = list.findIndex((entry) => isJsonObject(entry) && entry[mergeKey] === item[mergeKey]);
  if (item[DIRECTIVE] === 'delete') {
    if (index >= 0) list.splice(index, 1);
  } else if (index >= 0) list[index] = applyStrategicMergePatch(list[index], item, schema);
  else list.push(withoutFields(item, DIRECTIVE));
}

function deleteFrom(object: JsonObject, name: string, values: unknown): void {
  const list = object[name];
  if (!Array.isArray(values)) throw badRequest(`${DELETE_FROM_PRIMITIVES}${name} must be a list`);
  if (Array.isArray(list)) object[name] = list.filter((item) => !values.includes(item));
}

/** A list in the order a directive gives; what it does not name keeps its place at the end. */
function inOrder(list: unknown, order: unknown, mergeKey: string | undefined): unknown {
  if (!Array.isArray(list) || !Array.isArray(order)) return list;
  const keyOf = (item: unknown) => JSON.stringify(mergeKey !== undefined && isJsonObject(item) ? item[mergeKey] : item);
  const positions = new Map(order.map((item, index) => [keyOf(item), index]));
  const positionOf = (item: unknown) => positions.get(keyOf(item)) ?? order.length;
  return [...(list as unknown[])].sort((left, right) => positionOf(left) - positionOf(right));
}

function mergeKeyOf(schema: Schema | undefined): string | undefined {
  return schema?.['x-kubernetes-patch-merge-key'];
}

function isDirective(item: unknown): boolean {
  return isJsonObject(item) && DIRECTIVE in item;
}
