import { hostText, startFunctionRunner } from './function-runner';
import { HELP, parseRunnerFlags, RunnerFlagError } from './runner-flags';

async function main(args: readonly string[]): Promise<void> {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(HELP);
    return;
  }
  const flags = parseRunnerFlags(args);
  const server = await startFunctionRunner(flags);
  let stopping: Promise<void> | undefined;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      stopping ??= server.drain(flags.drainMilliseconds).then(() => process.exit(0));
    });
  }
  process.stdout.write(`listening ${hostText(flags.address)}:${server.port}\n`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const hint = error instanceof RunnerFlagError ? '; see --help' : '';
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(`function-runner: ${text}${hint}\n`);
  process.exit(1);
});
