import { joinText } from '../text/utf8-text';
import { elementBytes, sequenceBytes } from '../values/slice-elements';
import { StarlarkBytes } from '../values/starlark-bytes';
import { StarlarkList } from '../values/starlark-list';
import { StarlarkTuple } from '../values/starlark-tuple';
import type { Value } from '../values/value';
import { checkTextLength } from './binary-operation';
import type { Budget } from './budget';
import { isInt } from './integers';
import { StarlarkError } from './starlark-error';

const maxRepeatBytes = 2 ** 30;

/** A sequence times an int; undefined where the operands are something else. */
export function repeatValue(sequence: Value, count: Value, budget: Budget): Value | undefined {
  if (!isInt(count)) return undefined;
  if (typeof sequence === 'string') {
    const times = repeatCount(sequence.length, 1, count, budget);
    checkTextLength(sequence.length * times);
    return joinText([sequence.repeat(times)]);
  }
  if (sequence instanceof StarlarkList) return new StarlarkList(repeatElements(sequence.elements, count, budget));
  if (sequence instanceof StarlarkTuple) return new StarlarkTuple(repeatElements(sequence.elements, count, budget));
  if (sequence instanceof StarlarkBytes) {
    const times = repeatCount(sequence.length(), 1, count, budget);
    return new StarlarkBytes(Uint8Array.from(Buffer.concat(Array.from({ length: times }, () => sequence.bytes))));
  }
  return undefined;
}

function repeatElements(elements: readonly Value[], count: number | bigint, budget: Budget): Value[] {
  const times = repeatCount(elements.length, elementBytes, count, budget);
  const repeated: Value[] = [];
  for (let time = 0; time < times; time++) for (const element of elements) repeated.push(element);
  return repeated;
}

/** The number of times, charged before anything is made. */
function repeatCount(length: number, unitBytes: number, count: number | bigint, budget: Budget): number {
  if (count <= 0 || length === 0) return 0;
  if (count > 0x7fffffff) throw new StarlarkError(`repeat count ${count} too large`, 'limit');
  const times = Number(count);
  if (length * times * unitBytes >= maxRepeatBytes) {
    throw new StarlarkError(`excessive repeat (${length} * ${times} elements)`, 'limit');
  }
  budget.allocate(sequenceBytes + length * times * unitBytes);
  budget.work(length * times);
  return times;
}
