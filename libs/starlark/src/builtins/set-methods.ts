import type { MethodTable } from '../runtime/attributes';
import type { Budget } from '../runtime/budget';
import { elementsOf, isIterable } from '../runtime/iterate';
import { symmetricDifference } from '../runtime/set-operations';
import { StarlarkError } from '../runtime/starlark-error';
import type { Arguments } from '../values/starlark-builtin';
import { StarlarkSet } from '../values/starlark-set';
import { typeName, type Value } from '../values/value';
import { anyValue, iterable, unpackPositional } from './unpack-arguments';

export const setMethods: MethodTable<StarlarkSet> = new Map([
  [
    'add',
    (set: StarlarkSet, args, { budget }) => {
      set.table.set(oneValue('add', args), null, budget);
      return null;
    },
  ],
  [
    'clear',
    (set, args) => {
      unpackPositional('clear', args, 0, []);
      if (set.table.size > 0) set.table.clear();
      return null;
    },
  ],
  [
    'difference',
    (set, args, { budget }) => {
      const others = setOf(otherIterables('difference', args, budget).flat(), budget);
      return StarlarkSet.from(
        set.values().filter((value) => !others.table.has(value, budget)),
        budget,
      );
    },
  ],
  [
    'discard',
    (set, args, { budget }) => {
      set.table.delete(oneValue('discard', args), budget);
      return null;
    },
  ],
  [
    'intersection',
    (set, args, { budget }) => {
      const others = otherIterables('intersection', args, budget).map((values) => setOf(values, budget));
      const shared = set.values().filter((value) => others.every((other) => other.table.has(value, budget)));
      return StarlarkSet.from(shared, budget);
    },
  ],
  [
    'issubset',
    (set, args, { budget }) => {
      const other = setOf(oneIterable('issubset', args, budget), budget);
      return set.values().every((value) => other.table.has(value, budget));
    },
  ],
  [
    'issuperset',
    (set, args, { budget }) => oneIterable('issuperset', args, budget).every((value) => set.table.has(value, budget)),
  ],
  [
    'pop',
    (set, args, { budget }): Value => {
      unpackPositional('pop', args, 0, []);
      const [first] = set.table.entries();
      if (first === undefined) throw new StarlarkError('pop: empty set');
      set.table.delete(first.key, budget);
      return first.key;
    },
  ],
  [
    'remove',
    (set, args, { budget }) => {
      const value = oneValue('remove', args);
      if (set.table.delete(value, budget) === undefined) throw new StarlarkError('remove: missing key');
      return null;
    },
  ],
  [
    'symmetric_difference',
    (set, args, { budget }) => symmetricDifference(set, oneIterable('symmetric_difference', args, budget), budget),
  ],
  [
    'union',
    (set, args, { budget }) =>
      StarlarkSet.from([...set.values(), ...otherIterables('union', args, budget).flat()], budget),
  ],
  [
    'update',
    (set, args, { budget }) => {
      const others = otherIterables('update', args, budget);
      set.table.checkMutable('insert into');
      for (const value of others.flat()) set.table.set(value, null, budget);
      return null;
    },
  ],
]);

function oneValue(name: string, args: Arguments): Value {
  const [value = null] = unpackPositional(name, args, 1, [anyValue]);
  return value;
}

function oneIterable(name: string, args: Arguments, budget: Budget): readonly Value[] {
  const [values = null] = unpackPositional(name, args, 1, [iterable]);
  return elementsOf(values, budget);
}

/** Any number of iterables. */
function otherIterables(name: string, { positional, named }: Arguments, budget: Budget): Value[][] {
  if (named.length > 0) throw new StarlarkError(`${name}: does not accept keyword arguments`);
  return positional.map((value, index) => {
    if (!isIterable(value)) {
      throw new StarlarkError(`${name}: argument #${index + 1} is not iterable: ${typeName(value)}`);
    }
    return [...elementsOf(value, budget)];
  });
}

function setOf(values: readonly Value[], budget: Budget): StarlarkSet {
  return StarlarkSet.from(values, budget);
}
