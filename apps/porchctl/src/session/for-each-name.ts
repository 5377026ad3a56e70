import { failuresError } from './command-error';
import { type CommandIo } from './command-io';
import { hintFor } from './hint';
import { messageOf } from './report-error';

/**
 * Does something to each named object and goes on after a failure, which is said at once and again at the end.
 * @throws CommandError listing every failure
 */
export async function forEachName(
  names: readonly string[],
  io: CommandIo,
  work: (name: string) => Promise<void>,
): Promise<void> {
  const messages: string[] = [];
  let hint: string | undefined;
  for (const name of names) {
    try {
      await work(name);
    } catch (error) {
      if (io.signal.aborted) throw error;
      const message = messageOf(error);
      messages.push(message);
      hint ??= hintFor(error);
      io.err(`${name} failed (${message})\n`);
    }
  }
  if (messages.length > 0) throw failuresError(messages, hint);
}
