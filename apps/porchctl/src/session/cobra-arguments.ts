import { type Command, type Option } from 'commander';

/**
 * Rewrites a command line from the spellings that cobra accepts and commander does not: `--flag=true` and `--flag=false`
 * for flags without a value, and `-n=value`. What follows `--` stays as it is.
 */
export function cobraArguments(argv: readonly string[], program: Command): string[] {
  const options = allOptions(program);
  const end = argv.indexOf('--');
  const flags = end < 0 ? argv : argv.slice(0, end);
  return [...flags.flatMap((argument) => rewritten(argument, options)), ...(end < 0 ? [] : argv.slice(end))];
}

function rewritten(argument: string, options: readonly Option[]): string[] {
  const [, long, longValue = ''] = /^(--[^=]+)=(.*)$/s.exec(argument) ?? [];
  if (long !== undefined) {
    const option = options.find((candidate) => candidate.long === long);
    if (!option || takesValue(option)) return [argument];
    if (/^(1|t|true)$/i.test(longValue)) return [long];
    return /^(0|f|false)$/i.test(longValue) ? [] : [argument];
  }
  const [, short, shortValue = ''] = /^(-[A-Za-z])=(.*)$/s.exec(argument) ?? [];
  if (short !== undefined) {
    const option = options.find((candidate) => candidate.short === short);
    if (option && takesValue(option)) return [short, shortValue];
  }
  return [argument];
}

function takesValue(option: Option): boolean {
  return option.required || option.optional;
}

/** Every flag of the program; one name has the same shape in all commands. */
function allOptions(command: Command): Option[] {
  return [...command.options, ...command.commands.flatMap(allOptions)];
}
