import type { Budget } from '../runtime/budget';
import type { ReprWriter } from './repr-writer';

/**
 * A Starlark value. None is `null`; an int is a `number` within ±(2⁵³ − 1) and a `bigint` beyond, never the other way
 * round; a string is a JavaScript string (see `utf8-text`); everything else, floats included, is an object.
 */
export type Value = null | boolean | number | bigint | string | StarlarkObject;

/** Equal values have the same key in a JavaScript Map. */
export type HashKey = null | boolean | number | bigint | string | object;

export type BinaryOperator = '+' | '-' | '*' | '/' | '//' | '%' | '&' | '|' | '^' | '<<' | '>>' | 'in';
export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=';

/** Walks over elements; `close` must be called whatever happens, as it lifts the ban on changes. */
export interface ValueIterator {
  next(): Value | undefined;
  close(): void;
}

/** What every object can be asked. Abilities that only some have are optional methods. */
export abstract class StarlarkObject {
  /** The word that `type()` returns. */
  abstract readonly typeName: string;

  abstract writeRepr(writer: ReprWriter): void;

  truth(): boolean {
    return true;
  }

  /** Makes this and all it refers to immutable. */
  freeze(): void {}

  /** What stands for the value in a hash table. Present where the value can be a key. */
  hashKey?(budget: Budget): HashKey;

  /** What follows a point. Present where the value has attributes of its own. */
  attribute?(name: string): Value | undefined;

  attributeNames(): readonly string[] {
    return [];
  }

  /** The elements in order. Present where the value can stand in a `for`. */
  iterate?(): ValueIterator;

  /** Elements or bytes. Present where `len()` works. */
  length?(): number;

  /** The element at an index within the length. Present where the value is a sequence. */
  elementAt?(index: number): Value;

  /** The elements at `start`, `start + step`, … before `stop`. */
  slice?(start: number, stop: number, step: number, budget: Budget): Value;

  /** An operator with this on the given side; undefined says that the operands do not fit. */
  binary?(operator: BinaryOperator, other: Value, side: 'left' | 'right', budget: Budget): Value | undefined;

  unary?(operator: '+' | '-' | '~'): Value | undefined;

  /** Negative, zero or positive against a value of the same type. Present where the type is ordered. */
  order?(other: this, budget: Budget): number;
}

export function typeName(value: Value): string {
  switch (typeof value) {
    default:
      return value === null ? 'NoneType' : value.typeName;
    case 'boolean':
      return 'bool';
    case 'number':
    case 'bigint':
      return 'int';
    case 'string':
      return 'string';
  }
}

export function truth(value: Value): boolean {
  return typeof value === 'object' ? value !== null && value.truth() : Boolean(value);
}

export function freeze(value: Value): void {
  if (typeof value === 'object' && value !== null) value.freeze();
}

export function isCallable(value: Value): boolean {
  const name = typeName(value);
  return name === 'function' || name === 'builtin_function_or_method';
}
