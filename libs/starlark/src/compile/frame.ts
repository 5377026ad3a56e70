import type { Thread } from '../runtime/thread';
import type { CallFrame } from '../runtime/starlark-error';
import type { Position } from '../syntax/position';
import type { Value } from '../values/value';

/** A variable that outlives its function's call because an inner function has it too. */
export interface Cell {
  value: Value | undefined;
}

/** The global variables of a file. */
export interface Globals {
  readonly names: readonly string[];
  /** Those that `load` brings in, which other files do not see. */
  readonly loaded: ReadonlySet<string>;
  readonly values: (Value | undefined)[];
}

/** One call of a function: its variables, and the place it has come to. */
export class Frame implements CallFrame {
  readonly cells: Cell[] = [];
  result: Value = null;

  constructor(
    readonly name: string,
    /** The identity of the function, for finding recursion. */
    readonly code: object,
    public position: Position,
    readonly locals: (Value | undefined)[],
    readonly captures: readonly Cell[],
    readonly globals: Globals,
    readonly thread: Thread,
  ) {}
}

/** An expression made ready to run. */
export type Evaluate = (frame: Frame) => Value;

/** How a statement ended: `next` goes on, the others leave the loop or the function. */
export const enum Completion {
  next,
  breakLoop,
  continueLoop,
  returnFunction,
}

/** A statement made ready to run. */
export type Execute = (frame: Frame) => Completion;
