import { type Client, createClient, loadKubeconfig, type RequestTrace, resolveConnection } from '@porch/client';
import { type Command } from 'commander';
import { type CommandIo } from './command-io';
import { UsageError } from './command-error';
import { type ConnectionOptions, overridesOf } from './connection-options';
import { parseDuration } from './duration';

/** One run of porchctl: what its commands share. */
export class Session {
  private client: Client | undefined;

  constructor(readonly io: CommandIo) {}

  /**
   * Connects as the command's flags and the kubeconfig say; the client's namespace is the one the command works in.
   * @throws PorchError BadRequest for a kubeconfig that does not work out
   */
  async connect(command: Command): Promise<Client> {
    if (this.client) return this.client;
    const options = command.optsWithGlobals<ConnectionOptions>();
    const { env } = this.io;
    if (options.namespace === '')
      throw new UsageError('namespace flag specified without a value; give one or omit the flag');
    const kubeconfig = await loadKubeconfig({ explicitFile: options.kubeconfig, env });
    const connection = await resolveConnection({
      kubeconfig,
      overrides: overridesOf(options),
      env,
      interactive: this.io.stdinIsTerminal,
    });
    this.client = createClient({
      connection,
      userAgent: 'porchctl/porchctl',
      env,
      ...(Number(options.v ?? '0') >= 6 ? { onRequest: (trace: RequestTrace) => this.trace(trace) } : {}),
    });
    return this.client;
  }

  /** Aborted by the user, or when `--request-timeout` is over; ask once for each request. */
  requestSignal(command: Command): AbortSignal {
    const text = command.optsWithGlobals<ConnectionOptions>().requestTimeout ?? '0';
    const milliseconds = /^\d+$/.test(text) ? Number(text) * 1000 : parseDuration(text);
    if (milliseconds === undefined || milliseconds < 0) {
      throw new UsageError(`invalid timeout value "${text}": give an integer with its unit, as 1s, 2m, 3h, or 0`);
    }
    if (milliseconds === 0) return this.io.signal;
    return AbortSignal.any([this.io.signal, AbortSignal.timeout(milliseconds)]);
  }

  close(): void {
    this.client?.close();
  }

  private trace({ method, url, status, milliseconds }: RequestTrace): void {
    this.io.err(`${method} ${url} ${status ?? 'failed'} in ${milliseconds} milliseconds\n`);
  }
}
