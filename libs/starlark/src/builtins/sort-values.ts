import { compareValues } from '../runtime/compare-values';
import type { Thread } from '../runtime/thread';
import type { Value } from '../values/value';

/** Sorts in place and stably, by the values or by a function of them; equal values keep their order either way. */
export function sortValues(values: Value[], key: Value, reverse: boolean, thread: Thread): Value[] {
  const ranked = values.map((value) => ({
    value,
    rank: key === null ? value : thread.call(key, { positional: [value], named: [] }),
  }));
  ranked.sort((a, b) => {
    thread.budget.step();
    const [left, right] = reverse ? [b, a] : [a, b];
    if (compareValues('<', left.rank, right.rank, thread.budget)) return -1;
    return compareValues('<', right.rank, left.rank, thread.budget) ? 1 : 0;
  });
  return ranked.map(({ value }) => value);
}
