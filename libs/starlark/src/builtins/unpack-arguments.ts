import { isInt } from '../runtime/integers';
import { StarlarkError } from '../runtime/starlark-error';
import { isIterable } from '../runtime/iterate';
import { nearestName } from '../text/nearest-name';
import type { Arguments } from '../values/starlark-builtin';
import { StarlarkFloat } from '../values/starlark-float';
import { isCallable, typeName, type Value } from '../values/value';

/** Checks an argument and gives it its type. `where` ends the sentence "f: for parameter x: …". */
export type ParameterType<T> = (value: Value, where: string) => T;

function typeError(where: string, value: Value, wanted: string): StarlarkError {
  return new StarlarkError(`${where}: got ${typeName(value)}, want ${wanted}`);
}

export const anyValue: ParameterType<Value> = (value) => value;

export const text: ParameterType<string> = (value, where) => {
  if (typeof value !== 'string') throw typeError(where, value, 'string');
  return value;
};

export const bool: ParameterType<boolean> = (value, where) => {
  if (typeof value !== 'boolean') throw typeError(where, value, 'bool');
  return value;
};

/** An int that a number holds exactly. */
export const int: ParameterType<number> = (value, where) => {
  if (!isInt(value)) throw typeError(where, value, 'int');
  if (typeof value === 'bigint')
    throw new StarlarkError(`${where}: ${value} out of range (want value in signed 64-bit range)`);
  return value;
};

export const number: ParameterType<number> = (value, where) => {
  if (value instanceof StarlarkFloat) return value.value;
  if (isInt(value)) return Number(value);
  throw typeError(where, value, 'float or int');
};

export const iterable: ParameterType<Value> = (value, where) => {
  if (!isIterable(value)) throw typeError(where, value, 'iterable');
  return value;
};

export const callable: ParameterType<Value> = (value, where) => {
  if (!isCallable(value)) throw typeError(where, value, 'callable');
  return value;
};

/** None counts as left out. */
export function orNone<T>(type: ParameterType<T>): ParameterType<T | null> {
  return (value, where) => (value === null ? null : type(value, where));
}

type Types = readonly ParameterType<unknown>[];
type Unpacked<T extends Types> = { [K in keyof T]: T[K] extends ParameterType<infer V> ? V | undefined : never };

/** The arguments of a builtin that takes them by position only; those left out are undefined. */
export function unpackPositional<const T extends Types>(
  name: string,
  { positional, named }: Arguments,
  required: number,
  types: T,
): Unpacked<T> {
  if (named.length > 0) throw new StarlarkError(`${name}: unexpected keyword arguments`);
  const given = positional.length;
  if (given < required) {
    const wanted = required < types.length ? 'at least ' : '';
    throw new StarlarkError(`${name}: got ${given} arguments, want ${wanted}${required}`);
  }
  if (given > types.length) {
    const wanted = required < types.length ? 'at most ' : '';
    throw new StarlarkError(`${name}: got ${given} arguments, want ${wanted}${types.length}`);
  }
  return types.map((type, index) => {
    const value = positional[index];
    return value === undefined ? undefined : type(value, `${name}: for parameter ${index + 1}`);
  }) as Unpacked<T>;
}

/**
 * The arguments of a builtin that takes them by position or name. A name that ends in `?` may be left out, and then so
 * may all after it.
 */
export function unpackNamed<const T extends Types>(
  name: string,
  { positional, named }: Arguments,
  parameterNames: readonly string[],
  types: T,
): Unpacked<T> {
  if (positional.length > types.length) {
    throw new StarlarkError(`${name}: got ${positional.length} arguments, want at most ${types.length}`);
  }
  const names = parameterNames.map((parameter) => parameter.replace('?', ''));
  const values: (Value | undefined)[] = [...positional];
  for (const [argument, value] of named) {
    const index = names.indexOf(argument);
    if (index < 0) {
      const nearest = nearestName(argument, names);
      const hint = nearest === undefined ? '' : ` (did you mean ${nearest}?)`;
      throw new StarlarkError(`${name}: unexpected keyword argument "${argument}"${hint}`);
    }
    if (values[index] !== undefined) {
      throw new StarlarkError(`${name}: got multiple values for keyword argument "${argument}"`);
    }
    values[index] = value;
  }
  const firstOptional = parameterNames.findIndex((parameter) => parameter.endsWith('?'));
  const required = firstOptional < 0 ? names.length : firstOptional;
  return types.map((type, index) => {
    const value = values[index];
    if (value !== undefined) return type(value, `${name}: for parameter ${names[index]}`);
    if (index < required) throw new StarlarkError(`${name}: missing argument for ${names[index]}`);
    return undefined;
  }) as Unpacked<T>;
}
