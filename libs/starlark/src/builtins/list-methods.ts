import type { MethodTable } from '../runtime/attributes';
import { equalValues } from '../runtime/compare-values';
import { elementsOf } from '../runtime/iterate';
import { StarlarkError } from '../runtime/starlark-error';
import { indexOutOfRange } from '../runtime/subscript';
import type { StarlarkList } from '../values/starlark-list';
import { anyValue, int, iterable, orNone, unpackPositional } from './unpack-arguments';

export const listMethods: MethodTable<StarlarkList> = new Map([
  [
    'append',
    (list: StarlarkList, args, { budget }) => {
      const [value = null] = unpackPositional('append', args, 1, [anyValue]);
      list.append(value, budget);
      return null;
    },
  ],
  [
    'clear',
    (list, args) => {
      unpackPositional('clear', args, 0, []);
      list.clear();
      return null;
    },
  ],
  [
    'extend',
    (list, args, { budget }) => {
      const [values = null] = unpackPositional('extend', args, 1, [iterable]);
      list.checkMutable('extend');
      list.extend(elementsOf(values, budget), budget);
      return null;
    },
  ],
  [
    'index',
    (list, args, { budget }) => {
      const [value = null, start, end] = unpackPositional('index', args, 1, [anyValue, orNone(int), orNone(int)]);
      const length = list.length();
      const stop = clampIndex(end ?? length, length);
      budget.workElements(length);
      for (let index = clampIndex(start ?? 0, length); index < stop; index++) {
        if (equalValues(list.elementAt(index), value, budget)) return index;
      }
      throw new StarlarkError('index: value not in list');
    },
  ],
  [
    'insert',
    (list, args, { budget }) => {
      const [index = 0, value = null] = unpackPositional('insert', args, 2, [int, anyValue]);
      list.insert(clampIndex(index, list.length()), value, budget);
      return null;
    },
  ],
  [
    'pop',
    (list, args, { budget }) => {
      const [wanted] = unpackPositional('pop', args, 0, [int]);
      const length = list.length();
      const index = wanted === undefined ? length - 1 : wanted < 0 ? wanted + length : wanted;
      if (index < 0 || index >= length) {
        throw new StarlarkError(`pop: ${indexOutOfRange(list, wanted ?? -1, length).message}`);
      }
      return list.removeAt(index, 'pop from', budget);
    },
  ],
  [
    'remove',
    (list, args, { budget }) => {
      const [value = null] = unpackPositional('remove', args, 1, [anyValue]);
      list.checkMutable('remove from');
      budget.workElements(list.length());
      const index = list.elements.findIndex((element) => equalValues(element, value, budget));
      if (index < 0) throw new StarlarkError('remove: element not found');
      list.removeAt(index, 'remove from', budget);
      return null;
    },
  ],
]);

/** An index that may count from the end, brought within the bounds. */
export function clampIndex(index: number, length: number): number {
  return Math.max(0, Math.min(length, index < 0 ? index + length : index));
}
