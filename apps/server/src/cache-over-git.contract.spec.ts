import { type RepositoryObject, SECRETS } from '@porch/api';
import { createRepositoryCache } from '@porch/cache';
import { createSecretCredentialResolver } from '@porch/credentials';
import { contextUserInfoProvider } from '@porch/engine';
import { backgroundContext, type CachedRepository } from '@porch/repository';
import { createGitRepositoryOpener } from '@porch/repository-git';
import { describeRepositoryContract } from '@porch/repository/testing';
import { createMemoryStore } from '@porch/store';
import { type ChildProcessByStdio, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { type Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';

const root = mkdtempSync(join(tmpdir(), 'porch-cache-over-git-'));
const conformance = process.env['PORCH_CONFORMANCE'] ?? resolve(__dirname, '../../../../shared/conformance');
afterAll(() => rmSync(root, { recursive: true, force: true }));

let count = 0;

/** A bare repository with an empty `main`, as git itself makes it. */
function bareRepository(): { readonly name: string; readonly directory: string } {
  count += 1;
  const name = `remote-${count}`;
  const directory = join(root, 'nephio', `${name}.git`);
  mkdirSync(directory, { recursive: true });
  const git = (...args: string[]) => execFileSync('git', ['-C', directory, ...args], { encoding: 'utf8' }).trim();
  git('init', '--quiet', '--bare', '--initial-branch=main', '.');
  git('config', 'http.receivepack', 'true');
  const tree = git('hash-object', '-t', 'tree', '-w', '/dev/null');
  const person = ['-c', 'user.name=test', '-c', 'user.email=test@example.com'];
  git('update-ref', 'refs/heads/main', git(...person, 'commit-tree', tree, '-m', 'Initial commit'));
  return { name, directory };
}

/** One server's view of a remote: its cache over its own git adapter. */
async function cached(repo: string): Promise<{ repository: CachedRepository; dispose(): Promise<void> }> {
  const store = createMemoryStore();
  await store.create(SECRETS, {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'auth', namespace: 'ns' },
    type: 'kubernetes.io/basic-auth',
    data: { username: Buffer.from('nephio').toString('base64'), password: Buffer.from('secret').toString('base64') },
  });
  const cacheDirectory = mkdtempSync(join(root, 'cache-'));
  const opener = createGitRepositoryOpener({
    cacheDirectory,
    credentialResolver: createSecretCredentialResolver({ store }),
    userInfoProvider: contextUserInfoProvider,
    allowedLocalDirectories: [root],
  });
  const cache = await createRepositoryCache({ store, opener });
  const object: RepositoryObject = {
    apiVersion: 'config.porch.kpt.dev/v1alpha1',
    kind: 'Repository',
    metadata: { name: 'repo', namespace: 'ns' },
    spec: {
      type: 'git',
      git: { repo, branch: 'main', ...(repo.startsWith('http') ? { secretRef: { name: 'auth' } } : {}) },
    },
  };
  const repository = await cache.openRepository(object, backgroundContext());
  return {
    repository,
    async dispose() {
      await cache.close();
      await store.close();
    },
  };
}

async function fixture(repo: string, directory: string) {
  const server = await cached(repo);
  return {
    repository: server.repository,
    assignsRevisions: true,
    async dispose() {
      execFileSync('git', ['-C', directory, 'fsck', '--strict'], { stdio: 'ignore' });
      await server.dispose();
    },
  };
}

describeRepositoryContract('the cache over git in a bare directory', () => {
  const { directory } = bareRepository();
  return fixture(pathToFileURL(directory).href, directory);
});

const overHttp = existsSync(join(conformance, 'git-server.mjs')) ? describe : describe.skip;
overHttp('over HTTP [needs the conformance material]', () => {
  let server: ChildProcessByStdio<null, Readable, null>;
  let url = '';
  beforeAll(async () => {
    server = spawn(process.execPath, [join(conformance, 'git-server.mjs'), '--root', root, '--port', '0'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: server.stdout });
    [url = ''] = ((await once(lines, 'line')) as [string]).map((line) => line.replace('listening ', ''));
  });
  afterAll(async () => {
    const ended = new Promise((done) => server.once('exit', done));
    server.kill('SIGKILL');
    await ended;
  });

  describeRepositoryContract('the cache over git over HTTP', () => {
    const { name, directory } = bareRepository();
    return fixture(`${url}/nephio/${name}.git`, directory);
  });
});
