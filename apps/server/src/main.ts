import { createLogger } from './logger';
import { startPorchServer } from './porch-server';
import { helpText, parseServerFlags } from './server-flags';
import { StartupError } from './startup-error';

const say = (text: string) => void process.stderr.write(`${text}\n`);

// Nobody may be listening, or the disk they point at be full: no reason to stop serving.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

async function main(args: readonly string[]): Promise<void> {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(helpText());
    return;
  }
  const flags = parseServerFlags(args);
  const logger = createLogger(flags.text('log-level'));
  const server = await startPorchServer(flags, logger);
  let stopping: Promise<void> | undefined;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      const stopped = server.stop();
      stopping ??= stopped.then(() => process.exit(0));
    });
  }
  process.stdout.write(`ready ${server.url} kubeconfig ${server.kubeconfigPath}\n`);
  say(`Next, in another terminal:\n  export KUBECONFIG=${server.kubeconfigPath}\n  kubectl get repositories`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  if (error instanceof StartupError) say(`porch-server: ${error.message}`);
  else say(`porch-server: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  process.exit(1);
});
