/**
 * A failure of a command that upstream reports through kpt's error handler: `Error: MESSAGE ` with a space at the end.
 * Errors from the server are reported the same way.
 */
export class CommandError extends Error {}

/** A command line that makes no sense, which upstream leaves to kubectl's handler: `error: MESSAGE`. */
export class UsageError extends Error {}

/** Ends the command with this exit code; whatever there is to say has been said. */
export class QuietExit extends Error {
  constructor(readonly exitCode: number) {
    super(`exit code ${exitCode}`);
  }
}

/** The closing error of a command that went on after some of its objects failed. */
export function failuresError(messages: readonly string[]): CommandError {
  return new CommandError(`errors:\n  ${messages.join('\n  ')}`);
}
