import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { freePort } from '../free-port';
import { credentials, type GitServer, startGitServer } from '../git-server';
import { PorchApi } from '../porch-api';
import { PorchServer } from '../porch-server';
import { succeed } from '../run-program';
import { WatchLog } from '../watch-log';

/** What is registered: a bare repository in a directory, and one behind HTTP. */
export const REPOSITORIES = ['local', 'remote'] as const;

/** A server that is started again and again on the same port, data and remotes, and a watch that outlives it. */
export class CrashWorld {
  #probes = 0;

  private constructor(
    private readonly folder: string,
    private readonly git: GitServer,
    private readonly port: number,
    private readonly env: NodeJS.ProcessEnv,
    private readonly flags: readonly string[],
    readonly api: PorchApi,
    readonly watch: WatchLog,
    public server: PorchServer,
  ) {}

  /** With a bare repository `local` in a directory, and `remote` behind HTTP. */
  static async start(env: NodeJS.ProcessEnv, flags: readonly string[] = []): Promise<CrashWorld> {
    const folder = mkdtempSync(join(tmpdir(), 'porch-crash-'));
    const [git, port] = await Promise.all([startGitServer(), freePort()]);
    await succeed('git', ['init', '--quiet', '--bare', '--initial-branch=main', join(folder, 'local.git')]);
    const server = await PorchServer.start(optionsOf(folder, port, env, flags));
    const api = await PorchApi.connect(server.kubeconfig);
    await api.register({ name: 'local', repo: pathToFileURL(join(folder, 'local.git')).href });
    await api.register({ name: 'remote', repo: `${git.url}/nephio/porch-test.git`, credentials });
    return new CrashWorld(folder, git, port, env, flags, api, await WatchLog.follow(api), server);
  }

  directory(repository: string): string {
    return repository === 'local' ? join(this.folder, 'local.git') : this.git.directory('nephio/porch-test');
  }

  /** Where drafts of a repository are that the server keeps until they are proposed. */
  drafts(repository: string): string[] {
    const folder = join(this.folder, 'data', 'drafts');
    return repository === 'remote' && existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
  }

  /** Starts the server again; it may die before it is ready when it is to die at a step. */
  async restart(failpoint?: string): Promise<void> {
    // What the last one sent may still be being carried out.
    await this.git.idle();
    const env = failpoint === undefined ? this.env : { ...this.env, PORCH_FAILPOINT: failpoint };
    this.server = await PorchServer.start(optionsOf(this.folder, this.port, env, this.flags));
  }

  /** Waits until each repository was synchronised since the start: no write is accepted before. */
  async untilSynchronised(): Promise<void> {
    this.#probes += 1;
    for (const repository of REPOSITORIES) {
      const { metadata } = await this.api.init(repository, `${PROBE}${this.#probes}`, 'w');
      await this.api.delete(metadata.name ?? '');
    }
  }

  async remove(): Promise<void> {
    await this.watch.stop();
    this.api.close();
    await this.server.stop();
    await this.git.remove();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What packages are called that only ask whether a repository takes writes. */
export const PROBE = 'probe-';

function optionsOf(folder: string, port: number, env: NodeJS.ProcessEnv, flags: readonly string[]) {
  const own = ['--secure-port', String(port), '--allow-local-repositories', folder];
  return { dataDirectory: join(folder, 'data'), flags: [...own, ...flags], env };
}
