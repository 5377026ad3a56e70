import { Command } from 'commander';

/** Shows `fn` in the help; its command lines never come here, since the function bundle parses them itself. */
export function fnCommand(): Command {
  return new Command('fn')
    .summary('Run functions on a local package: render, eval, source, sink.')
    .description('Run functions on a local package, without a server.')
    .helpOption(false)
    .allowUnknownOption()
    .allowExcessArguments();
}
