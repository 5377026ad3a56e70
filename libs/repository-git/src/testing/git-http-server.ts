import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { resolve } from 'node:path';

const SCRIPT = resolve(__dirname, '../../../../../shared/conformance/git-server.mjs');

/** The conformance kit's git server: real git behind real HTTP, in a process of its own. */
export class GitHttpServer {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {}

  /** @param root where it keeps repositories, as `owner/name.git` */
  static async start(root: string): Promise<GitHttpServer> {
    const child = spawn(process.execPath, [SCRIPT, '--root', root, '--port', '0'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: child.stdout });
    const [line] = (await once(lines, 'line')) as [string];
    return new GitHttpServer(child, line.replace('listening ', ''));
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await exited;
  }
}
