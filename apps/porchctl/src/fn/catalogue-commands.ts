import { Command } from 'commander';
import { createFunctionCatalogue, type KrmFunction } from '@porch/functions';
import { type FnIo, FnUsageError } from './fn-io';

/** `fn list`: the built-in functions. */
export function listCommand(io: FnIo, done: (exitCode: number) => void): Command {
  return new Command('list').description('List the built-in functions').action(() => {
    const functions = [...createFunctionCatalogue().functions].sort((a, b) => (a.name < b.name ? -1 : 1));
    const width = Math.max(4, ...functions.map(({ name }) => name.length));
    io.out(`${'NAME'.padEnd(width)}  DESCRIPTION\n`);
    for (const { name, description } of functions) io.out(`${name.padEnd(width)}  ${description}\n`);
    done(0);
  });
}

/** `fn doc NAME`: what a built-in function does and how it is configured. */
export function docCommand(io: FnIo, done: (exitCode: number) => void): Command {
  return new Command('doc')
    .description('Describe a built-in function')
    .argument('[NAME]', "the function's name or image")
    .option('-i, --image <image>', "the function's image")
    .action((name: string | undefined, flags: { image?: string }) => {
      const wanted = flags.image ?? name;
      if (!wanted) throw new FnUsageError('must specify the name of a function');
      const found = createFunctionCatalogue().byImage(wanted)?.function;
      if (!found) throw new FnUsageError(`there is no built-in function "${wanted}"; "fn list" shows those there are`);
      io.out(documentation(found));
      done(0);
    });
}

function documentation({ name, description, configKinds, configSchema }: KrmFunction): string {
  const kinds = configKinds.map(({ apiVersion, kind }) => `  ${kind} (${apiVersion})\n`);
  const configuration = kinds.length === 0 ? 'Takes no configuration.\n' : `Configuration:\n${kinds.join('')}`;
  const schema = configSchema ? `\nSchema:\n${JSON.stringify(configSchema, undefined, 2).replace(/^/gm, '  ')}\n` : '';
  return `${name}: ${description}\n\n${configuration}${schema}`;
}
