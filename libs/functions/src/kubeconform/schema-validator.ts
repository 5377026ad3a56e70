import { isDeepStrictEqual } from 'node:util';
import { constraintProblems } from './schema-constraints';
import { jsonTypeOf, typeProblem } from './schema-types';
import { type SchemaViolation, type ValidationSchema } from './validation-schema';

export interface ValidatorOptions {
  /** Fields that a schema does not name are violations. */
  readonly strict: boolean;
  /** Finds a shared definition by name. */
  readonly definition: (name: string) => ValidationSchema;
}

/** What every resource may have whatever its schema names. */
const resourceFields = ['apiVersion', 'kind', 'metadata'];

/** Deeper than this no resource goes; schemas may refer to themselves. */
const maxDepth = 500;

/**
 * Everything in a value that its schema does not allow, in the words of the library that kubeconform uses: for each
 * object first the fields that are missing, then what is wrong within fields, then fields that should not be there.
 */
export function validateSchema(value: unknown, schema: ValidationSchema, options: ValidatorOptions): SchemaViolation[] {
  return [...new SchemaValidator(options).validate(value, schema, [], true)];
}

class SchemaValidator {
  constructor(private readonly options: ValidatorOptions) {}

  *validate(
    value: unknown,
    schema: ValidationSchema,
    path: readonly string[],
    isResource = false,
  ): Generator<SchemaViolation> {
    if (path.length > maxDepth) {
      yield { path, message: 'nested too deeply' };
      return;
    }
    if (schema.$ref !== undefined) {
      yield* this.validate(value, this.options.definition(schema.$ref), path, isResource);
      return;
    }
    if (value === null && schema.nullable === true) return;
    const problem = typeProblem(value, schema);
    if (problem !== undefined) {
      yield { path, message: problem };
      return;
    }
    for (const message of constraintProblems(value, schema)) yield { path, message };
    yield* this.validateCombinations(value, schema, path);
    if (Array.isArray(value)) yield* this.validateElements(value, schema, path);
    else if (jsonTypeOf(value) === 'object') {
      yield* this.validateFields(value as Record<string, unknown>, schema, path, isResource);
    }
  }

  private *validateElements(
    elements: readonly unknown[],
    schema: ValidationSchema,
    path: readonly string[],
  ): Generator<SchemaViolation> {
    const { items, uniqueItems } = schema;
    if (uniqueItems === true) {
      const second = elements.findIndex((element, index) => firstEqual(elements, element) < index);
      if (second >= 0) {
        yield { path, message: `items at ${firstEqual(elements, elements[second])} and ${second} are equal` };
      }
    }
    if (items === undefined) return;
    for (const [index, element] of elements.entries()) yield* this.validate(element, items, [...path, String(index)]);
  }

  private *validateFields(
    object: Readonly<Record<string, unknown>>,
    schema: ValidationSchema,
    path: readonly string[],
    isResource: boolean,
  ): Generator<SchemaViolation> {
    const { required = [], properties = {}, additionalProperties } = schema;
    const missing = required.filter((name) => !Object.hasOwn(object, name));
    if (missing.length > 0) {
      yield { path, message: `missing ${missing.length === 1 ? 'property' : 'properties'} ${quoted(missing)}` };
    }
    const resource = isResource || schema['x-kubernetes-embedded-resource'] === true;
    const unknown: string[] = [];
    for (const [name, value] of Object.entries(object)) {
      const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
      if (property !== undefined) yield* this.validate(value, property, [...path, name]);
      else if (typeof additionalProperties === 'object')
        yield* this.validate(value, additionalProperties, [...path, name]);
      else if (!(resource && resourceFields.includes(name))) unknown.push(name);
    }
    if (unknown.length > 0 && this.isClosed(schema)) {
      yield { path, message: `additional properties ${quoted(unknown)} not allowed` };
    }
  }

  private isClosed(schema: ValidationSchema): boolean {
    if (schema.additionalProperties === false) return true;
    const open = schema.additionalProperties === true || schema['x-kubernetes-preserve-unknown-fields'] === true;
    return this.options.strict && !open && schema.properties !== undefined;
  }

  private *validateCombinations(
    value: unknown,
    schema: ValidationSchema,
    path: readonly string[],
  ): Generator<SchemaViolation> {
    const loose = new SchemaValidator({ ...this.options, strict: false });
    const fits = (part: ValidationSchema) => loose.validate(value, part, path).next().done === true;
    for (const part of schema.allOf ?? []) yield* loose.validate(value, part, path);
    if (schema.anyOf && !schema.anyOf.some(fits)) yield { path, message: 'anyOf failed' };
    if (schema.oneOf && !schema.oneOf.some(fits)) yield { path, message: 'oneOf failed, none matched' };
    if (schema.not && fits(schema.not)) yield { path, message: 'not failed' };
  }
}

function firstEqual(elements: readonly unknown[], wanted: unknown): number {
  return elements.findIndex((element) => isDeepStrictEqual(element, wanted));
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(', ');
}
