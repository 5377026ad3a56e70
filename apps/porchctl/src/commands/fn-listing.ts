import { Command } from 'commander';
import { UsageError } from '../session/command-error';

/** Shows `fn` in the help. Its command lines begin with `fn` and go to its own bundle, which parses them itself. */
export function fnCommand(): Command {
  return new Command('fn')
    .summary('Run functions on a local package: render, eval, source, sink.')
    .description('Run functions on a local package, without a server.')
    .helpOption(false)
    .allowUnknownOption()
    .allowExcessArguments()
    .action(() => {
      throw new UsageError('fn comes first and takes no connection flags: porchctl fn render DIR');
    });
}
