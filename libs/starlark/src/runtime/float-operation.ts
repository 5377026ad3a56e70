import { StarlarkFloat } from '../values/starlark-float';
import type { BinaryOperator, Value } from '../values/value';
import { intToFloat, type Int } from './integers';
import { StarlarkError } from './starlark-error';

/** Arithmetic with at least one float, or `/` of ints. */
export function floatOperation(
  operator: BinaryOperator,
  left: Int | StarlarkFloat,
  right: Int | StarlarkFloat,
): Value | undefined {
  if (!['+', '-', '*', '/', '//', '%'].includes(operator)) return undefined;
  const a = toFloat(left);
  const b = toFloat(right);
  if (b === 0 && operator === '/') throw new StarlarkError('floating-point division by zero');
  if (b === 0 && operator === '//') throw new StarlarkError('floored division by zero');
  if (b === 0 && operator === '%') throw new StarlarkError('floating-point modulo by zero');
  switch (operator) {
    case '+':
      return new StarlarkFloat(a + b);
    case '-':
      return new StarlarkFloat(a - b);
    case '*':
      return new StarlarkFloat(a * b);
    case '/':
      return new StarlarkFloat(a / b);
    case '//':
      return new StarlarkFloat(Math.floor(a / b));
    default:
      return new StarlarkFloat(modulo(a, b));
  }
}

function modulo(a: number, b: number): number {
  const remainder = a % b;
  return remainder !== 0 && remainder < 0 !== b < 0 ? remainder + b : remainder;
}

function toFloat(value: Int | StarlarkFloat): number {
  return value instanceof StarlarkFloat ? value.value : intToFloat(value);
}
