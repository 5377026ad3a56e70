import type { Budget } from '../runtime/budget';
import type { Value } from './value';

/** What an element of a list or tuple costs, for the memory limit. */
export const elementBytes = 8;
export const sequenceBytes = 40;

/** The elements at `start`, `start + step`, … before `stop`, charged to the budget. */
export function sliceElements(
  elements: readonly Value[],
  start: number,
  stop: number,
  step: number,
  budget: Budget,
): Value[] {
  const count = Math.max(0, Math.ceil((stop - start) / step));
  budget.allocate(sequenceBytes + count * elementBytes);
  budget.work(count);
  if (step === 1) return elements.slice(start, Math.max(start, stop));
  return Array.from({ length: count }, (_, index) => elements[start + index * step] ?? null);
}
