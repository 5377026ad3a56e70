/**
 * A failure of a command that upstream reports through kpt's error handler: `Error: MESSAGE ` with a space at the end.
 * Errors from the server are reported the same way.
 */
export class CommandError extends Error {
  constructor(
    message: string,
    /** What to do next, where the message alone does not tell. */
    readonly hint?: string,
  ) {
    super(message);
  }
}

/** A command line that makes no sense, which upstream leaves to kubectl's handler: `error: MESSAGE`. */
export class UsageError extends Error {
  constructor(
    message: string,
    /** What to do next, where the message alone does not tell. */
    readonly hint?: string,
  ) {
    super(message);
  }
}

/** Ends the command with this exit code; whatever there is to say has been said. */
export class QuietExit extends Error {
  constructor(readonly exitCode: number) {
    super(`exit code ${exitCode}`);
  }
}

/** The closing error of a command that went on after some of its objects failed. */
export function failuresError(messages: readonly string[], hint?: string): CommandError {
  return new CommandError(`errors:\n  ${messages.join('\n  ')}`, hint);
}
