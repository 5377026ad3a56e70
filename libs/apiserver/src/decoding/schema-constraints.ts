import { isJsonObject } from '../json/json-object';
import { type FieldCause } from '../kinds/resource-kind';
import { type Schema } from '../kinds/schema';
import { joinPath } from './conform-to-schema';

/** What a value breaks of its schema's constraints: required fields, enumerations, lengths and formats. */
export function constraintCauses(value: unknown, schema: Schema, path = ''): FieldCause[] {
  if (Array.isArray(value)) return arrayCauses(value, schema, path);
  if (isJsonObject(value)) {
    const missing = (schema.required ?? [])
      .filter((name) => !Object.hasOwn(value, name) || value[name] === undefined)
      .map((name) => required(joinPath(path, name)));
    const nested = Object.entries(value).flatMap(([name, child]) => {
      const known = schema.properties && Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
      const field = known ?? schema.additionalProperties;
      if (!field) return [];
      return constraintCauses(child, field, known ? joinPath(path, name) : `${path}[${name}]`);
    });
    return [...missing, ...nested];
  }
  return typeof value === 'string' ? textCauses(value, schema, path) : [];
}

function arrayCauses(array: readonly unknown[], schema: Schema, path: string): FieldCause[] {
  const { items, minItems = 0 } = schema;
  const own =
    array.length < minItems
      ? [invalid(path, array.length, `${path} in body should have at least ${minItems} items`)]
      : [];
  const nested = items ? array.flatMap((item, index) => constraintCauses(item, items, `${path}[${index}]`)) : [];
  return [...own, ...duplicateCauses(array, schema, path), ...nested];
}

function duplicateCauses(array: readonly unknown[], schema: Schema, path: string): FieldCause[] {
  const keyOf = listEntryKey(schema);
  if (!keyOf) return [];
  const seen = new Set<string>();
  return array.flatMap((item, index) => {
    const key = keyOf(item);
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [{ reason: 'FieldValueDuplicate', field: `${path}[${index}]`, message: `Duplicate value: ${key}` }];
  });
}

function listEntryKey(schema: Schema): ((item: unknown) => string) | undefined {
  if (schema['x-kubernetes-list-type'] === 'set') return (item) => JSON.stringify(item);
  const keys = schema['x-kubernetes-list-map-keys'];
  if (!keys) return undefined;
  return (item) =>
    JSON.stringify(Object.fromEntries(keys.map((key) => [key, isJsonObject(item) ? item[key] : undefined])));
}

function textCauses(value: string, schema: Schema, path: string): FieldCause[] {
  if (schema.enum && !schema.enum.includes(value)) {
    const supported = schema.enum.map((each) => JSON.stringify(each)).join(', ');
    return [
      {
        reason: 'FieldValueNotSupported',
        field: path,
        message: `Unsupported value: ${JSON.stringify(value)}: supported values: ${supported}`,
      },
    ];
  }
  const { minLength = 0 } = schema;
  if (value.length < minLength) {
    return [invalid(path, value, `${path} in body should be at least ${minLength} chars long`)];
  }
  if (schema.format === 'date-time' && !isTimestamp(value)) {
    return [invalid(path, value, `${path} in body must be of type date-time: ${JSON.stringify(value)}`)];
  }
  return [];
}

const RFC_3339 = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;

function isTimestamp(value: string): boolean {
  return RFC_3339.test(value) && !Number.isNaN(Date.parse(value));
}

function required(field: string): FieldCause {
  return { reason: 'FieldValueRequired', field, message: 'Required value' };
}

function invalid(field: string, value: unknown, why: string): FieldCause {
  return { reason: 'FieldValueInvalid', field, message: `Invalid value: ${JSON.stringify(value)}: ${why}` };
}
