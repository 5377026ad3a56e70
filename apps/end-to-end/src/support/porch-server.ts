import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endOf, endProcess, lineFrom } from './child-line';
import { OutputLog } from './output-log';
import { porchctlBundle, serverBundle } from './paths';
import { type ProgramOptions, type ProgramResult, runProgram, succeed } from './run-program';

export interface ServerOptions {
  /** Kept when given; otherwise a temporary one that {@link PorchServer.remove} deletes. */
  readonly dataDirectory?: string;
  readonly flags?: readonly string[];
  /** Added to this process's environment. */
  readonly env?: NodeJS.ProcessEnv;
  /** What runs Node: a program and its arguments. */
  readonly launcher?: readonly string[];
  /** Instead of the bundles that were built. */
  readonly serverBundle?: string;
  readonly porchctlBundle?: string;
}

/** A running `porch-server.js`, and the programs that talk to it. */
export class PorchServer {
  readonly dataDirectory: string;
  readonly url: string;
  readonly kubeconfig: string;
  /** What it says on standard error. */
  readonly log: OutputLog;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #porchctl: string;

  private constructor(
    child: ChildProcessWithoutNullStreams,
    dataDirectory: string,
    url: string,
    kubeconfig: string,
    log: OutputLog,
    porchctl: string,
  ) {
    this.log = log;
    this.#porchctl = porchctl;
    this.#child = child;
    this.dataDirectory = dataDirectory;
    this.url = url;
    this.kubeconfig = kubeconfig;
  }

  static async start(options: ServerOptions = {}): Promise<PorchServer> {
    const dataDirectory = options.dataDirectory ?? mkdtempSync(join(tmpdir(), 'porch-e2e-'));
    const args = [
      options.serverBundle ?? serverBundle,
      '--data-dir',
      dataDirectory,
      '--secure-port',
      '0',
      ...(options.flags ?? []),
    ];
    const [program = '', ...before] = [...(options.launcher ?? []), process.execPath];
    const child = spawn(program, [...before, ...args], { env: { ...process.env, ...options.env } });
    const log = new OutputLog(child.stderr);
    const [, url = '', kubeconfig = ''] = await lineFrom(child, /^ready (https:\/\/\S+) kubeconfig (.+)$/m);
    return new PorchServer(child, dataDirectory, url, kubeconfig, log, options.porchctlBundle ?? porchctlBundle);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get environment(): NodeJS.ProcessEnv {
    return { KUBECONFIG: this.kubeconfig };
  }

  porchctl(args: readonly string[], options: ProgramOptions = {}): Promise<ProgramResult> {
    return runProgram(process.execPath, [this.#porchctl, ...args], this.#withKubeconfig(options));
  }

  /** A porchctl command that must succeed; its standard output. */
  porch(args: readonly string[], options: ProgramOptions = {}): Promise<string> {
    return succeed(process.execPath, [this.#porchctl, ...args], this.#withKubeconfig(options));
  }

  kubectl(args: readonly string[], options: ProgramOptions = {}): Promise<ProgramResult> {
    return runProgram('kubectl', args, this.#withKubeconfig(options));
  }

  /** A kubectl command that must succeed; its standard output. */
  kube(args: readonly string[], options: ProgramOptions = {}): Promise<string> {
    return succeed('kubectl', args, this.#withKubeconfig(options));
  }

  /** The playground's git repository. */
  git(...args: string[]): Promise<string> {
    return succeed('git', ['--git-dir', join(this.dataDirectory, 'repositories/playground.git'), ...args]);
  }

  /** Resolves when the process is gone, however it ended. */
  ended(): Promise<number | string> {
    return endOf(this.#child);
  }

  stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | string> {
    return endProcess(this.#child, signal);
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.dataDirectory, { recursive: true, force: true });
  }

  #withKubeconfig(options: ProgramOptions): ProgramOptions {
    // A cache folder of its own: kubectl keeps discovery by host and port, and ports come back.
    return {
      ...options,
      env: { ...this.environment, KUBECACHEDIR: join(this.dataDirectory, 'kube-cache'), ...options.env },
    };
  }
}
