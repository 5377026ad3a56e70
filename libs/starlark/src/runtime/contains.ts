import { StarlarkBytes } from '../values/starlark-bytes';
import { StarlarkDict } from '../values/starlark-dict';
import { StarlarkFloat } from '../values/starlark-float';
import { StarlarkList } from '../values/starlark-list';
import { StarlarkRange } from '../values/starlark-range';
import { StarlarkSet } from '../values/starlark-set';
import { StarlarkTuple } from '../values/starlark-tuple';
import { hashKeyOf } from '../values/hash-key';
import { typeName, type Value } from '../values/value';
import type { Budget } from './budget';
import { equalValues } from './compare-values';
import { isInt, normalizeInt, type Int } from './integers';
import { StarlarkError } from './starlark-error';

/** `element in container`; undefined where the container is none. */
export function contains(container: Value, element: Value, budget: Budget): boolean | undefined {
  if (typeof container === 'string') {
    if (typeof element !== 'string') {
      throw new StarlarkError(`'in <string>' requires string as left operand, not ${typeName(element)}`);
    }
    budget.work(container.length);
    return container.includes(element);
  }
  if (container instanceof StarlarkDict) return isHashable(element, budget) && container.table.has(element, budget);
  if (container instanceof StarlarkSet) return container.table.has(element, budget);
  if (container instanceof StarlarkList || container instanceof StarlarkTuple) {
    budget.workElements(container.elements.length);
    return container.elements.some((candidate) => equalValues(candidate, element, budget));
  }
  if (container instanceof StarlarkRange) {
    return container.contains(wholeNumber(element));
  }
  return container instanceof StarlarkBytes ? bytesContain(container, element, budget) : undefined;
}

/** The integer that a number is in a range by: of a float what is left of its point. */
function wholeNumber(element: Value): Int {
  if (isInt(element)) return element;
  if (element instanceof StarlarkFloat && Number.isFinite(element.value)) {
    return normalizeInt(BigInt(Math.trunc(element.value)));
  }
  throw new StarlarkError(`'in <range>' requires integer as left operand, not ${typeName(element)}`);
}

function bytesContain(container: StarlarkBytes, element: Value, budget: Budget): boolean {
  budget.work(container.length());
  const haystack = Buffer.from(container.bytes);
  if (element instanceof StarlarkBytes) return haystack.includes(Buffer.from(element.bytes));
  if (!isInt(element)) {
    throw new StarlarkError(`'in bytes' requires bytes or int as left operand, not ${typeName(element)}`);
  }
  if (element < 0 || element > 255) throw new StarlarkError(`int in bytes: ${element} out of range`);
  return haystack.includes(Number(element));
}

/** What cannot be a key is in no dict: asking is no mistake. */
function isHashable(element: Value, budget: Budget): boolean {
  try {
    hashKeyOf(element, budget);
    return true;
  } catch (error) {
    if (StarlarkError.is(error) && error.kind === 'evaluation') return false;
    throw error;
  }
}
