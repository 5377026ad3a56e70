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
    const present = new Set(target);
    return [...target, ...patch.filter((item) => !present.has(item))];
  }
  const replaces = patch.some((item) => isJsonObject(item) && item[DIRECTIVE] === 'replace' && !(mergeKey in item));
  const entries = new KeyedEntries(replaces ? [] : target, mergeKey);
  for (const item of patch) {
    if (!isJsonObject(item)) throw badRequest(`an entry of a list merged by ${mergeKey} must be an object`);
    if (isDirective(item) && !(mergeKey in item)) continue;
    if (!(mergeKey in item)) throw badRequest(`an entry of the list lacks its merge key ${mergeKey}`);
    if (item[DIRECTIVE] === 'delete') entries.delete(item[mergeKey]);
    else entries.merge(item[mergeKey], (entry) => mergedEntry(entry, item, schema.items));
  }
  return entries.list();
}

function mergedEntry(entry: unknown, item: JsonObject, schema: Schema | undefined): unknown {
  return entry === undefined ? withoutFields(item, DIRECTIVE) : applyStrategicMergePatch(entry, item, schema);
}

/** The entries of a list with the place of each by its merge key, so that long lists merge in one pass. */
class KeyedEntries {
  readonly #entries: unknown[];
  readonly #places = new Map<unknown, number>();

  constructor(list: readonly unknown[], mergeKey: string) {
    this.#entries = [...list];
    list.forEach((entry, index) => {
      const key = isJsonObject(entry) ? entry[mergeKey] : undefined;
      if (key !== undefined && !this.#places.has(key)) this.#places.set(key, index);
    });
  }

  merge(key: unknown, merge: (entry: unknown) => unknown): void {
    const place = this.#places.get(key) ?? this.#entries.length;
    this.#entries[place] = merge(this.#entries[place]);
    this.#places.set(key, place);
  }

  delete(key: unknown): void {
    const place = this.#places.get(key);
    if (place === undefined) return;
    this.#entries[place] = undefined;
    this.#places.delete(key);
  }

  list(): unknown[] {
    return this.#entries.filter((entry) => entry !== undefined);
  }
}

function deleteFrom(object: JsonObject, name: string, values: unknown): void {
  const list = object[name];
  if (!Array.isArray(values)) throw badRequest(`${DELETE_FROM_PRIMITIVES}${name} must be a list`);
  const removed = new Set(values);
  if (Array.isArray(list)) object[name] = list.filter((item) => !removed.has(item));
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
