import { isJsonObject, type JsonObject } from '../json/json-object';

/** A value without the field at a path of FieldsV1 elements. Maps and lists emptied by that go too. Pure. */
export function withoutField<T>(root: T, path: readonly string[]): T {
  return (remove(root, path) ?? {}) as T;
}

/** The value without the field, undefined when nothing is left of it. */
function remove(value: unknown, path: readonly string[]): unknown {
  const [element, ...rest] = path;
  if (element === undefined) return undefined;
  if (element === '.') return value;
  if (element.startsWith('f:')) return isJsonObject(value) ? removeFromObject(value, element.slice(2), rest) : value;
  if (!Array.isArray(value)) return value;
  if (element.startsWith('v:'))
    return emptyToUndefined(value.filter((item) => JSON.stringify(item) !== element.slice(2)));
  const keys = JSON.parse(element.slice(2)) as JsonObject;
  return emptyToUndefined(
    value.flatMap((item) => (hasKeys(item, keys) ? keptEntry(item, keys, rest) : [item as unknown])),
  );
}

function removeFromObject(object: JsonObject, name: string, rest: readonly string[]): unknown {
  if (!Object.hasOwn(object, name)) return object;
  const { [name]: field, ...others } = object;
  const remaining = rest.length === 0 ? undefined : remove(field, rest);
  if (remaining !== undefined) return { ...object, [name]: remaining };
  return Object.keys(others).length > 0 ? others : undefined;
}

/** The entry without a field, nothing when it is meant itself. The fields it is told apart by stay. */
function keptEntry(item: JsonObject, keys: JsonObject, rest: readonly string[]): unknown[] {
  const [element] = rest;
  if (element === undefined) return [];
  if (element === '.' || (rest.length === 1 && Object.hasOwn(keys, element.slice(2)))) return [item];
  return [remove(item, rest) ?? {}];
}

function hasKeys(item: unknown, keys: JsonObject): item is JsonObject {
  return isJsonObject(item) && Object.entries(keys).every(([key, value]) => (item[key] ?? null) === value);
}

function emptyToUndefined(list: unknown[]): unknown[] | undefined {
  return list.length > 0 ? list : undefined;
}
