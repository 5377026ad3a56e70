import { type CelInput, celEnv, isCelError, parse, plan } from '@bufbuild/cel';
import { strings } from '@bufbuild/cel/ext';
import { type JsonValue, type KrmObject, toJs } from '@porch/krm';

const environment = celEnv({ funcs: strings });

/**
 * Whether a step's `when` holds: a CEL expression over `resources`, the objects the step would work on.
 * @throws Error for an expression that cannot be compiled or evaluated, or that gives no boolean
 */
export function conditionHolds(expression: string, resources: readonly KrmObject[]): boolean {
  const program = compiled(expression);
  const value = program({ resources: resources.map(({ node }) => celValue(toJs(node))) });
  if (isCelError(value)) throw new Error(`failed to evaluate CEL expression: ${value.message}`, { cause: value });
  if (typeof value !== 'boolean') throw new Error(`CEL expression must return a boolean, got ${typeof value}`);
  return value;
}

function compiled(expression: string) {
  try {
    return plan(environment, parse(expression));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`failed to compile CEL expression: ${reason}`, { cause });
  }
}

/** CEL's integers are bigints; a number would be a double to it, which `resources[0].spec.replicas % 2` cannot take. */
function celValue(value: JsonValue): CelInput {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(celValue);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, celValue(field)]));
}
