/** Everything an `fn` command touches, given in one piece. */
export interface FnIo {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted when the user wants it to stop. */
  readonly signal: AbortSignal;
  readonly stderrIsTerminal: boolean;
  /** All of standard input. */
  readInput(): Promise<string>;
  out(text: string): void;
  err(text: string): void;
}

/** An error of use, told in one line. */
export class FnUsageError extends Error {}
