import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { parseFunctionImage } from '@porch/functions';
import { type FunctionRuntime } from '@porch/repository';
import { createProcessRunner } from './process-runner';

export interface ExecutableRuntimeOptions {
  /** The administrator's directory of function binaries. Only files in it are run. */
  readonly directory: string;
  /** 2 minutes unless given. */
  readonly timeLimitMilliseconds?: number;
  /** 64 MiB unless given. */
  readonly outputLimit?: number;
  /** Most address space of a function in MiB; 2048 unless given. */
  readonly memoryLimit?: number;
}

const SAFE_NAME = /^\w[\w.-]*$/;

/**
 * Runs binaries of a directory, found by name and tag: `NAME-TAG`, `NAME:TAG` or `NAME`. Neither a path nor a link leads
 * out of the directory. A function's environment is empty; its whole process group is killed when it must stop.
 */
export function createExecutableRuntime(options: ExecutableRuntimeOptions): FunctionRuntime {
  return {
    async getRunner({ image }) {
      const { name, tag, digest } = parseFunctionImage(image);
      if (digest !== '' || !SAFE_NAME.test(name) || (tag !== '' && !SAFE_NAME.test(tag))) return undefined;
      const names = tag === '' ? [name] : [`${name}-${tag}`, `${name}:${tag}`, name];
      for (const candidate of names) {
        const file = await executableIn(options.directory, candidate);
        if (file !== undefined) return createProcessRunner(limitedCommand(file, options));
      }
      return undefined;
    },
  };
}

/** Runs one binary of the directory, whatever the image is called; see {@link createExecutableRuntime} for how. */
export function createExecutableFileRuntime(path: string, options: ExecutableRuntimeOptions): FunctionRuntime {
  return {
    async getRunner() {
      const file = await executableIn(options.directory, path);
      return file === undefined ? undefined : createProcessRunner(limitedCommand(file, options));
    },
  };
}

/** A program of the directory itself that may be executed; undefined for one that is missing or lies elsewhere. */
export async function executableIn(directory: string, name: string): Promise<string | undefined> {
  try {
    const folder = await realpath(directory);
    const file = await realpath(join(folder, name));
    if (!file.startsWith(folder + sep)) return undefined;
    await access(file, constants.X_OK);
    return (await stat(file)).isFile() ? file : undefined;
  } catch {
    return undefined;
  }
}

function limitedCommand(file: string, options: ExecutableRuntimeOptions) {
  const memoryKibibytes = (options.memoryLimit ?? 2048) * 1024;
  return {
    file: '/bin/sh',
    args: ['-c', `ulimit -v ${memoryKibibytes}; exec "$0"`, file],
    env: {},
    // The shell tells where it is in $PWD; that is nothing of the server's.
    cwd: '/',
    timeLimitMilliseconds: options.timeLimitMilliseconds ?? 120_000,
    outputLimit: options.outputLimit ?? 64 * 1024 * 1024,
  };
}
