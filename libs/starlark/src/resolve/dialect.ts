/** What starlark-go calls file options. All are on by default, as the kpt `starlark` function has them. */
export interface Dialect {
  /** The built-in `set`. */
  readonly set: boolean;
  /** Functions that call themselves. */
  readonly recursion: boolean;
  /** The `while` statement. */
  readonly whileLoops: boolean;
  /** `if`, `for` and `while` outside functions. */
  readonly topLevelControl: boolean;
  /** Giving a global name a second value. */
  readonly globalReassign: boolean;
}

export const fullDialect: Dialect = {
  set: true,
  recursion: true,
  whileLoops: true,
  topLevelControl: true,
  globalReassign: true,
};
