import { concatText } from '../text/utf8-text';
import { StarlarkBytes } from '../values/starlark-bytes';
import { StarlarkDict } from '../values/starlark-dict';
import { StarlarkFloat } from '../values/starlark-float';
import { StarlarkList } from '../values/starlark-list';
import { StarlarkSet } from '../values/starlark-set';
import { elementBytes, sequenceBytes } from '../values/slice-elements';
import { StarlarkTuple } from '../values/starlark-tuple';
import { typeName, type BinaryOperator, type Value } from '../values/value';
import type { Budget } from './budget';
import { contains } from './contains';
import { floatOperation } from './float-operation';
import { formatPercent } from './format-percent';
import * as ints from './integers';
import { repeatValue } from './repeat-value';
import { symmetricDifference } from './set-operations';
import { StarlarkError } from './starlark-error';

/**
 * One of the operators that make a new value.
 *
 * @throws StarlarkError "unknown binary op: …" where the operands do not fit.
 */
export function binaryOperation(operator: BinaryOperator, left: Value, right: Value, budget: Budget): Value {
  const result = binaryOrUndefined(operator, left, right, budget);
  if (result !== undefined) return result;
  throw new StarlarkError(`unknown binary op: ${typeName(left)} ${operator} ${typeName(right)}`);
}

function binaryOrUndefined(operator: BinaryOperator, left: Value, right: Value, budget: Budget): Value | undefined {
  if (ints.isInt(left) && ints.isInt(right)) return intOperation(operator, left, right, budget);
  if (operator === 'in') return contains(right, left, budget);
  if (operator === '%' && typeof left === 'string') return formatPercent(left, right, budget);
  if (isNumber(left) && isNumber(right)) return floatOperation(operator, left, right);
  return (
    builtinOperation(operator, left, right, budget) ??
    objectOperand(left)?.binary?.(operator, right, 'left', budget) ??
    objectOperand(right)?.binary?.(operator, left, 'right', budget)
  );
}

function objectOperand(value: Value) {
  return typeof value === 'object' && value !== null ? value : undefined;
}

function isNumber(value: Value): value is ints.Int | StarlarkFloat {
  return ints.isInt(value) || value instanceof StarlarkFloat;
}

function intOperation(operator: BinaryOperator, left: ints.Int, right: ints.Int, budget: Budget): Value | undefined {
  switch (operator) {
    case '+':
      return ints.addInts(left, right, budget);
    case '-':
      return ints.subtractInts(left, right, budget);
    case '*':
      return ints.multiplyInts(left, right, budget);
    case '/':
      return floatOperation('/', left, right);
    case '//':
      return ints.floorDivideInts(left, right, budget);
    case '%':
      return ints.moduloInts(left, right, budget);
    case '&':
    case '|':
    case '^':
      return ints.bitwiseInts(operator, left, right, budget);
    case '<<':
    case '>>':
      return ints.shiftInts(operator, left, right, budget);
    case 'in':
      return undefined;
  }
}

function builtinOperation(operator: BinaryOperator, left: Value, right: Value, budget: Budget): Value | undefined {
  switch (operator) {
    case '+':
      return add(left, right, budget);
    case '*':
      return repeatValue(left, right, budget) ?? repeatValue(right, left, budget);
    case '-':
      return left instanceof StarlarkSet && right instanceof StarlarkSet
        ? StarlarkSet.from(
            left.values().filter((value) => !right.table.has(value, budget)),
            budget,
          )
        : undefined;
    case '&':
      return left instanceof StarlarkSet && right instanceof StarlarkSet
        ? StarlarkSet.from(
            left.values().filter((value) => right.table.has(value, budget)),
            budget,
          )
        : undefined;
    case '^':
      return left instanceof StarlarkSet && right instanceof StarlarkSet
        ? symmetricDifference(left, right.values(), budget)
        : undefined;
    case '|':
      return union(left, right, budget);
    default:
      return undefined;
  }
}

function add(left: Value, right: Value, budget: Budget): Value | undefined {
  if (typeof left === 'string' && typeof right === 'string') {
    budget.allocate(Math.min(left.length, right.length) + 32);
    checkTextLength(left.length + right.length);
    return concatText(left, right);
  }
  if (left instanceof StarlarkList && right instanceof StarlarkList) {
    return new StarlarkList(concatElements(left.elements, right.elements, budget));
  }
  if (left instanceof StarlarkTuple && right instanceof StarlarkTuple) {
    return new StarlarkTuple(concatElements(left.elements, right.elements, budget));
  }
  if (left instanceof StarlarkBytes && right instanceof StarlarkBytes) {
    budget.allocate(left.length() + right.length());
    return new StarlarkBytes(Uint8Array.from(Buffer.concat([left.bytes, right.bytes])));
  }
  return undefined;
}

/** Node cannot make longer strings; a program gets an error in words instead. */
const maxTextLength = 2 ** 28;

export function checkTextLength(length: number): void {
  if (length > maxTextLength)
    throw new StarlarkError(`out of memory: a string of ${length} bytes is too long`, 'limit');
}

function concatElements(left: readonly Value[], right: readonly Value[], budget: Budget): Value[] {
  budget.allocate(sequenceBytes + (left.length + right.length) * elementBytes);
  budget.work(left.length + right.length);
  return left.concat(right);
}

function union(left: Value, right: Value, budget: Budget): Value | undefined {
  if (left instanceof StarlarkDict && right instanceof StarlarkDict) {
    const result = new StarlarkDict();
    for (const { table } of [left, right]) {
      budget.work(table.size);
      for (const { key, value } of table.entries()) result.table.set(key, value, budget);
    }
    return result;
  }
  if (left instanceof StarlarkSet && right instanceof StarlarkSet) {
    budget.work(left.table.size + right.table.size);
    return StarlarkSet.from([...left.values(), ...right.values()], budget);
  }
  return undefined;
}
