import { byteLength, sliceBytes } from '../text/utf8-text';
import { StarlarkDict } from '../values/starlark-dict';
import { StarlarkList } from '../values/starlark-list';
import { representation } from '../values/repr-writer';
import { typeName, type Value } from '../values/value';
import type { Budget } from './budget';
import { isInt } from './integers';
import { StarlarkError } from './starlark-error';

/** `receiver[index]`. */
export function getIndex(receiver: Value, index: Value, budget: Budget): Value {
  if (receiver instanceof StarlarkDict) {
    const value = receiver.table.get(index, budget);
    if (value === undefined) throw new StarlarkError(`key ${representation(index, budget)} not in dict`);
    return value;
  }
  if (typeof receiver === 'string') {
    const at = checkedIndex(receiver, index, byteLength(receiver));
    return sliceBytes(receiver, at, at + 1);
  }
  if (typeof receiver === 'object' && receiver?.elementAt && receiver.length) {
    return receiver.elementAt(checkedIndex(receiver, index, receiver.length()));
  }
  throw new StarlarkError(`unhandled index operation ${typeName(receiver)}[${typeName(index)}]`);
}

/** `receiver[index] = value`. */
export function setIndex(receiver: Value, index: Value, value: Value, budget: Budget): void {
  if (receiver instanceof StarlarkDict) return receiver.table.set(index, value, budget);
  if (receiver instanceof StarlarkList) {
    receiver.checkMutable('assign to element of');
    return receiver.set(checkedIndex(receiver, index, receiver.length()), value);
  }
  throw new StarlarkError(`${typeName(receiver)} value does not support item assignment`);
}

function checkedIndex(receiver: Value, index: Value, length: number): number {
  if (!isInt(index)) throw new StarlarkError(`${typeName(receiver)} index: got ${typeName(index)}, want int`);
  const at = index < 0 ? Number(index) + length : Number(index);
  if (at >= 0 && at < length) return at;
  throw indexOutOfRange(receiver, index, length);
}

export function indexOutOfRange(receiver: Value, index: number | bigint, length: number): StarlarkError {
  const type = typeName(receiver);
  return new StarlarkError(
    length === 0
      ? `index ${index} out of range: empty ${type}`
      : `${type} index ${index} out of range [${-length}:${length - 1}]`,
  );
}

/** `receiver[start:stop:step]`; None stands for a part that is left out. */
export function getSlice(receiver: Value, start: Value, stop: Value, step: Value, budget: Budget): Value {
  const length = typeof receiver === 'string' ? byteLength(receiver) : sliceableLength(receiver);
  const stride = step === null ? 1 : sliceInt(step, 'slice step');
  if (stride === 0) throw new StarlarkError('zero is not a valid slice step');
  const [low, high] = stride > 0 ? [0, length] : [-1, length - 1];
  const from = clampBound(start, 'start index', length, stride > 0 ? low : high, low, high);
  const to = clampBound(stop, 'end index', length, stride > 0 ? high : low, low, high);
  if (typeof receiver === 'string') return sliceText(receiver, from, to, stride, budget);
  const result =
    typeof receiver === 'object'
      ? receiver?.slice?.(from, stride > 0 ? Math.max(from, to) : Math.min(from, to), stride, budget)
      : undefined;
  return result ?? null;
}

function sliceableLength(receiver: Value): number {
  if (typeof receiver === 'object' && receiver?.slice && receiver.length) return receiver.length();
  throw new StarlarkError(`invalid slice operand ${typeName(receiver)}`);
}

function clampBound(bound: Value, what: string, length: number, missing: number, low: number, high: number): number {
  if (bound === null) return missing;
  const value = sliceInt(bound, what);
  return Math.max(low, Math.min(high, value < 0 ? value + length : value));
}

function sliceInt(value: Value, what: string): number {
  if (!isInt(value)) throw new StarlarkError(`invalid ${what}: got ${typeName(value)}, want int`);
  return Math.max(-(2 ** 53) + 1, Math.min(2 ** 53 - 1, Number(value)));
}

function sliceText(text: string, from: number, to: number, stride: number, budget: Budget): string {
  const count = Math.max(0, Math.ceil((to - from) / stride));
  budget.allocate(count + 32);
  budget.work(count);
  if (stride === 1) return sliceBytes(text, from, Math.max(from, to));
  return Array.from({ length: count }, (_, index) =>
    sliceBytes(text, from + index * stride, from + index * stride + 1),
  ).join('');
}
