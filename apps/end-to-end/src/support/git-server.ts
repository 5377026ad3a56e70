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
  /**
   * Resolves when no git is at work for a client any more, gone or not. The server ends a git whose client is gone; what
   * that one had locked and not yet noted for its clean-up is unlocked, as git's message asks whoever runs the server to.
   */
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
      // What reached the server before its client was gone has been read when later requests are answered.
      for (let request = 0; request < 2; request += 1) await fetch(url, { headers: { connection: 'close' } });
      while ((await runProgram('pgrep', ['-P', String(child.pid)])).stdout !== '') await setImmediate();
      // What a child of ours had started goes on when that one is ended with its client.
      while (isWorkedBelow(root)) await setImmediate();
      for (const path of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
        if (/\.git\/.*\.lock$/.test(path)) rmSync(join(root, path));
      }
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
