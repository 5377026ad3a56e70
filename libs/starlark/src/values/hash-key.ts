import type { Budget } from '../runtime/budget';
import { StarlarkError } from '../runtime/starlark-error';
import type { HashKey, Value } from './value';

/** Keys made up of other values are strings that start with this; ordinary strings that do are marked as well. */
const mark = '\0';

const identities = new WeakMap<object, number>();
let identityCount = 0;

/** @throws StarlarkError "unhashable type: …" for values that can change. */
export function hashKeyOf(value: Value, budget: Budget): HashKey {
  if (typeof value === 'string') return value.charCodeAt(0) === 0 ? `${mark}s${value}` : value;
  if (typeof value !== 'object' || value === null) return value;
  if (value.hashKey === undefined) throw new StarlarkError(`unhashable type: ${value.typeName}`);
  return value.hashKey(budget);
}

/** One key out of several values: each part says its kind and length, so that no two lists of parts look alike. */
export function compositeKey(kind: string, values: readonly Value[], budget: Budget): string {
  const parts = values.map((value) => describePart(hashKeyOf(value, budget)));
  const key = `${mark}${kind}${parts.map((part) => `${part.length}:${part}`).join('')}`;
  budget.allocate(key.length);
  budget.work(key.length);
  return key;
}

function describePart(key: HashKey): string {
  if (typeof key !== 'object' || key === null) return `${(typeof key).charAt(0)}${String(key)}`;
  let identity = identities.get(key);
  if (identity === undefined) {
    identity = identityCount++;
    identities.set(key, identity);
  }
  return `@${identity}`;
}
