import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { isFunctionImage } from '@porch/krm';
import { type FunctionRuntime } from '@porch/repository';
import { resourceListText } from './resource-list-text';
import { functionOutput } from './process-runner';
import { runProcess } from './run-process';

export type ImagePullPolicy = 'Always' | 'IfNotPresent' | 'Never';

export interface ContainerRuntimeOptions {
  /** The command line that runs containers: `docker`, `podman` or `nerdctl`. */
  readonly command: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly pullPolicy?: ImagePullPolicy;
  /** Whether containers may reach the network; they may not unless this says so. */
  readonly allowNetwork?: boolean;
  /** Directories for the function to see, in docker's `--mount` syntax. */
  readonly mounts?: readonly string[];
  /** `NAME=VALUE`, or `NAME` to hand on the caller's value. */
  readonly environment?: readonly string[];
  /** `uid:gid`; nobody unless given. */
  readonly user?: string;
  readonly timeLimitMilliseconds?: number;
  readonly outputLimit?: number;
  /** Only images pinned by digest are run. */
  readonly requireDigest?: boolean;
}

/** Runs functions in containers: no network, no new privileges, as nobody, removed afterwards. */
export function createContainerRuntime(options: ContainerRuntimeOptions): FunctionRuntime {
  return {
    getRunner({ image }) {
      if (!isFunctionImage(image)) return Promise.resolve(undefined);
      if (options.requireDigest && !image.includes('@')) return Promise.resolve(undefined);
      return Promise.resolve({
        run: async (input, context) => {
          const name = `krm-function-${randomUUID()}`;
          const outcome = await runProcess({
            file: options.command,
            args: containerArguments(image, name, options),
            stdin: resourceListText(input),
            env: options.env,
            signal: context.signal,
            timeLimitMilliseconds: options.timeLimitMilliseconds ?? 300_000,
            outputLimit: options.outputLimit ?? 256 * 1024 * 1024,
            endElsewhere: (clientExited) => removeContainer(name, options, clientExited),
          });
          return functionOutput(outcome);
        },
      });
    },
  };
}

/** What `docker run` is told. */
export function containerArguments(image: string, name: string, options: ContainerRuntimeOptions): string[] {
  const pull = { Always: 'always', IfNotPresent: 'missing', Never: 'never' }[options.pullPolicy ?? 'IfNotPresent'];
  return [
    'run',
    '--rm',
    '-i',
    `--name=${name}`,
    `--pull=${pull}`,
    `--network=${options.allowNetwork ? 'host' : 'none'}`,
    `--user=${options.user ?? 'nobody'}`,
    '--security-opt=no-new-privileges',
    ...(options.mounts ?? []).map((mount) => `--mount=${mount}`),
    ...(options.environment ?? []).flatMap((variable) => ['-e', variable]),
    image,
  ];
}

const REMOVAL_MILLISECONDS = 30_000;
const PAUSE_MILLISECONDS = 100;

/**
 * The container does not end with the client and has to be asked for by name. One that the engine is just starting cannot be
 * killed yet: that is tried until it can, or until the client has left and nobody starts it any more.
 */
async function removeContainer(
  name: string,
  options: ContainerRuntimeOptions,
  clientExited: AbortSignal,
): Promise<void> {
  const signal = AbortSignal.timeout(REMOVAL_MILLISECONDS);
  for (;;) {
    const isLast = clientExited.aborted;
    // It is killed before it is removed, since podman would first ask it to end and wait for ten seconds.
    const wasKilled = await succeeds(['kill', name], options, signal);
    await succeeds(['rm', '-f', name], options, signal);
    if (wasKilled || isLast || signal.aborted) return;
    await setTimeout(PAUSE_MILLISECONDS, undefined, { signal: clientExited }).catch(() => undefined);
  }
}

async function succeeds(
  args: readonly string[],
  { command, env }: ContainerRuntimeOptions,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    const limits = { timeLimitMilliseconds: REMOVAL_MILLISECONDS, outputLimit: 1024 * 1024 };
    return (await runProcess({ file: command, args, stdin: '', env, signal, ...limits })).exitCode === 0;
  } catch {
    return false;
  }
}
