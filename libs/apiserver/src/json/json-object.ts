/** A JSON object as it was decoded: nothing is known of its fields yet. */
export type JsonObject = Record<string, unknown>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a dotted path of field names, undefined where any part of the way is missing. */
export function valueAt(root: unknown, path: string): unknown {
  let value = root;
  for (const field of path.split('.')) {
    if (!isJsonObject(value) || !Object.hasOwn(value, field)) return undefined;
    value = value[field];
  }
  return value;
}

/** The text at a dotted path, empty when there is none. */
export function textAt(root: unknown, path: string): string {
  const value = valueAt(root, path);
  return typeof value === 'string' ? value : '';
}

/** The objects of the list at a dotted path. */
export function objectsAt(root: unknown, path: string): JsonObject[] {
  const value = valueAt(root, path);
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}
