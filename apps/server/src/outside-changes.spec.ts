import { type RepositoryObject, REPOSITORIES, SECRETS } from '@porch/api';
import { ENGINE } from '@porch/engine/di';
import { backgroundContext, type PackageRenderer, type RepositoryCache } from '@porch/repository';
import { OBJECT_STORE_CONTRACT, REPOSITORY_CACHE_CONTRACT, WATCHER_MANAGER_CONTRACT } from '@porch/repository/di';
import { type DraftKeeping, initBareRepository } from '@porch/repository-git';
import { RepositorySteps } from '@porch/repository/testing';
import { createMemoryStore } from '@porch/store';
import { type Container } from 'inversify';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { buildServerContainer } from './server-container';

const conformance = process.env['PORCH_CONFORMANCE'] ?? resolve(__dirname, '../../../../shared/conformance');
const gitServer = join(conformance, 'git-server.mjs');
const root = mkdtempSync(join(tmpdir(), 'porch-outside-'));
const context = backgroundContext();
const renderer: PackageRenderer = {
  render: (input) => Promise.resolve({ resources: input, renderStatus: { error: '' }, failure: undefined }),
};
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** What watchers of package revisions see, of what happens to repositories through the server and behind its back. */
function describeEvents(urlOf: (name: string) => string, keep: DraftKeeping['keep'] = 'remote'): void {
  let count = 0;
  let name: string;
  let directory: string;
  let container: Container;
  let cache: RepositoryCache;
  let stop: AbortController;
  let told: string[];
  let listeners: (() => void)[];

  const git = (...args: string[]) => {
    const person = ['-c', 'user.name=outsider', '-c', 'user.email=outsider@example.com'];
    return execFileSync('git', ['-C', directory, ...person, ...args], { encoding: 'utf8' }).trim();
  };

  const makeTree = (lines: string) =>
    execFileSync('git', ['-C', directory, 'mktree'], { encoding: 'utf8', input: lines }).trim();

  beforeEach(async () => {
    count += 1;
    name = `events-${urlOf('x').startsWith('file') ? 'file' : 'http'}-drafts-${keep}-${count}`;
    directory = join(root, 'nephio', `${name}.git`);
    mkdirSync(directory, { recursive: true });
    await initBareRepository(directory);
    git('config', 'http.receivepack', 'true');
    container = await buildServerContainer({
      store: createMemoryStore(),
      renderer,
      gitCacheDirectory: mkdtempSync(join(root, 'cache-')),
      drafts: { directory: mkdtempSync(join(root, 'drafts-')), keep },
      allowedLocalDirectories: [root],
      relaxReadinessGates: true,
      sharedUpstreamNamespaces: [],
    });
    await container.get(OBJECT_STORE_CONTRACT).create(SECRETS, {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'auth', namespace: 'ns' },
      type: 'kubernetes.io/basic-auth',
      data: { username: Buffer.from('nephio').toString('base64'), password: Buffer.from('secret').toString('base64') },
    });
    cache = await container.getAsync(REPOSITORY_CACHE_CONTRACT);
    // Hands changes on to the watchers.
    await container.getAsync(ENGINE);
    stop = new AbortController();
    told = [];
    listeners = [];
    const watcher = container.get(WATCHER_MANAGER_CONTRACT);
    watcher.watchPackageRevisions(
      {},
      ({ type, packageRevision: { key, lifecycle, revision } }) => {
        told.push(`${type} ${key.repository.name}.${key.packageName}.${key.workspaceName} ${lifecycle} ${revision}`);
        for (const listener of listeners) listener();
      },
      stop.signal,
    );
  });
  afterEach(async () => {
    stop.abort();
    await cache.close();
    await (await container.getAsync(ENGINE)).close();
  });

  async function register(repository = 'repo'): Promise<RepositorySteps> {
    const object: RepositoryObject = {
      apiVersion: 'config.porch.kpt.dev/v1alpha1',
      kind: 'Repository',
      metadata: { name: repository, namespace: 'ns' },
      spec: {
        type: 'git',
        git: { repo: urlOf(name), branch: 'main', createBranch: true, secretRef: { name: 'auth' } },
      },
    };
    const store = container.get(OBJECT_STORE_CONTRACT);
    if (!(await store.get(REPOSITORIES, 'ns', repository))) await store.create(REPOSITORIES, object);
    return new RepositorySteps(await cache.openRepository(object, context));
  }
  const sync = (repository = 'repo') => cache.syncRepository({ namespace: 'ns', name: repository }, context);

  /** What was told by the time that a change is told which comes after everything else. */
  async function eventsOf(act: () => Promise<unknown>, steps: RepositorySteps): Promise<readonly string[]> {
    const mark = `mark-${told.length}`;
    const first = told.length;
    await act();
    const marked = new Promise<void>((done) => {
      listeners.push(() => {
        if (told.some((event) => event.includes(`.${mark}.`))) done();
      });
    });
    await steps.create(mark, 'w');
    await marked;
    return told.slice(first).filter((event) => !event.includes('.mark-'));
  }

  it('tells each step of a publication, and nothing again when a sync finds it', async () => {
    const steps = await register();
    const published = await eventsOf(() => steps.publish('app', 'w1', 1), steps);
    expect(published).toEqual([
      'Added repo.app.w1 Draft 0',
      'Modified repo.app.w1 Proposed 0',
      'Modified repo.app.w1 Published 1',
      'Added repo.app.main Published -1',
    ]);
    expect(await eventsOf(() => sync(), steps)).toEqual([]);
  });

  it('tells that tags were deleted behind its back, and of nothing else', async () => {
    const steps = await register();
    await steps.publish('app', 'w1', 1);
    await steps.publish('app', 'w2', 2);
    const commit = git('rev-parse', 'app/v1');
    const after = (...args: string[]) =>
      eventsOf(async () => {
        git(...args);
        await sync();
      }, steps);
    expect(await after('tag', '-d', 'app/v1')).toEqual(['Deleted repo.app.w1 Published 1']);
    expect(await after('tag', 'app/v1', commit)).toEqual(['Added repo.app.w1 Published 1']);
  });

  it('tells what a forced branch took away, changed and brought, and leaves published revisions alone', async () => {
    const steps = await register();
    const before = git('rev-parse', 'main');
    await steps.publish('kept', 'w1', 1);
    await steps.publish('gone', 'w1', 1);
    const kept = git('rev-parse', 'main:kept');
    const blob = git('hash-object', '-w', join(directory, 'HEAD'));
    const changed = makeTree(`${git('ls-tree', kept)}\n100644 blob ${blob}\tmore.txt\n`);
    const tree = makeTree(`040000 tree ${changed}\tkept\n040000 tree ${kept}\tbrought\n`);
    const events = await eventsOf(async () => {
      git('update-ref', 'refs/heads/main', git('commit-tree', tree, '-p', before, '-m', 'forced'));
      await sync();
    }, steps);
    expect([...events].sort()).toEqual([
      'Added repo.brought.main Published -1',
      'Deleted repo.gone.main Published -1',
      'Modified repo.kept.main Published -1',
    ]);
    expect(await steps.find('gone', 'w1')).toMatchObject({ lifecycle: 'Published', revision: 1 });
  });

  it('tells a registration as additions, its end as deletions, and a new one as additions', async () => {
    const witness = await register('witness');
    const steps = await register();
    await steps.publish('app', 'w1', 1);
    await steps.create('app', 'w2');
    await sync('witness');
    const end = () => cache.closeRepository({ namespace: 'ns', name: 'repo' }, context);
    const sorted = async (act: () => Promise<unknown>) => [...(await eventsOf(act, witness))].sort();
    const all = (type: string) => [
      `${type} repo.app.main Published -1`,
      `${type} repo.app.w1 Published 1`,
      `${type} repo.app.w2 Draft 0`,
    ];
    const ofRepo = (events: readonly string[]) => events.filter((event) => event.includes(' repo.app.'));
    expect(ofRepo(await sorted(end))).toEqual(all('Deleted'));
    expect(ofRepo(await sorted(() => register()))).toEqual(all('Added'));
    expect(git('tag')).toBe('app/v1');
  });

  it('tells a deletion and what is made anew under the same name, which gets a new number', async () => {
    const steps = await register();
    const first = await steps.publish('app', 'w1', 1);
    const deleted = await eventsOf(async () => {
      await steps.repository.deletePackageRevision(await steps.proposeDeletion(first), context);
    }, steps);
    expect(deleted).toEqual(['Modified repo.app.w1 DeletionProposed 1', 'Deleted repo.app.w1 DeletionProposed 1']);
    expect(await eventsOf(() => steps.publish('app', 'w1', 2, 'two'), steps)).toEqual([
      'Added repo.app.w1 Draft 0',
      'Modified repo.app.w1 Proposed 0',
      'Modified repo.app.w1 Published 2',
      'Modified repo.app.main Published -1',
    ]);
  });

  it('tells of each of two Repositories on one address what it has, once', async () => {
    const steps = await register();
    const twin = await register('twin');
    const found = await eventsOf(async () => {
      await steps.publish('app', 'w1', 1);
      await sync('twin');
      await sync();
    }, twin);
    const ofApp = (events: readonly string[], repository: string) =>
      events.filter((event) => event.includes(` ${repository}.app.`));
    expect(ofApp(found, 'repo')).toEqual([
      'Added repo.app.w1 Draft 0',
      'Modified repo.app.w1 Proposed 0',
      'Modified repo.app.w1 Published 1',
      'Added repo.app.main Published -1',
    ]);
    // What became of it meanwhile is seen only where a sync comes in between.
    expect(
      ofApp(found, 'twin')
        .filter((event) => /w1 Published|main/.test(event))
        .sort(),
    ).toEqual([
      expect.stringMatching(/^Added twin.app.main Published -1$/),
      expect.stringMatching(/^(Added|Modified) twin.app.w1 Published 1$/),
    ]);
    const gone = await eventsOf(async () => {
      git('tag', '-d', 'app/v1');
      await sync();
      await sync('twin');
    }, steps);
    expect(gone.filter((event) => event.includes('.app.')).sort()).toEqual([
      'Deleted repo.app.w1 Published 1',
      'Deleted twin.app.w1 Published 1',
    ]);
  });
}

describe('events of a repository in a directory', () => {
  describeEvents((name) => pathToFileURL(join(root, 'nephio', `${name}.git`)).href);
});

const overHttp = existsSync(gitServer) ? describe : describe.skip;
overHttp('events of a repository over HTTP [needs the conformance material]', () => {
  let server: ChildProcess;
  let url = 'http://127.0.0.1';
  beforeAll(async () => {
    const child = spawn(process.execPath, [gitServer, '--root', root, '--port', '0'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    server = child;
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    url = line.replace('listening ', '');
  });
  afterAll(async () => {
    const ended = once(server, 'exit');
    server.kill('SIGKILL');
    await ended;
  });

  describeEvents((name) => `${url}/nephio/${name}.git`);

  describe('that keeps the drafts here', () => {
    describeEvents((name) => `${url}/nephio/${name}.git`, 'local');
  });
});
