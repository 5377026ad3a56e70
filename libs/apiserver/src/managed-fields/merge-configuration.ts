import { isJsonObject, type JsonObject } from '../json/json-object';
import { type Schema } from '../kinds/schema';
import { entryElement, fieldSchema } from './field-leaves';

/** The live value with what a configuration says laid over it, lists merged as their schema says. Pure. */
export function mergeConfiguration(live: unknown, wanted: unknown, schema: Schema | undefined): unknown {
  if (isJsonObject(live) && isJsonObject(wanted) && schema?.['x-kubernetes-map-type'] !== 'atomic') {
    const merged: JsonObject = { ...live };
    for (const [name, value] of Object.entries(wanted)) {
      merged[name] = Object.hasOwn(live, name)
        ? mergeConfiguration(live[name], value, fieldSchema(schema, name))
        : value;
    }
    return merged;
  }
  if (Array.isArray(live) && Array.isArray(wanted)) return mergeLists(live, wanted, schema);
  return wanted;
}

function mergeLists(live: readonly unknown[], wanted: readonly unknown[], schema: Schema | undefined): unknown[] {
  if (schema?.['x-kubernetes-list-type'] === 'set') {
    const present = new Set(live.map((item) => JSON.stringify(item)));
    return [...live, ...wanted.filter((item) => !present.has(JSON.stringify(item)))];
  }
  const keys = schema?.['x-kubernetes-list-map-keys'];
  if (!keys) return [...wanted];
  const keyOf = (item: unknown) => (isJsonObject(item) ? entryElement(item, keys) : JSON.stringify(item));
  const wantedByKey = new Map(wanted.map((item) => [keyOf(item), item]));
  const kept = live.map((item) => {
    const match = wantedByKey.get(keyOf(item));
    return match === undefined ? item : mergeConfiguration(item, match, schema.items);
  });
  const present = new Set(live.map(keyOf));
  return [...kept, ...wanted.filter((item) => !present.has(keyOf(item)))];
}
