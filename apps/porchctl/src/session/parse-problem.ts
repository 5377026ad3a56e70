import { type CommanderError } from 'commander';
import { UsageError } from './command-error';

/** What commander says about a command line, in cobra's words. */
export function parseProblem(error: CommanderError, path: string): UsageError {
  const quoted = /'(.*?)'/s.exec(error.message)?.[1] ?? '';
  const flag = quoted.split(/[ ,]+/).find((part) => part.startsWith('--')) ?? quoted;
  switch (error.code) {
    case 'commander.unknownOption':
      return new UsageError(
        quoted.startsWith('--')
          ? `unknown flag: ${quoted.split('=')[0]}`
          : `unknown shorthand flag: '${quoted[1] ?? ''}' in ${quoted}`,
      );
    case 'commander.optionMissingArgument':
      return new UsageError(`flag needs an argument: ${flag}`);
    case 'commander.unknownCommand':
      return new UsageError(`unknown command "${quoted}" for "${path}"`);
    default:
      return new UsageError(error.message.replace(/^error: /, ''));
  }
}
