import { findAttribute, attributeNames, getAttribute } from '../runtime/attributes';
import type { Budget } from '../runtime/budget';
import { compareValues } from '../runtime/compare-values';
import { elementsOf, forEachElement, isIterable, lengthOf } from '../runtime/iterate';
import { isInt, subtractInts } from '../runtime/integers';
import { StarlarkError } from '../runtime/starlark-error';
import type { Thread } from '../runtime/thread';
import { byteLength, decodeText, encodeText } from '../text/utf8-text';
import { elementBytes } from '../values/slice-elements';
import { representation, textOf } from '../values/repr-writer';
import { StarlarkBuiltin, type Arguments, type BuiltinBody } from '../values/starlark-builtin';
import { StarlarkBytes } from '../values/starlark-bytes';
import { StarlarkDict } from '../values/starlark-dict';
import { StarlarkFloat } from '../values/starlark-float';
import { StarlarkList } from '../values/starlark-list';
import { StarlarkRange } from '../values/starlark-range';
import { StarlarkSet } from '../values/starlark-set';
import { StarlarkTuple } from '../values/starlark-tuple';
import { truth, typeName, type Value } from '../values/value';
import { convertToFloat, convertToInt } from './convert-number';
import { hashOf } from './hash-of';
import { sortValues } from './sort-values';
import { anyValue, callable, int, iterable, orNone, text, unpackNamed, unpackPositional } from './unpack-arguments';
import { updateDict } from './update-dict';

/** `all` and `any`. */
function quantifier(name: string, stopAt: boolean): BuiltinBody {
  return (args, { budget }) => {
    const [values = null] = unpackPositional(name, args, 1, [iterable]);
    let result = !stopAt;
    forEachElement(values, budget, (value) => {
      if (truth(value) === stopAt) result = stopAt;
      return result !== stopAt;
    });
    return result;
  };
}

/** `min` and `max`: of several arguments or of one iterable, by themselves or by a key; the first of equals wins. */
function extreme(name: 'min' | 'max'): BuiltinBody {
  return ({ positional, named }, thread) => {
    if (positional.length === 0) throw new StarlarkError(`${name} requires at least one positional argument`);
    const [key = null] = unpackNamed(name, { positional: [], named }, ['key?'], [orNone(callable)]);
    const [only = null] = positional;
    if (positional.length === 1 && !isIterable(only)) {
      throw new StarlarkError(`${name}: ${typeName(only)} value is not iterable`);
    }
    const values = positional.length === 1 ? elementsOf(only, thread.budget) : positional;
    let best: { value: Value; rank: Value } | undefined;
    for (const value of values) {
      const rank = key === null ? value : thread.call(key, { positional: [value], named: [] });
      if (!best || comesFirst(name, rank, best.rank, thread.budget)) best = { value, rank };
    }
    if (best === undefined) throw new StarlarkError(`${name}: argument is an empty sequence`);
    return best.value;
  };
}

function comesFirst(name: 'min' | 'max', rank: Value, best: Value, budget: Budget): boolean {
  try {
    return compareValues(name === 'min' ? '<' : '>', rank, best, budget);
  } catch (error) {
    if (StarlarkError.is(error) && error.kind === 'evaluation') throw new StarlarkError(`${name}: ${error.message}`);
    throw error;
  }
}

const bodies: Readonly<Record<string, BuiltinBody>> = {
  abs: (args, { budget }) => {
    const [value = null] = unpackPositional('abs', args, 1, [anyValue]);
    if (value instanceof StarlarkFloat) return new StarlarkFloat(Math.abs(value.value));
    if (isInt(value)) return value < 0 ? subtractInts(0, value, budget) : value;
    throw new StarlarkError(`got ${typeName(value)}, want int or float`);
  },
  all: quantifier('all', false),
  any: quantifier('any', true),
  bool: (args) => {
    const [value = false] = unpackPositional('bool', args, 0, [anyValue]);
    return truth(value);
  },
  bytes: (args, { budget }) => {
    const [value = null] = unpackPositional('bytes', args, 1, [anyValue]);
    if (value instanceof StarlarkBytes) return value;
    if (typeof value === 'string') return new StarlarkBytes(Uint8Array.from(encodeText(toReplacement(value))));
    if (!isIterable(value))
      throw new StarlarkError(`bytes: got ${typeName(value)}, want string, bytes, or iterable of ints`);
    return new StarlarkBytes(Uint8Array.from(elementsOf(value, budget).map(checkedByte)));
  },
  chr: (args) => {
    const [code = null] = unpackPositional('chr', args, 1, [anyValue]);
    if (!isInt(code)) throw new StarlarkError(`chr: got ${typeName(code)}, want int`);
    if (code < 0 || code > 0x10ffff) {
      const shown =
        code < 0 ? `${code} out of range (<0)` : `U+${code.toString(16).toUpperCase()} out of range (>0x10FFFF)`;
      throw new StarlarkError(`chr: Unicode code point ${shown}`);
    }
    return code >= 0xd800 && code <= 0xdfff ? '\ufffd' : String.fromCodePoint(Number(code));
  },
  dict: (args, { budget }) => {
    const dict = new StarlarkDict();
    updateDict('dict', dict, args, budget);
    return dict;
  },
  dir: (args) => {
    const [value = null] = unpackPositional('dir', args, 1, [anyValue]);
    return new StarlarkList([...attributeNames(value)]);
  },
  enumerate: (args, { budget }) => {
    const [values = null, start = 0] = unpackPositional('enumerate', args, 1, [iterable, int]);
    budget.allocate(elementsOf(values, budget).length * 8 * elementBytes);
    return new StarlarkList(
      elementsOf(values, budget).map((value, index) => new StarlarkTuple([start + index, value])),
    );
  },
  fail: ({ positional, named }, { budget }) => {
    const [separator = ' '] = unpackNamed('fail', { positional: [], named }, ['sep?'], [text]);
    throw new StarlarkError(`fail: ${positional.map((value) => textOf(value, budget)).join(separator)}`);
  },
  float: (args) => {
    const [value] = unpackPositional('float', args, 0, [anyValue]);
    return new StarlarkFloat(value === undefined ? 0 : convertToFloat(value));
  },
  getattr: (args) => {
    const [receiver = null, name = '', fallback] = unpackPositional('getattr', args, 2, [anyValue, text, anyValue]);
    if (fallback !== undefined) return findAttribute(receiver, name) ?? fallback;
    try {
      return getAttribute(receiver, name);
    } catch (error) {
      throw StarlarkError.is(error) ? new StarlarkError(`getattr: ${error.message}`) : error;
    }
  },
  hasattr: (args) => {
    const [receiver = null, name = ''] = unpackPositional('hasattr', args, 2, [anyValue, text]);
    return findAttribute(receiver, name) !== undefined;
  },
  hash: (args, { budget }) => {
    const [value = null] = unpackPositional('hash', args, 1, [anyValue]);
    return hashOf(value, budget);
  },
  int: (args, { budget }) => {
    const [value = null, base] = unpackNamed('int', args, ['x', 'base?'], [anyValue, anyValue]);
    return convertToInt(value, base, budget);
  },
  len: (args) => {
    const [value = null] = unpackPositional('len', args, 1, [anyValue]);
    const length = typeof value === 'string' ? byteLength(value) : lengthOf(value);
    if (length === undefined) throw new StarlarkError(`len: value of type ${typeName(value)} has no len`);
    return length;
  },
  list: (args, { budget }) => {
    const [values] = unpackPositional('list', args, 0, [iterable]);
    return new StarlarkList(copyElements(values, budget));
  },
  max: extreme('max'),
  min: extreme('min'),
  ord: (args) => {
    const [value = null] = unpackPositional('ord', args, 1, [anyValue]);
    if (value instanceof StarlarkBytes) {
      if (value.length() !== 1) throw new StarlarkError(`ord: bytes has length ${value.length()}, want 1`);
      return value.bytes[0] ?? 0;
    }
    if (typeof value !== 'string') throw new StarlarkError(`ord: got ${typeName(value)}, want string or bytes`);
    const count = value.length - (value.match(/[\ud800-\udbff]/g)?.length ?? 0);
    if (count !== 1) {
      throw new StarlarkError(`ord: string encodes ${count} Unicode code points, want 1`);
    }
    return toReplacement(value).codePointAt(0) ?? 0;
  },
  print: ({ positional, named }, { budget, print }) => {
    const [separator = ' '] = unpackNamed('print', { positional: [], named }, ['sep?'], [text]);
    print(positional.map((value) => plainText(value, budget)).join(separator));
    return null;
  },
  range: (args) => {
    const [first = 0, second, step = 1] = unpackPositional('range', args, 1, [int, int, int]);
    if (step === 0) throw new StarlarkError('range: step argument must not be zero');
    return second === undefined ? new StarlarkRange(0, first, step) : new StarlarkRange(first, second, step);
  },
  repr: (args, { budget }) => {
    const [value = null] = unpackPositional('repr', args, 1, [anyValue]);
    return representation(value, budget);
  },
  reversed: (args, { budget }) => {
    const [values = null] = unpackPositional('reversed', args, 1, [iterable]);
    return new StarlarkList(copyElements(values, budget).reverse());
  },
  set: (args, { budget }) => {
    const [values] = unpackPositional('set', args, 0, [iterable]);
    return StarlarkSet.from(values === undefined ? [] : elementsOf(values, budget), budget);
  },
  sorted: (args, thread) => {
    const names = ['iterable', 'key?', 'reverse?'];
    const [values = null, key = null, reverse = false] = unpackNamed('sorted', args, names, [
      iterable,
      orNone(callable),
      (value, where) => {
        if (typeof value === 'boolean') return value;
        throw new StarlarkError(`${where}: got ${typeName(value)}, want bool`);
      },
    ]);
    return new StarlarkList(sortValues(copyElements(values, thread.budget), key, reverse, thread));
  },
  str: (args, { budget }) => {
    const [value = ''] = unpackPositional('str', args, 0, [anyValue]);
    return plainText(value, budget);
  },
  tuple: (args, { budget }) => {
    const [values] = unpackPositional('tuple', args, 0, [iterable]);
    return values instanceof StarlarkTuple ? values : new StarlarkTuple(copyElements(values, budget));
  },
  type: (args) => {
    const [value = null] = unpackPositional('type', args, 1, [anyValue]);
    return typeName(value);
  },
  zip: zip,
};

function zip({ positional, named }: Arguments, { budget }: Thread): Value {
  if (named.length > 0) throw new StarlarkError('zip does not accept keyword arguments');
  const columns = positional.map((value, index) => {
    if (!isIterable(value)) throw new StarlarkError(`zip: argument #${index + 1} is not iterable: ${typeName(value)}`);
    return elementsOf(value, budget);
  });
  const rows = columns.length === 0 ? 0 : Math.min(...columns.map(({ length }) => length));
  budget.allocate(rows * (columns.length + 6) * elementBytes);
  budget.work(rows * columns.length);
  return new StarlarkList(
    Array.from({ length: rows }, (_, row) => new StarlarkTuple(columns.map((column) => column[row] ?? null))),
  );
}

function copyElements(values: Value | undefined, budget: Thread['budget']): Value[] {
  if (values === undefined) return [];
  const elements = elementsOf(values, budget);
  budget.allocate(elements.length * elementBytes);
  return elements.slice();
}

/** Bytes are read as UTF-8; everything else is as `str` has it. */
function plainText(value: Value, budget: Thread['budget']): string {
  return value instanceof StarlarkBytes ? toReplacement(decodeText(value.bytes)) : textOf(value, budget);
}

/** Bytes that are no UTF-8 become U+FFFD where a text is to be had. */
function toReplacement(value: string): string {
  return value.replace(/\p{Cs}/gu, '\ufffd');
}

function checkedByte(value: Value, index: number): number {
  if (!isInt(value)) throw new StarlarkError(`bytes: at index ${index}, got ${typeName(value)}, want int`);
  if (value < 0 || value > 255) {
    throw new StarlarkError(`bytes: at index ${index}, ${value} out of range (want value in unsigned 8-bit range)`);
  }
  return Number(value);
}

/** What every program can use by name without anything being predeclared. */
export const universalNames: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['None', null],
  ['True', true],
  ['False', false],
  ...Object.entries(bodies).map(([name, body]) => [name, new StarlarkBuiltin(name, body)] as const),
]);
