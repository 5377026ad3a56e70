import { isJsonObject } from '../json/json-object';
import { type Schema } from '../kinds/schema';

/** The value with the defaults of its schema where a parent that is there lacks the field. */
export function withDefaults(value: unknown, schema: Schema): unknown {
  if (Array.isArray(value)) {
    const { items } = schema;
    return items ? value.map((item) => withDefaults(item, items)) : value;
  }
  if (!isJsonObject(value)) return value;
  const result = { ...value };
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    if (Object.hasOwn(result, name)) result[name] = withDefaults(result[name], field);
    else if (field.default !== undefined) result[name] = field.default;
  }
  const { additionalProperties } = schema;
  if (additionalProperties) {
    for (const [name, child] of Object.entries(result)) {
      if (!Object.hasOwn(schema.properties ?? {}, name)) result[name] = withDefaults(child, additionalProperties);
    }
  }
  return result;
}
