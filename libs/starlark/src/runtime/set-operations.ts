import { StarlarkSet } from '../values/starlark-set';
import type { Value } from '../values/value';
import type { Budget } from './budget';

/** What is in one of the two but not in both, the set's own elements first. */
export function symmetricDifference(set: StarlarkSet, others: Iterable<Value>, budget: Budget): StarlarkSet {
  const other = StarlarkSet.from(others, budget);
  budget.work(set.table.size + other.table.size);
  return StarlarkSet.from(
    [
      ...set.values().filter((value) => !other.table.has(value, budget)),
      ...other.values().filter((value) => !set.table.has(value, budget)),
    ],
    budget,
  );
}
