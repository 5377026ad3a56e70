import { elementBytes } from '../values/slice-elements';
import { StarlarkList } from '../values/starlark-list';
import { StarlarkTuple } from '../values/starlark-tuple';
import { typeName, type Value, type ValueIterator } from '../values/value';
import { StarlarkError } from './starlark-error';
import type { Budget } from './budget';

/** @throws StarlarkError where the value cannot stand in a `for`. */
export function iterateValue(value: Value, context = ''): ValueIterator {
  if (typeof value === 'object' && value !== null && value.iterate) return value.iterate();
  throw new StarlarkError(`${context}${typeName(value)} value is not iterable`);
}

export function isIterable(value: Value): boolean {
  return typeof value === 'object' && value?.iterate !== undefined;
}

/** All elements of an iterable, as an array that must not be changed. */
export function elementsOf(value: Value, budget: Budget, context = ''): readonly Value[] {
  if (value instanceof StarlarkList || value instanceof StarlarkTuple) {
    budget.work(value.elements.length);
    return value.elements;
  }
  const elements: Value[] = [];
  forEachElement(
    value,
    budget,
    (element) => {
      budget.allocate(elementBytes);
      elements.push(element);
    },
    context,
  );
  return elements;
}

/** Calls back for each element until one answers `false`; the iterator is closed whatever happens. */
export function forEachElement(
  value: Value,
  budget: Budget,
  visit: (element: Value) => boolean | void,
  context = '',
): void {
  const iterator = iterateValue(value, context);
  try {
    for (let element = iterator.next(); element !== undefined; element = iterator.next()) {
      budget.step();
      if (visit(element) === false) return;
    }
  } finally {
    iterator.close();
  }
}

export function lengthOf(value: Value): number | undefined {
  return typeof value === 'object' && value?.length ? value.length() : undefined;
}
