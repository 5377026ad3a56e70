import { Budget } from './runtime/budget';
import { elementsOf } from './runtime/iterate';
import { normalizeInt } from './runtime/integers';
import { StarlarkError } from './runtime/starlark-error';
import { toWellFormedText } from './text/utf8-text';
import { StarlarkBytes } from './values/starlark-bytes';
import { StarlarkDict } from './values/starlark-dict';
import { StarlarkFloat } from './values/starlark-float';
import { StarlarkList } from './values/starlark-list';
import { StarlarkRange } from './values/starlark-range';
import { StarlarkSet } from './values/starlark-set';
import { StarlarkStruct } from './values/starlark-struct';
import { StarlarkTuple } from './values/starlark-tuple';
import { StarlarkObject, typeName, type Value } from './values/value';

/**
 * JavaScript data as a Starlark value. Arrays become lists; objects and Maps become dicts in their order; a number that
 * is an integer becomes an int, unless it is too large to be exact; null and undefined become None. What is a
 * Starlark value already stays as it is.
 *
 * @throws TypeError for functions, symbols and objects of classes.
 */
export function toStarlark(data: unknown, budget = Budget.unlimited()): Value {
  switch (typeof data) {
    case 'boolean':
      return data;
    case 'string':
      budget.allocate(data.length);
      return toWellFormedText(data);
    case 'bigint':
      return normalizeInt(data);
    case 'number':
      return Number.isSafeInteger(data) ? data + 0 : new StarlarkFloat(data);
    case 'undefined':
      return null;
    case 'object':
      return data === null ? null : objectToStarlark(data, budget);
    default:
      throw new TypeError(`a ${typeof data} has no Starlark value`);
  }
}

function objectToStarlark(data: object, budget: Budget): Value {
  if (data instanceof StarlarkObject) return data;
  if (Array.isArray(data)) return new StarlarkList(data.map((element) => toStarlark(element, budget)));
  if (data instanceof Uint8Array) return new StarlarkBytes(Uint8Array.from(data));
  if (data instanceof Map) {
    const entries = Array.from(data, ([key, value]) => [toStarlark(key, budget), toStarlark(value, budget)] as const);
    return StarlarkDict.from(entries, budget);
  }
  const prototype: unknown = Object.getPrototypeOf(data);
  if (prototype !== null && prototype !== Object.prototype) {
    throw new TypeError(`an object of class ${data.constructor.name} has no Starlark value`);
  }
  const entries = Object.entries(data).map(
    ([key, value]) => [toWellFormedText(key), toStarlark(value, budget)] as const,
  );
  return StarlarkDict.from(entries, budget);
}

/** What a Starlark value is in JavaScript. A dict is a Map, which keeps its order and any key whatever it is called. */
export type StarlarkData =
  null | boolean | number | bigint | string | Uint8Array | StarlarkData[] | Map<StarlarkData, StarlarkData>;

/**
 * A Starlark value as JavaScript data: an int beyond ±(2⁵³ − 1) is a bigint, a float a number; lists, tuples, sets and
 * ranges are arrays; dicts and structs are Maps. What occurs twice in the value is one object in the data.
 *
 * @throws StarlarkError for functions and other values without data, and for data that holds itself.
 */
export function fromStarlark(value: Value): StarlarkData {
  return new Converter().convert(value);
}

/** Stands for a conversion that has begun. */
const begun = Symbol('begun');

class Converter {
  private readonly done = new Map<StarlarkObject, StarlarkData | typeof begun>();

  convert(value: Value): StarlarkData {
    if (typeof value === 'string') return toWellFormedText(value);
    if (typeof value !== 'object' || value === null) return value;
    if (value instanceof StarlarkFloat) return value.value;
    const known = this.done.get(value);
    if (known === begun) throw new StarlarkError(`cannot convert a ${typeName(value)} that holds itself`);
    if (known !== undefined) return known;
    this.done.set(value, begun);
    const data = this.convertObject(value);
    this.done.set(value, data);
    return data;
  }

  private convertObject(value: StarlarkObject): StarlarkData {
    if (value instanceof StarlarkBytes) return Uint8Array.from(value.bytes);
    if (value instanceof StarlarkDict) {
      return new Map(
        Array.from(value.table.entries(), (entry) => [this.convert(entry.key), this.convert(entry.value)]),
      );
    }
    if (value instanceof StarlarkStruct) {
      return new Map(value.attributeNames().map((name) => [name, this.convert(value.attribute(name) ?? null)]));
    }
    if (
      value instanceof StarlarkList ||
      value instanceof StarlarkTuple ||
      value instanceof StarlarkSet ||
      value instanceof StarlarkRange
    ) {
      return elementsOf(value, Budget.unlimited()).map((element) => this.convert(element));
    }
    throw new StarlarkError(`cannot convert a ${typeName(value)} to data`);
  }
}
