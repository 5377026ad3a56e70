import { StarlarkError } from './starlark-error';
import type { Budget } from './budget';

/** An int as a value: a number where it fits without loss, a bigint otherwise. */
export type Int = number | bigint;

/** Shifting further than this is a mistake or an attack. */
const maxShift = 512;

export function normalizeInt(value: bigint): Int {
  return value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value;
}

/** Long ints cost their length in memory. */
function chargedInt(value: bigint, budget: Budget): Int {
  budget.allocate(byteSize(value));
  return normalizeInt(value);
}

/** An int in digits; writing a long one costs the square of its length. */
export function intText(value: Int, budget: Budget, radix = 10): string {
  if (typeof value === 'bigint') {
    const bytes = byteSize(value);
    budget.work(bytes * Math.max(1, bytes >>> 6));
    budget.allocate(bytes * 3);
  }
  return value.toString(radix);
}

export function isInt(value: unknown): value is Int {
  return typeof value === 'number' || typeof value === 'bigint';
}

export function addInts(a: Int, b: Int, budget: Budget): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return chargedInt(BigInt(a) + BigInt(b), budget);
}

export function subtractInts(a: Int, b: Int, budget: Budget): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    const difference = a - b;
    if (Number.isSafeInteger(difference)) return difference;
  }
  return chargedInt(BigInt(a) - BigInt(b), budget);
}

/** Multiplying long ints costs the product of their lengths, which the budget must see first. */
export function multiplyInts(a: Int, b: Int, budget: Budget): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b;
    if (Number.isSafeInteger(product)) return product + 0;
  }
  const left = BigInt(a);
  const right = BigInt(b);
  const bytes = byteSize(left) + byteSize(right);
  budget.allocate(bytes);
  budget.work(bytes + Math.min(byteSize(left), byteSize(right)) * (bytes >>> 6));
  return normalizeInt(left * right);
}

/** Rounds towards minus infinity. */
export function floorDivideInts(a: Int, b: Int, budget: Budget): Int {
  if (b === 0) throw new StarlarkError('floored division by zero');
  if (typeof a === 'number' && typeof b === 'number') return (a - moduloNumbers(a, b)) / b + 0;
  const left = BigInt(a);
  const right = BigInt(b);
  chargeDivision(left, right, budget);
  const quotient = left / right;
  const inexact = left % right !== 0n;
  return normalizeInt(inexact && left < 0n !== right < 0n ? quotient - 1n : quotient);
}

/** The remainder has the sign of the divisor. */
export function moduloInts(a: Int, b: Int, budget: Budget): Int {
  if (b === 0) throw new StarlarkError('integer modulo by zero');
  if (typeof a === 'number' && typeof b === 'number') return moduloNumbers(a, b);
  const left = BigInt(a);
  const right = BigInt(b);
  chargeDivision(left, right, budget);
  const remainder = left % right;
  return normalizeInt(remainder !== 0n && remainder < 0n !== right < 0n ? remainder + right : remainder);
}

function moduloNumbers(a: number, b: number): number {
  const remainder = a % b;
  return (remainder !== 0 && remainder < 0 !== b < 0 ? remainder + b : remainder) + 0;
}

function chargeDivision(left: bigint, right: bigint, budget: Budget): void {
  const [long, short] = [byteSize(left), byteSize(right)];
  budget.allocate(long);
  budget.work(long + short * (long >>> 6));
}

export function bitwiseInts(operator: '&' | '|' | '^', a: Int, b: Int, budget: Budget): Int {
  if (typeof a === 'number' && typeof b === 'number' && (a | 0) === a && (b | 0) === b) {
    return operator === '&' ? a & b : operator === '|' ? a | b : a ^ b;
  }
  const left = BigInt(a);
  const right = BigInt(b);
  return chargedInt(operator === '&' ? left & right : operator === '|' ? left | right : left ^ right, budget);
}

export function shiftInts(operator: '<<' | '>>', a: Int, b: Int, budget: Budget): Int {
  if (b > 0x7fffffff || b < -0x80000000) throw new StarlarkError(`${b} out of range`);
  if (b < 0) throw new StarlarkError(`negative shift count: ${b}`);
  if (operator === '>>') return b > 1_000_000 ? (a < 0 ? -1 : 0) : chargedInt(BigInt(a) >> BigInt(b), budget);
  if (b >= maxShift) throw new StarlarkError(`shift count too large: ${b}`);
  return chargedInt(BigInt(a) << BigInt(b), budget);
}

function byteSize(value: bigint): number {
  return value >= -0xffffffffffffffffn && value <= 0xffffffffffffffffn ? 8 : (value.toString(16).length >>> 1) + 1;
}

/** Exact comparison of ints and floats; NaN equals itself and is above everything. */
export function compareNumbers(a: Int, b: Int): number {
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : 1;
  if (Number.isNaN(b)) return -1;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** @throws StarlarkError when the int is beyond the largest float. */
export function intToFloat(value: Int): number {
  const float = Number(value);
  if (!Number.isFinite(float)) throw new StarlarkError('int too large to convert to float');
  return float;
}
