import type { Method } from '../runtime/attributes';
import { isInt } from '../runtime/integers';
import { StarlarkError } from '../runtime/starlark-error';
import { byteLength, isAscii, sliceBytes } from '../text/utf8-text';
import { StarlarkTuple } from '../values/starlark-tuple';
import { typeName, type Value } from '../values/value';
import { clampIndex } from './list-methods';
import { anyValue, text, unpackPositional } from './unpack-arguments';

type StringMethod = Method<string>;

function bound(name: string, value: Value, missing: number, length: number): number {
  if (value === null) return missing;
  if (!isInt(value)) throw new StarlarkError(`${name}: invalid start index: got ${typeName(value)}, want int`);
  return clampIndex(Number(value), length);
}

/** The part of a text between two byte indices; undefined where they cross. */
export function searchRange(name: string, receiver: string, start: Value, end: Value): string | undefined {
  if (start === null && end === null) return receiver;
  const length = byteLength(receiver);
  const from = bound(name, start, 0, length);
  const to = bound(name, end, length, length);
  return from > to ? undefined : sliceBytes(receiver, from, to);
}

/** `find` and its like: the byte index of the first or last place, which is not there otherwise. */
function find(name: string, last: boolean, mustExist: boolean): StringMethod {
  return (receiver, args) => {
    const [wanted = '', start, end] = unpackPositional(name, args, 1, [text, anyValue, anyValue]);
    const part = searchRange(name, receiver, start ?? null, end ?? null);
    const index = part === undefined ? -1 : last ? part.lastIndexOf(wanted) : part.indexOf(wanted);
    if (part === undefined || index < 0) {
      if (mustExist) throw new StarlarkError(`${name}: substring not found`);
      return -1;
    }
    const before = isAscii(receiver) ? index : byteLength(part.slice(0, index));
    return before + bound(name, start ?? null, 0, byteLength(receiver));
  };
}

function count(receiver: string, args: Parameters<StringMethod>[1]): Value {
  const [wanted = '', start, end] = unpackPositional('count', args, 1, [text, anyValue, anyValue]);
  const part = searchRange('count', receiver, start ?? null, end ?? null);
  if (part === undefined) return 0;
  return wanted === '' ? characterCount(part) + 1 : occurrences(part, wanted);
}

function characterCount(text: string): number {
  return text.length - (text.match(/[\ud800-\udbff]/g)?.length ?? 0);
}

function occurrences(text: string, wanted: string): number {
  let found = 0;
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) found++;
  return found;
}

/** `partition` and `rpartition`: what is before, the separator, what is after. */
function partition(name: string, last: boolean): StringMethod {
  return (receiver, args) => {
    const [separator = ''] = unpackPositional(name, args, 1, [text]);
    if (separator === '') throw new StarlarkError(`${name}: empty separator`);
    const index = last ? receiver.lastIndexOf(separator) : receiver.indexOf(separator);
    if (index < 0) return new StarlarkTuple(last ? ['', '', receiver] : [receiver, '', '']);
    return new StarlarkTuple([receiver.slice(0, index), separator, receiver.slice(index + separator.length)]);
  };
}

export const searchMethods: readonly (readonly [string, StringMethod])[] = [
  ['count', count],
  ['find', find('find', false, false)],
  ['index', find('index', false, true)],
  ['partition', partition('partition', false)],
  ['rfind', find('rfind', true, false)],
  ['rindex', find('rindex', true, true)],
  ['rpartition', partition('rpartition', true)],
];
