import { isDeepStrictEqual } from 'node:util';
import { type ValidationSchema } from './validation-schema';

/** What is wrong with a value besides its type and what is within it. */
export function* constraintProblems(value: unknown, schema: ValidationSchema): Generator<string> {
  const { enum: allowed } = schema;
  if (allowed && !allowed.some((candidate) => isDeepStrictEqual(candidate, value))) yield enumProblem(allowed);
  if (typeof value === 'string') yield* textProblems(value, schema);
  else if (typeof value === 'number') yield* numberProblems(value, schema);
  else if (Array.isArray(value)) yield* sizeProblems('Items', value.length, schema.minItems, schema.maxItems);
  else if (typeof value === 'object' && value !== null) {
    yield* sizeProblems('Properties', Object.keys(value).length, schema.minProperties, schema.maxProperties);
  }
}

function enumProblem(allowed: readonly unknown[]): string {
  const shown = allowed.map((value) => (typeof value === 'string' ? `'${value}'` : JSON.stringify(value)));
  return shown.length === 1 ? `value must be ${shown[0]}` : `value must be one of ${shown.join(', ')}`;
}

function* textProblems(value: string, { pattern, minLength, maxLength }: ValidationSchema): Generator<string> {
  yield* sizeProblems('Length', [...value].length, minLength, maxLength);
  const expression = pattern === undefined ? undefined : compile(pattern);
  if (expression && !expression.test(value)) yield `'${value}' does not match pattern '${pattern}'`;
}

/** A pattern that JavaScript cannot read is left to the cluster. */
function compile(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern, 'u');
  } catch {
    return undefined;
  }
}

function* numberProblems(value: number, schema: ValidationSchema): Generator<string> {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  const low = typeof exclusiveMinimum === 'number' ? exclusiveMinimum : exclusiveMinimum ? minimum : undefined;
  const high = typeof exclusiveMaximum === 'number' ? exclusiveMaximum : exclusiveMaximum ? maximum : undefined;
  if (low !== undefined && value <= low) yield `exclusiveMinimum: got ${value}, want ${low}`;
  else if (minimum !== undefined && value < minimum) yield `minimum: got ${value}, want ${minimum}`;
  if (high !== undefined && value >= high) yield `exclusiveMaximum: got ${value}, want ${high}`;
  else if (maximum !== undefined && value > maximum) yield `maximum: got ${value}, want ${maximum}`;
  if (multipleOf !== undefined && multipleOf > 0 && !Number.isInteger(value / multipleOf)) {
    yield `multipleOf: got ${value}, want ${multipleOf}`;
  }
}

function* sizeProblems(
  what: 'Length' | 'Items' | 'Properties',
  size: number,
  minimum: number | undefined,
  maximum: number | undefined,
): Generator<string> {
  if (minimum !== undefined && size < minimum) yield `min${what}: got ${size}, want ${minimum}`;
  if (maximum !== undefined && size > maximum) yield `max${what}: got ${size}, want ${maximum}`;
}
