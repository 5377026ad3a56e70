import { compareText } from '../text/utf8-text';
import { StarlarkDict } from '../values/starlark-dict';
import { StarlarkFloat } from '../values/starlark-float';
import { StarlarkList } from '../values/starlark-list';
import { StarlarkRange } from '../values/starlark-range';
import { StarlarkSet } from '../values/starlark-set';
import { StarlarkStruct } from '../values/starlark-struct';
import { StarlarkTuple } from '../values/starlark-tuple';
import { typeName, type Comparison, type Value } from '../values/value';
import type { Budget } from './budget';
import { compareNumbers, isInt, type Int } from './integers';
import { StarlarkError } from './starlark-error';

/** Data nested deeper than this is taken to hold itself. */
const maxDepth = 500;

/** The number of an int or a float; undefined for other values. */
function numberOf(value: Value): Int | undefined {
  if (isInt(value)) return value;
  return value instanceof StarlarkFloat ? value.value : undefined;
}

/** `==`, which never fails except on data that holds itself. */
export function equalValues(left: Value, right: Value, budget: Budget, depth = 0): boolean {
  if (left === right && (typeof left !== 'object' || left === null)) return true;
  if (typeof left === 'string' || typeof right === 'string') return false;
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a !== undefined && b !== undefined) return compareNumbers(a, b) === 0;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (depth > maxDepth) throw new StarlarkError('comparison exceeded maximum recursion depth');
  budget.step();
  if (left instanceof StarlarkList && right instanceof StarlarkList) {
    return equalElements(left.elements, right.elements, budget, depth);
  }
  if (left instanceof StarlarkTuple && right instanceof StarlarkTuple) {
    return equalElements(left.elements, right.elements, budget, depth);
  }
  if (left instanceof StarlarkDict && right instanceof StarlarkDict) return equalDicts(left, right, budget, depth);
  if (left instanceof StarlarkSet && right instanceof StarlarkSet) {
    return left.table.size === right.table.size && left.values().every((value) => right.table.has(value, budget));
  }
  if (left instanceof StarlarkStruct && right instanceof StarlarkStruct) {
    const names = left.attributeNames();
    const others = right.attributeNames();
    const fields = (struct: StarlarkStruct) => names.map((name) => struct.attribute(name) ?? null);
    return names.join() === others.join() && equalElements(fields(left), fields(right), budget, depth);
  }
  if (left instanceof StarlarkRange && right instanceof StarlarkRange) return left.equals(right);
  if (left === right) return true;
  return left.order !== undefined && left.typeName === right.typeName && left.order(right, budget) === 0;
}

function equalElements(left: readonly Value[], right: readonly Value[], budget: Budget, depth: number): boolean {
  if (left.length !== right.length) return false;
  budget.workElements(left.length);
  return left.every((element, index) => equalValues(element, right[index] ?? null, budget, depth + 1));
}

function equalDicts(left: StarlarkDict, right: StarlarkDict, budget: Budget, depth: number): boolean {
  if (left.table.size !== right.table.size) return false;
  budget.workElements(left.table.size);
  for (const { key, value } of left.table.entries()) {
    const other = right.table.get(key, budget);
    if (other === undefined || !equalValues(value, other, budget, depth + 1)) return false;
  }
  return true;
}

/**
 * The order of two values: negative, zero or positive.
 *
 * @throws StarlarkError where there is none, worded for the operator.
 */
function orderValues(left: Value, right: Value, operator: Comparison, budget: Budget, depth = 0): number {
  if (typeof left === 'string' && typeof right === 'string') return compareText(left, right);
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a !== undefined && b !== undefined) return compareNumbers(a, b);
  if (typeof left === 'boolean' && typeof right === 'boolean') return Number(left) - Number(right);
  if (depth > maxDepth) throw new StarlarkError('comparison exceeded maximum recursion depth');
  budget.step();
  if (
    (left instanceof StarlarkList && right instanceof StarlarkList) ||
    (left instanceof StarlarkTuple && right instanceof StarlarkTuple)
  ) {
    return orderElements(left.elements, right.elements, operator, budget, depth);
  }
  if (typeof left === 'object' && typeof right === 'object' && left !== null && right !== null) {
    if (left.order !== undefined && left.typeName === right.typeName) return left.order(right, budget);
  }
  throw new StarlarkError(`${typeName(left)} ${operator} ${typeName(right)} not implemented`);
}

function orderElements(
  left: readonly Value[],
  right: readonly Value[],
  operator: Comparison,
  budget: Budget,
  depth: number,
): number {
  const shared = Math.min(left.length, right.length);
  for (let index = 0; index < shared; index++) {
    const [a, b] = [left[index] ?? null, right[index] ?? null];
    if (!equalValues(a, b, budget, depth + 1)) return orderValues(a, b, operator, budget, depth + 1);
  }
  return left.length - right.length;
}

/** One of the six comparisons. Sets compare as sub- and supersets. */
export function compareValues(operator: Comparison, left: Value, right: Value, budget: Budget): boolean {
  if (operator === '==') return equalValues(left, right, budget);
  if (operator === '!=') return !equalValues(left, right, budget);
  if (left instanceof StarlarkSet && right instanceof StarlarkSet) return compareSets(operator, left, right, budget);
  const order = orderValues(left, right, operator, budget);
  switch (operator) {
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

function compareSets(
  operator: '<' | '<=' | '>' | '>=',
  left: StarlarkSet,
  right: StarlarkSet,
  budget: Budget,
): boolean {
  const [small, large] = operator.startsWith('<') ? [left, right] : [right, left];
  budget.workElements(small.table.size);
  const proper = operator.length === 1;
  if (proper ? small.table.size >= large.table.size : small.table.size > large.table.size) return false;
  return small.values().every((value) => large.table.has(value, budget));
}

export function isComparison(operator: string): operator is Comparison {
  return ['==', '!=', '<', '<=', '>', '>='].includes(operator);
}
