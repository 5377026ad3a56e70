/** A value without what Go clients send for fields nobody set: null, empty strings, empty structs. */
export function withoutUnsetFields(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUnsetFields);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .map(([key, field]) => [key, withoutUnsetFields(field)] as const)
    .filter(([, field]) => !isUnset(field));
  return Object.fromEntries(entries);
}

function isUnset(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true;
  return typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length === 0;
}
