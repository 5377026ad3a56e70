import { isJsonObject, type JsonObject } from '../json/json-object';
import { type Schema } from '../kinds/schema';

/** A value that is not of the type its schema asks for. */
export interface TypeProblem {
  readonly path: string;
  readonly expected: string;
  readonly actual: string;
}

export interface Conformance {
  readonly value: unknown;
  readonly unknownFields: readonly string[];
  readonly typeProblems: readonly TypeProblem[];
}

/**
 * A value with only the fields its schema knows. Null counts as absent: Go clients send it for what they did not set
 * (H-1.3).
 */
export function conformToSchema(value: unknown, schema: Schema): Conformance {
  const unknownFields: string[] = [];
  const typeProblems: TypeProblem[] = [];
  return {
    value: conform(value, schema, '', { unknownFields, typeProblems }) ?? {},
    unknownFields,
    typeProblems,
  };
}

interface Findings {
  readonly unknownFields: string[];
  readonly typeProblems: TypeProblem[];
}

function conform(value: unknown, schema: Schema, path: string, findings: Findings): unknown {
  if (value === null || value === undefined) return undefined;
  if (schema['x-kubernetes-int-or-string']) {
    return expectType(typeof value === 'string' || Number.isInteger(value), 'integer or string', value, path, findings);
  }
  switch (schema.type) {
    case 'object':
      return isJsonObject(value)
        ? conformObject(value, schema, path, findings)
        : expectType(false, 'object', value, path, findings);
    case 'array':
      return Array.isArray(value)
        ? conformArray(value, schema, path, findings)
        : expectType(false, 'array', value, path, findings);
    case 'string':
    case 'boolean':
    case 'number':
      return expectType(typeof value === schema.type, schema.type, value, path, findings);
    case 'integer':
      return expectType(Number.isInteger(value), schema.type, value, path, findings);
    case undefined:
      return value;
  }
}

function expectType(fits: boolean, expected: string, value: unknown, path: string, findings: Findings): unknown {
  if (!fits) findings.typeProblems.push({ path, expected, actual: typeNameOf(value) });
  return value;
}

function conformObject(object: JsonObject, schema: Schema, path: string, findings: Findings): JsonObject {
  const result: JsonObject = {};
  for (const [key, value] of Object.entries(object)) {
    const known = schema.properties && Object.hasOwn(schema.properties, key) ? schema.properties[key] : undefined;
    const field = known ?? schema.additionalProperties;
    const childPath = known || !schema.additionalProperties ? joinPath(path, key) : `${path}[${key}]`;
    if (field) {
      const child = conform(value, field, childPath, findings);
      if (child !== undefined) result[key] = child;
    } else if (schema['x-kubernetes-preserve-unknown-fields']) result[key] = value;
    else findings.unknownFields.push(childPath);
  }
  return result;
}

function conformArray(array: readonly unknown[], schema: Schema, path: string, findings: Findings): unknown[] {
  const { items } = schema;
  if (!items) return [...array];
  return array.map((item, index) => conform(item, items, `${path}[${index}]`, findings) ?? null);
}

export function joinPath(path: string, field: string): string {
  return path === '' ? field : `${path}.${field}`;
}

function typeNameOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (value === null) return 'null';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}
