import { type CommanderError } from 'commander';
import { UsageError } from './command-error';

/** What commander says about a command line, in cobra's words; what it thinks was meant is a hint. */
export function parseProblem(error: CommanderError, path: string): UsageError {
  const quoted = /'(.*?)'/s.exec(error.message)?.[1] ?? '';
  const flag = quoted.split(/[ ,]+/).find((part) => part.startsWith('--')) ?? quoted;
  const meant = /\(Did you mean (?:one of )?(.+?)\?\)/s.exec(error.message)?.[1];
  const guess = meant === undefined ? '' : `did you mean ${meant}? `;
  switch (error.code) {
    case 'commander.unknownOption':
      return new UsageError(
        quoted.startsWith('--')
          ? `unknown flag: ${quoted.split('=')[0]}`
          : `unknown shorthand flag: '${quoted[1] ?? ''}' in ${quoted}`,
        `${guess}the flags of a command are listed by --help`,
      );
    case 'commander.optionMissingArgument':
      return new UsageError(`flag needs an argument: ${flag}`);
    case 'commander.unknownCommand':
      return new UsageError(`unknown command "${quoted}" for "${path}"`, `${guess}"${path} --help" lists the commands`);
    default:
      return new UsageError(error.message.replace(/^error: /, ''));
  }
}
