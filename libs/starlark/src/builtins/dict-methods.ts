import type { MethodTable } from '../runtime/attributes';
import { StarlarkError } from '../runtime/starlark-error';
import { elementBytes } from '../values/slice-elements';
import type { StarlarkDict } from '../values/starlark-dict';
import { StarlarkList } from '../values/starlark-list';
import { StarlarkTuple } from '../values/starlark-tuple';
import type { Value } from '../values/value';
import type { Budget } from '../runtime/budget';
import { anyValue, unpackPositional } from './unpack-arguments';
import { updateDict } from './update-dict';

export const dictMethods: MethodTable<StarlarkDict> = new Map([
  [
    'clear',
    (dict: StarlarkDict, args) => {
      unpackPositional('clear', args, 0, []);
      dict.table.clear();
      return null;
    },
  ],
  [
    'get',
    (dict, args, { budget }) => {
      const [key = null, fallback = null] = unpackPositional('get', args, 1, [anyValue, anyValue]);
      return dict.table.get(key, budget) ?? fallback;
    },
  ],
  [
    'items',
    (dict, args, { budget }) => {
      unpackPositional('items', args, 0, []);
      chargeEntries(dict, 7, budget);
      return new StarlarkList(Array.from(dict.table.entries(), ({ key, value }) => new StarlarkTuple([key, value])));
    },
  ],
  [
    'keys',
    (dict, args, { budget }) => {
      unpackPositional('keys', args, 0, []);
      chargeEntries(dict, 1, budget);
      return new StarlarkList(dict.table.keys());
    },
  ],
  [
    'pop',
    (dict, args, { budget }) => {
      const [key = null, fallback] = unpackPositional('pop', args, 1, [anyValue, anyValue]);
      const entry = dict.table.delete(key, budget);
      if (entry !== undefined) return entry.value;
      if (fallback === undefined) throw new StarlarkError('pop: missing key');
      return fallback;
    },
  ],
  [
    'popitem',
    (dict, args, { budget }) => {
      unpackPositional('popitem', args, 0, []);
      const [first] = dict.table.entries();
      if (first === undefined) throw new StarlarkError('popitem: empty dict');
      dict.table.delete(first.key, budget);
      return new StarlarkTuple([first.key, first.value]);
    },
  ],
  [
    'setdefault',
    (dict, args, { budget }): Value => {
      const [key = null, fallback = null] = unpackPositional('setdefault', args, 1, [anyValue, anyValue]);
      const known = dict.table.get(key, budget);
      if (known !== undefined) return known;
      dict.table.set(key, fallback, budget);
      return fallback;
    },
  ],
  [
    'update',
    (dict, args, { budget }) => {
      updateDict('update', dict, args, budget);
      return null;
    },
  ],
  [
    'values',
    (dict, args, { budget }) => {
      unpackPositional('values', args, 0, []);
      chargeEntries(dict, 1, budget);
      return new StarlarkList(Array.from(dict.table.entries(), ({ value }) => value));
    },
  ],
]);

function chargeEntries(dict: StarlarkDict, elementsPerEntry: number, budget: Budget): void {
  budget.allocate(dict.table.size * elementsPerEntry * elementBytes);
  budget.work(dict.table.size);
}
