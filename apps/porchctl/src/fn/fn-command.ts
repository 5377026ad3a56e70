import { Command, CommanderError } from 'commander';
import { errorText } from '@porch/fn-runtime';
import { docCommand, listCommand } from './catalogue-commands';
import { evalCommand } from './eval-command';
import { type FnIo, FnUsageError } from './fn-io';
import { renderCommand } from './render-command';
import { sinkCommand } from './sink-command';
import { sourceCommand } from './source-command';

/** Runs `fn ARGV…` (without `fn` itself) and gives its exit code; output, errors and exit codes are kpt's. */
export async function runFn(argv: readonly string[], io: FnIo): Promise<number> {
  let exitCode = 0;
  const done = (code: number) => (exitCode = code);
  const separator = argv.indexOf('--');
  const own = separator < 0 ? argv : argv.slice(0, separator);
  const functionArguments = separator < 0 ? [] : argv.slice(separator + 1);
  const program = new Command('porchctl fn')
    .description('Run functions on local packages, with no server')
    .addCommand(renderCommand(io, done))
    .addCommand(evalCommand(io, functionArguments, done))
    .addCommand(sourceCommand(io, done))
    .addCommand(sinkCommand(io, done))
    .addCommand(listCommand(io, done))
    .addCommand(docCommand(io, done));
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({ writeOut: (text) => io.out(text), writeErr: (text) => io.err(text) });
  }
  try {
    await program.parseAsync([...own], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    io.err(error instanceof FnUsageError ? `error: ${error.message}\n` : errorText(error));
    return 1;
  }
}

/** Runs `porchctl fn ARGV…` as this process. */
export async function runFnProcess(argv: readonly string[]): Promise<void> {
  const stop = new AbortController();
  const onSignal = () => stop.abort(new Error('interrupted'));
  process.once('SIGINT', onSignal);
  process.once('SIGTERM', onSignal);
  process.exitCode = await runFn(argv, {
    cwd: process.cwd(),
    env: process.env,
    signal: stop.signal,
    stderrIsTerminal: process.stderr.isTTY,
    readInput: async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Uint8Array));
      return Buffer.concat(chunks).toString('utf8');
    },
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
  });
  process.removeListener('SIGINT', onSignal).removeListener('SIGTERM', onSignal);
}
