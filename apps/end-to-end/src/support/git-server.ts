import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { endProcess, lineFrom } from './child-line';
import { conformance } from './paths';
import { runProgram } from './run-program';

export const credentials = { username: 'nephio', password: 'secret' } as const;

/** The conformance material's git HTTP server: pushes need {@link credentials}, reads do not. */
export interface GitServer {
  readonly url: string;
  /** Where the bare repository OWNER/NAME lies. */
  directory(repository: string): string;
  /** Resolves when no git is at work for a client any more, gone or not. */
  idle(): Promise<void>;
  remove(): Promise<void>;
}

export async function startGitServer(): Promise<GitServer> {
  const root = mkdtempSync(join(tmpdir(), 'porch-git-'));
  const seed = `nephio/test-blueprints=${join(conformance, 'test-blueprints.bundle')}`;
  const child = spawn(process.execPath, [
    join(conformance, 'git-server.mjs'),
    '--root',
    root,
    '--port',
    '0',
    '--seed',
    seed,
  ]);
  const [, url = ''] = await lineFrom(child, /^listening (http:\S+)$/m);
  return {
    url,
    directory: (repository) => join(root, `${repository}.git`),
    async idle() {
      while ((await runProgram('pgrep', ['-P', String(child.pid)])).stdout !== '') await setImmediate();
      // What a child of ours had started goes on when that one is ended with its client.
      while (isWorkedBelow(root)) await setImmediate();
    },
    async remove() {
      await endProcess(child, 'SIGKILL');
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** Whether any process of this machine works in a folder; unknown where there is no `/proc`. */
function isWorkedBelow(folder: string): boolean {
  if (!existsSync('/proc')) return false;
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .some((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`).startsWith(folder);
      } catch {
        return false;
      }
    });
}
