import type { Budget } from '../../runtime/budget';
import type { Program } from './compile-pattern';
import type { Assertion } from './pattern-tree';

/** Where a match and its groups start and end, in characters; −1 for a group that took no part. */
export type MatchSlots = readonly number[];

interface ActiveThread {
  readonly at: number;
  readonly slots: MatchSlots;
}

/**
 * Finds the first match at or after an offset, leftmost and then by preference, as Perl does. All ways are followed
 * side by side, so that the time is the text's length times the program's, whatever the pattern.
 */
export function matchProgram(
  program: Program,
  text: readonly number[],
  start: number,
  budget: Budget,
): MatchSlots | undefined {
  let active: ActiveThread[] = [];
  let found: MatchSlots | undefined;
  for (let position = start; position <= text.length; position++) {
    if (found === undefined) {
      const seen = new Set(active.map(({ at }) => at));
      follow(program, text, 0, position, [position, -1], active, seen);
    }
    if (active.length === 0 && found !== undefined) break;
    budget.step();
    budget.work(active.length * 4);
    const next: ActiveThread[] = [];
    const seen = new Set<number>();
    for (const { at, slots } of active) {
      const instruction = program.instructions[at];
      if (instruction?.kind === 'match') {
        found = slots.with(1, position);
        break;
      }
      const code = text[position];
      if (instruction?.kind === 'character' && code !== undefined && instruction.test(code)) {
        follow(program, text, at + 1, position + 1, slots, next, seen);
      }
    }
    active = next;
  }
  return found;
}

/** Goes on from an instruction to all that can consume a character here, in order of preference. */
function follow(
  { instructions }: Program,
  text: readonly number[],
  start: number,
  position: number,
  startSlots: MatchSlots,
  threads: ActiveThread[],
  seen: Set<number>,
): void {
  const pending: ActiveThread[] = [{ at: start, slots: startSlots }];
  for (let thread = pending.pop(); thread !== undefined; thread = pending.pop()) {
    const { at, slots } = thread;
    const instruction = instructions[at];
    if (instruction === undefined || seen.has(at)) continue;
    seen.add(at);
    switch (instruction.kind) {
      case 'jump':
        pending.push({ at: instruction.target, slots });
        break;
      case 'split':
        pending.push({ at: instruction.second, slots }, { at: instruction.first, slots });
        break;
      case 'save':
        pending.push({ at: at + 1, slots: withSlot(slots, instruction.slot, position) });
        break;
      case 'assertion':
        if (holds(instruction.assertion, text, position)) pending.push({ at: at + 1, slots });
        break;
      case 'character':
      case 'match':
        threads.push({ at, slots });
    }
  }
}

function withSlot(slots: MatchSlots, slot: number, position: number): MatchSlots {
  const changed = [...slots];
  while (changed.length <= slot) changed.push(-1);
  changed[slot] = position;
  return changed;
}

function holds(assertion: Assertion, text: readonly number[], position: number): boolean {
  switch (assertion) {
    case 'textStart':
      return position === 0;
    case 'textEnd':
      return position === text.length;
    case 'lineStart':
      return position === 0 || text[position - 1] === 10;
    case 'lineEnd':
      return position === text.length || text[position] === 10;
    case 'wordBoundary':
      return isWord(text[position - 1]) !== isWord(text[position]);
    case 'noWordBoundary':
      return isWord(text[position - 1]) === isWord(text[position]);
  }
}

function isWord(code: number | undefined): boolean {
  return code !== undefined && /\w/.test(String.fromCodePoint(code));
}
