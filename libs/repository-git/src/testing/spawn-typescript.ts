import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { join } from 'node:path';
import { type Readable } from 'node:stream';

/** Runs a script of this folder in a process of its own, which dies at a step when the environment names one. */
export function spawnTypeScript(
  script: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): ChildProcessByStdio<null, Readable, null> {
  const command = [
    '--conditions=porch-source',
    join(__dirname, 'typescript-child.cjs'),
    join(__dirname, script),
    ...args,
  ];
  return spawn(process.execPath, command, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  });
}
