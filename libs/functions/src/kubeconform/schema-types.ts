import { type SchemaType, type ValidationSchema } from './validation-schema';

const typeOrder: readonly SchemaType[] = ['null', 'boolean', 'number', 'integer', 'string', 'array', 'object'];

/** A value's type in JSON; whole numbers are numbers like the others. */
export function jsonTypeOf(value: unknown): SchemaType {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'array';
  switch (typeof value) {
    case 'boolean':
    case 'number':
    case 'string':
      return typeof value as SchemaType;
    default:
      return 'object';
  }
}

/** "got string, want null or integer", or undefined where the type is right. */
export function typeProblem(value: unknown, schema: ValidationSchema): string | undefined {
  const wanted = wantedTypes(schema);
  if (wanted.length === 0 || wanted.some((type) => isOfType(value, type))) return undefined;
  const names = typeOrder.filter((type) => wanted.includes(type));
  return `got ${jsonTypeOf(value)}, want ${names.join(' or ')}`;
}

function wantedTypes(schema: ValidationSchema): readonly SchemaType[] {
  if (schema['x-kubernetes-int-or-string'] === true) return ['integer', 'string'];
  if (schema.type === undefined) return [];
  return typeof schema.type === 'string' ? [schema.type] : schema.type;
}

function isOfType(value: unknown, type: SchemaType): boolean {
  return type === 'integer' ? Number.isInteger(value) : jsonTypeOf(value) === type;
}
