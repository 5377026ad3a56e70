import { isPorchError } from '@porch/api';
import { type CommandIo } from './command-io';
import { QuietExit, UsageError } from './command-error';
import { hintFor } from './hint';

/** Says what went wrong, in upstream's form, and gives the exit code. */
export function reportError(error: unknown, io: CommandIo): number {
  if (error instanceof QuietExit) return error.exitCode;
  if (io.signal.aborted) return 130;
  const message = messageOf(error);
  io.err(error instanceof UsageError ? `error: ${message}\n` : `Error: ${message} \n`);
  const hint = io.stderrIsTerminal ? hintFor(error) : undefined;
  if (hint !== undefined) io.err(`hint: ${hint}\n`);
  return 1;
}

/** An error's text as upstream's commands show it. */
export function messageOf(error: unknown): string {
  if (isPorchError(error)) return `${error.wirePrefix}${error.message}`;
  return error instanceof Error ? error.message : String(error);
}
