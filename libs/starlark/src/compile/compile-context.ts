import type { Value } from '../values/value';

/** What the code of a file refers to besides its own variables. */
export interface CompileContext {
  readonly predeclared: ReadonlyMap<string, Value>;
  readonly universal: ReadonlyMap<string, Value>;
}
