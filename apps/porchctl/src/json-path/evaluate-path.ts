import { type FilterOperand, type PathExpression, type PathStep } from './json-path-node';

/** The values that an expression reaches from `current`; a missing field reaches none. */
export function evaluatePath(path: PathExpression, current: unknown, root: unknown): unknown[] {
  let values: unknown[] = [path.fromRoot ? root : current];
  for (const step of path.steps) values = values.flatMap((value) => take(step, value, root));
  return values;
}

function take(step: PathStep, value: unknown, root: unknown): unknown[] {
  switch (step.kind) {
    case 'field':
      return isObject(value) && Object.hasOwn(value, step.name) ? [value[step.name]] : [];
    case 'wildcard':
      return children(value);
    case 'recursive':
      return [value, ...children(value).flatMap((child) => take(step, child, root))];
    case 'index': {
      if (!Array.isArray(value)) return [];
      const at = step.index < 0 ? value.length + step.index : step.index;
      return at >= 0 && at < value.length ? [value[at]] : [];
    }
    case 'slice':
      return Array.isArray(value) ? sliceOf(value, step.from, step.to, step.step) : [];
    case 'union':
      return step.alternatives.flatMap((alternative) => take(alternative, value, root));
    case 'filter':
      return children(value).filter((child) => holds(step, child, root));
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function children(value: unknown): unknown[] {
  if (Array.isArray(value)) return value as unknown[];
  return isObject(value) ? Object.values(value) : [];
}

function sliceOf(list: readonly unknown[], from: number | undefined, to: number | undefined, step: number): unknown[] {
  const bound = (index: number) => Math.min(Math.max(index < 0 ? list.length + index : index, 0), list.length);
  const end = bound(to ?? list.length);
  const found: unknown[] = [];
  for (let at = bound(from ?? 0); step > 0 && at < end; at += step) found.push(list[at]);
  return found;
}

function holds(step: Extract<PathStep, { kind: 'filter' }>, value: unknown, root: unknown): boolean {
  const left = operandValues(step.left, value, root);
  if (step.operator === undefined || step.right === undefined) return left.length > 0;
  const right = operandValues(step.right, value, root);
  if (left.length === 0 || right.length === 0) return false;
  const order = compare(left[0], right[0]);
  switch (step.operator) {
    case '==':
      return left[0] === right[0];
    case '!=':
      return left[0] !== right[0];
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}

/** NaN, which no comparison accepts, when the two are not both numbers or both strings. */
function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : Number(a > b);
  return NaN;
}

function operandValues(operand: FilterOperand, value: unknown, root: unknown): unknown[] {
  return operand.kind === 'value' ? [operand.value] : evaluatePath(operand.path, value, root);
}
