import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

export interface Kubectl {
  readonly name: string;
  readonly command: string;
  /** Whether it is there and runs. */
  readonly installed: boolean;
  /** Minor version of the client that talks to this server: the machine's may choose one by the server's version. */
  readonly minor: number;
}

/** Where `.ci/run` puts kubectl programs of other ages, each in a folder named by its version. */
const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'porch-kubectl');

/**
 * The kubectl programs that tests drive: the machine's, Debian's 1.20, the 1.35 from npm, and those that
 * `PORCH_KUBECTLS` adds or replaces, as `name=path,name=path`.
 */
export function kubectls(): Kubectl[] {
  const commands = new Map([
    ['the machine’s', 'kubectl'],
    ['1.20', join(cache, '1.20/kubectl')],
    ['1.35', join(cache, '1.35/kubectl')],
  ]);
  for (const pair of (process.env['PORCH_KUBECTLS'] ?? '').split(',').filter(Boolean)) {
    const [name = '', path = ''] = pair.split('=');
    commands.set(name, path);
  }
  return [...commands].map(([name, command]) => ({ name, command, ...probe(command) }));
}

function probe(command: string): { installed: boolean; minor: number } {
  if (command.includes('/') && !existsSync(command)) return { installed: false, minor: 0 };
  const { status, stdout } = spawnSync(command, ['version', '--client', '-o', 'json'], { encoding: 'utf8' });
  if (status !== 0) return { installed: false, minor: 0 };
  const { clientVersion } = JSON.parse(stdout) as { clientVersion: { minor: string } };
  return { installed: true, minor: Number.parseInt(clientVersion.minor, 10) };
}
