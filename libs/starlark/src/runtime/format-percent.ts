import { formatFloatAs } from '../text/format-float';
import { joinText } from '../text/utf8-text';
import { representation, textOf } from '../values/repr-writer';
import { StarlarkDict } from '../values/starlark-dict';
import { StarlarkFloat } from '../values/starlark-float';
import { StarlarkTuple } from '../values/starlark-tuple';
import { typeName, type Value } from '../values/value';
import type { Budget } from './budget';
import { intText, intToFloat, isInt, type Int } from './integers';
import { StarlarkError } from './starlark-error';

const conversion = /%(?:\(([^)]*)\)|(\())?([^]|$)/gu;

/** `format % operand`: the operand is a tuple of arguments, a dict for `%(name)`, or the only argument. */
export function formatPercent(format: string, operand: Value, budget: Budget): string {
  const args = operand instanceof StarlarkTuple ? operand.elements : [operand];
  let next = 0;
  let last = 0;
  const parts: string[] = [];
  for (const match of format.matchAll(conversion)) {
    const [whole, key, openKey, letter = ''] = match;
    parts.push(format.slice(last, match.index));
    last = match.index + whole.length;
    if (letter === '') throw new StarlarkError('incomplete format');
    if (openKey !== undefined) throw new StarlarkError('incomplete format key');
    if (letter === '%' && key === undefined) {
      parts.push('%');
      continue;
    }
    const value = key === undefined ? args[next++] : keyedArgument(operand, key, budget);
    if (value === undefined) throw new StarlarkError('not enough arguments for format string');
    const part = formatConversion(letter, value, budget);
    budget.allocate(part.length);
    parts.push(part);
  }
  parts.push(format.slice(last));
  budget.allocate(format.length);
  budget.work(format.length);
  if (next < args.length && !(operand instanceof StarlarkDict)) {
    throw new StarlarkError('too many arguments for format string');
  }
  return joinText(parts);
}

function keyedArgument(operand: Value, key: string, budget: Budget): Value {
  if (!(operand instanceof StarlarkDict)) throw new StarlarkError('format requires a mapping');
  const value = operand.table.get(key, budget);
  if (value === undefined) throw new StarlarkError(`key not found: ${key}`);
  return value;
}

function formatConversion(letter: string, value: Value, budget: Budget): string {
  switch (letter) {
    case 's':
      return textOf(value, budget);
    case 'r':
      return representation(value, budget);
    case 'd':
    case 'i':
      return intText(integerArgument(letter, value), budget);
    case 'o':
      return intText(integerArgument(letter, value), budget, 8);
    case 'x':
      return intText(integerArgument(letter, value), budget, 16);
    case 'X':
      return intText(integerArgument(letter, value), budget, 16).toUpperCase();
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
      return formatFloatAs(floatArgument(letter, value), letter);
    case 'c':
      return formatCharacter(value);
    default:
      throw new StarlarkError(`unknown conversion %${letter}`);
  }
}

function integerArgument(letter: string, value: Value): Int {
  if (isInt(value)) return value;
  if (value instanceof StarlarkFloat) {
    if (!Number.isFinite(value.value)) {
      const what = Number.isNaN(value.value) ? 'NaN' : 'infinity';
      throw new StarlarkError(`%${letter} format requires integer: cannot convert float ${what} to integer`);
    }
    return BigInt(Math.trunc(value.value));
  }
  throw new StarlarkError(`%${letter} format requires integer: cannot convert ${typeName(value)} to int`);
}

function floatArgument(letter: string, value: Value): number {
  if (value instanceof StarlarkFloat) return value.value;
  if (isInt(value)) return intToFloat(value);
  throw new StarlarkError(`%${letter} format requires float, not ${typeName(value)}`);
}

function formatCharacter(value: Value): string {
  if (isInt(value)) {
    if (value < 0 || value > 0x10ffff)
      throw new StarlarkError(`%c format requires a valid Unicode code point, got ${value}`);
    return /\p{Cs}/u.test(String.fromCodePoint(Number(value))) ? '\ufffd' : String.fromCodePoint(Number(value));
  }
  if (typeof value === 'string' && /^[^]$/u.test(value)) return value;
  if (typeof value === 'string') {
    throw new StarlarkError('%c format requires a single-character string');
  }
  throw new StarlarkError(`%c format requires int or single-character string, not ${typeName(value)}`);
}
