import type { Budget } from '../runtime/budget';
import { intToFloat, isInt, normalizeInt, type Int } from '../runtime/integers';
import { StarlarkError } from '../runtime/starlark-error';
import { StarlarkFloat } from '../values/starlark-float';
import { typeName, type Value } from '../values/value';

const floatText = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** What `float(value)` returns. */
export function convertToFloat(value: Value): number {
  if (typeof value === 'boolean') return Number(value);
  if (isInt(value)) return intToFloat(value);
  if (value instanceof StarlarkFloat) return value.value;
  if (typeof value !== 'string') throw new StarlarkError(`float got ${typeName(value)}, want number or string`);
  return parseFloatText(value);
}

function parseFloatText(text: string): number {
  if (text === '') throw new StarlarkError('float: empty string');
  const special = /^([+-]?)(inf(?:inity)?|nan)$/i.exec(text);
  if (special) {
    const magnitude = special[2]?.toLowerCase() === 'nan' ? NaN : Infinity;
    return special[1] === '-' ? -magnitude : magnitude;
  }
  if (!floatText.test(text)) throw new StarlarkError(`invalid float literal: ${text}`);
  const value = Number(text);
  if (!Number.isFinite(value)) throw new StarlarkError(`float: floating-point number too large: ${text}`);
  return value;
}

/** What `int(value, base)` returns. */
export function convertToInt(value: Value, base: Value | undefined, budget: Budget): Int {
  if (typeof value === 'string') return parseIntText(value, base, budget);
  if (base !== undefined) throw new StarlarkError("int: can't convert non-string with explicit base");
  if (typeof value === 'boolean') return Number(value);
  if (isInt(value)) return value;
  if (value instanceof StarlarkFloat) return truncate(value.value);
  throw new StarlarkError(`int: cannot convert ${typeName(value)} to int`);
}

function truncate(value: number): Int {
  if (!Number.isFinite(value)) {
    throw new StarlarkError(`int: cannot convert float ${Number.isNaN(value) ? 'NaN' : 'infinity'} to integer`);
  }
  return normalizeInt(BigInt(Math.trunc(value)));
}

const prefixes: Readonly<Record<string, number>> = { '0x': 16, '0o': 8, '0b': 2 };

function parseIntText(text: string, base: Value | undefined, budget: Budget): Int {
  if (base !== undefined && !isInt(base)) throw new StarlarkError(`int: for base, got ${typeName(base)}, want int`);
  const wanted = Number(base ?? 10);
  if (wanted !== 0 && (wanted < 2 || wanted > 36))
    throw new StarlarkError('int: base must be an integer >= 2 && <= 36');
  const [, sign = '', body = ''] = /^([+-]?)([^]*)$/.exec(text) ?? [];
  const prefixBase = prefixes[body.slice(0, 2).toLowerCase()];
  const hasPrefix = prefixBase !== undefined && (wanted === 0 || wanted === prefixBase);
  const radix = wanted === 0 ? (prefixBase ?? 10) : wanted;
  const digits = hasPrefix ? body.slice(2) : body;
  const ambiguous = wanted === 0 && !hasPrefix && /^0\d/.test(body) && /[1-9]/.test(body);
  if (ambiguous || !isNumeral(digits, radix)) {
    throw new StarlarkError(`int: invalid literal with base ${wanted}: ${text === '' ? '""' : text}`);
  }
  budget.work(digits.length * (digits.length >>> 6));
  budget.allocate(digits.length);
  const magnitude = parseDigits(digits, radix);
  return normalizeInt(sign === '-' ? -magnitude : magnitude);
}

function isNumeral(digits: string, radix: number): boolean {
  if (!/^[\da-z]+$/i.test(digits)) return false;
  return [...digits].every((digit) => Number.parseInt(digit, 36) < radix);
}

function parseDigits(digits: string, radix: number): bigint {
  if (radix === 10) return BigInt(digits);
  return [...digits].reduce((value, digit) => value * BigInt(radix) + BigInt(Number.parseInt(digit, 36)), 0n);
}
