import { chmodSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PackageRevision } from '@porch/repository';
import { RepositorySteps, samplePackage } from '@porch/repository/testing';
import { RefStore } from './refs/ref-store';
import { DEFAULT_GIT_LIMITS } from './storage/git-limits';
import { ObjectDatabase } from './storage/object-database';
import { git, gitWithInput } from './testing/git-command';
import { GitHttpServer } from './testing/git-http-server';
import { GitWorkbench, repositoryObject } from './testing/git-workbench';
import { InterceptingProxy, withoutFraming } from './testing/intercepting-proxy';
import { BackgroundUpkeep } from './upkeep/background-upkeep';

describe('drafts that are kept locally until they are proposed', () => {
  let bench: GitWorkbench;
  let server: GitHttpServer;
  let proxy: InterceptingProxy;
  let remote: string;
  let count = 0;
  let steps: RepositorySteps;
  const secretRef = { name: 'credentials' };

  beforeAll(async () => {
    bench = new GitWorkbench();
    server = await GitHttpServer.start(bench.directory);
    proxy = await InterceptingProxy.start(server.url);
  });
  afterAll(async () => {
    await proxy.stop();
    await server.stop();
    await bench.dispose();
  });
  beforeEach(async () => {
    count += 1;
    proxy.intercept = undefined;
    remote = bench.createBare(`nephio/remote-${count}.git`);
    steps = await start();
  });
  afterEach(() => {
    for (const directory of [remote, ...localRepositories()]) {
      expect(git(directory, 'fsck', '--strict', '--full')).not.toMatch(/error|missing/);
    }
  });

  const draftsDirectory = () => join(bench.directory, `drafts-${count}`);
  const localRepositories = () =>
    existsSync(draftsDirectory()) ? readdirSync(draftsDirectory()).map((name) => join(draftsDirectory(), name)) : [];
  const local = () => localRepositories()[0] ?? '';
  const cacheDirectory = () => join(bench.directory, `cache-${count}`);
  const url = () => `${proxy.url}/nephio/remote-${count}.git`;
  /** A server that starts on what is on the disk. */
  const start = async (keep: 'local' | 'remote' = 'local', limits = {}) => {
    const drafts = { directory: draftsDirectory(), keep };
    const opener = bench.newOpener({ drafts, cacheDirectory: cacheDirectory(), limits });
    return new RepositorySteps(await bench.open(url(), { secretRef }, opener));
  };
  const refs = (directory: string) =>
    git(directory, 'for-each-ref', '--format=%(refname:short)')
      .split('\n')
      .filter((name) => name !== '' && name !== 'main');
  const value = (text: string) => samplePackage('app', text);
  const refused = (pattern: string) =>
    writeFileSync(
      join(remote, 'hooks', 'update'),
      `#!/bin/sh\ncase "$1 $3" in ${pattern}) echo "not that" >&2; exit 1;; esac\n`,
      { mode: 0o755 },
    );
  const force = (message: string) => {
    const tree = gitWithInput(remote, '', 'mktree');
    git(remote, 'update-ref', 'refs/heads/main', git(remote, 'commit-tree', tree, '-m', message));
    git(remote, 'reflog', 'expire', '--expire=now', '--all');
    git(remote, 'gc', '--quiet', '--prune=now');
  };
  const pushes = () => proxy.requests.filter((request) => request.startsWith('POST') && /receive-pack/.test(request));

  it('are commits of a repository here and nothing in the remote, and whole in the remote once proposed', async () => {
    const draft = await steps.push(await steps.create('app', 'v1'), value('two'));
    expect([refs(remote), refs(local())]).toEqual([[], ['drafts/app/v1']]);
    expect(git(local(), 'show', 'drafts/app/v1:app/config.yaml')).toContain('two');
    expect(git(local(), 'log', '--format=%H', 'main..drafts/app/v1').split('\n')).toHaveLength(2);
    expect(git(local(), 'remote', 'get-url', 'origin')).toBe(url());
    const proposed = await steps.propose(draft);
    expect(proposed).toMatchObject({ lifecycle: 'Proposed', contentVersion: draft.contentVersion });
    expect([refs(remote), refs(local())]).toEqual([['proposed/app/v1'], []]);
    expect(git(remote, 'log', '--format=%H', 'main..proposed/app/v1').split('\n')).toHaveLength(2);
    expect(await steps.approve(proposed, 1)).toMatchObject({ lifecycle: 'Published', revision: 1 });
    expect([refs(remote), refs(local())]).toEqual([['app/v1'], []]);
    expect(await steps.text((await steps.find('app', 'v1'))!)).toContain('two');
  });

  it('ask nothing of the remote when they are saved', async () => {
    const before = pushes().length;
    const draft = await steps.create('app', 'v1');
    proxy.intercept = (_request, response) => Promise.resolve(void response.destroy());
    const saved = await steps.push(draft, value('two'));
    expect(pushes()).toHaveLength(before);
    await expect(steps.propose(saved)).rejects.toMatchObject({ reason: 'ServiceUnavailable' });
    expect(await steps.find('app', 'v1')).toMatchObject({ lifecycle: 'Draft', contentVersion: saved.contentVersion });
    await steps.repository.deletePackageRevision(saved, steps.context);
    expect([await steps.list(), refs(local())]).toEqual([[], []]);
  });

  it('are drafts again, here, when a proposal is rejected', async () => {
    const proposed = await steps.propose(await steps.create('app', 'v1'));
    const draft = await steps.move(proposed, 'Draft');
    expect([refs(remote), refs(local())]).toEqual([[], ['drafts/app/v1']]);
    await steps.repository.refresh(steps.context);
    expect(await steps.find('app', 'v1')).toMatchObject({ lifecycle: 'Draft', contentVersion: draft.contentVersion });
    await steps.approve(await steps.propose(await steps.push(draft, value('two'))), 1);
    expect(refs(remote)).toEqual(['app/v1']);
  });

  it('outlive the mirror, a forced branch, and the collection of what it was', async () => {
    await steps.publish('base', 'v1', 1);
    const draft = await steps.create('app', 'v1');
    force('another history');
    git(remote, 'tag', '-d', 'base/v1');
    git(remote, 'gc', '--quiet', '--prune=now');
    rmSync(cacheDirectory(), { recursive: true });
    const again = await start();
    const found = await again.find('app', 'v1');
    expect(found).toMatchObject({ lifecycle: 'Draft', contentVersion: draft.contentVersion });
    expect(await again.text(found!)).toContain('one');
    const saved = await again.push(found!, value('two'));
    await again.approve(await again.propose(saved), 1);
    expect(git(remote, 'show', 'main:app/config.yaml')).toContain('two');
  });

  it('outlive damage of the mirror', async () => {
    await steps.publish('base', 'v1', 1);
    const draft = await steps.create('app', 'v1');
    const files = readdirSync(cacheDirectory(), { recursive: true, encoding: 'utf8', withFileTypes: true });
    for (const { parentPath, name } of files.filter((entry) => entry.isFile() && /^[0-9a-f]{38}$/.test(entry.name))) {
      chmodSync(join(parentPath, name), 0o600);
      writeFileSync(join(parentPath, name), 'damaged');
    }
    rmSync(join(cacheDirectory(), 'facts'), { recursive: true });
    const again = await start();
    expect(again.repository.problems).toEqual([]);
    expect(await again.text((await again.find('app', 'v1'))!)).toContain('one');
    await again.propose(await again.push((await again.find('app', 'v1'))!, value('two')));
    expect(git(remote, 'log', '--format=%H', 'proposed/app/v1')).toContain(draft.contentVersion);
  });

  it('outlive upkeep of their repository', async () => {
    await steps.publish('base', 'v1', 1);
    await steps.create('app', 'v1');
    const database = new ObjectDatabase(local(), DEFAULT_GIT_LIMITS);
    const store = new RefStore(local());
    await new BackgroundUpkeep(local()).run(database, store, () => store.readAll().values());
    database.close();
    expect(git(local(), 'count-objects', '-v')).toMatch(/^count: 0\n[^]*\npacks: 1\n/);
    rmSync(cacheDirectory(), { recursive: true });
    const again = await start();
    const saved = await again.push((await again.find('app', 'v1'))!, value('two'));
    expect(await again.text(saved)).toContain('two');
  });

  it('come back from a backup, save those that were published since', async () => {
    await steps.publish('base', 'v1', 1);
    const [kept, going] = [await steps.create('kept', 'v1'), await steps.create('going', 'v1')];
    const backup = join(bench.directory, `backup-${count}`);
    git(bench.directory, 'clone', '--quiet', '--mirror', local(), backup);
    await steps.approve(await steps.propose(await steps.push(going, value('two'))), 1);
    const place = local();
    for (const directory of [place, cacheDirectory()]) rmSync(directory, { recursive: true });
    git(bench.directory, 'clone', '--quiet', '--mirror', backup, place);
    const again = await start();
    expect(again.repository.problems).toEqual([]);
    expect(await again.find('kept', 'v1')).toMatchObject({ lifecycle: 'Draft', contentVersion: kept.contentVersion });
    expect(await again.find('going', 'v1')).toMatchObject({ lifecycle: 'Published' });
    expect(refs(local())).toEqual(['drafts/kept/v1']);
  });

  it('are not proposed as what they no longer are', async () => {
    const first = await steps.create('app', 'v1');
    const second = await steps.push(first, value('two'));
    git(local(), 'update-ref', 'refs/heads/drafts/app/v1', first.contentVersion);
    await expect(steps.propose(second)).rejects.toMatchObject({ reason: 'Conflict' });
    expect([refs(remote), refs(local())]).toEqual([[], ['drafts/app/v1']]);
    const now = (await steps.find('app', 'v1'))!;
    expect(now).toMatchObject({ contentVersion: first.contentVersion });
    let saving: Promise<unknown> = Promise.resolve('nothing was proposed');
    proxy.intercept = async (request, response, forward) => {
      // While the git server is asked somebody saves.
      if (/receive-pack$/.test(request.url ?? '')) saving = steps.push(now, value('three'));
      saving.catch(() => undefined);
      const { status, headers, body } = await forward();
      response.writeHead(status, withoutFraming(headers)).end(body);
    };
    await steps.propose(now);
    await expect(saving).rejects.toMatchObject({ reason: 'Conflict' });
    expect([refs(remote), refs(local())]).toEqual([['proposed/app/v1'], []]);
  });

  it('take the history of a branch along as one pack', async () => {
    const commits = [...Array(150).keys()].map(
      (number) =>
        `commit refs/heads/main\ncommitter a <a> ${1_700_000_100 + number} +0000\ndata 0\n` +
        `${number === 0 ? 'from refs/heads/main^0\n' : ''}M 644 inline d${number % 7}/f${number}\ndata 3\n${100 + (number % 30)}\n`,
    );
    gitWithInput(remote, commits.join(''), 'fast-import', '--quiet', '--force');
    await steps.repository.refresh(steps.context);
    await steps.create('app', 'v1');
    expect(git(local(), 'count-objects', '-v')).toMatch(/^count: 0\n[^]*\npacks: 1\n/);
    expect(git(local(), 'rev-parse', 'main')).toBe(git(remote, 'rev-parse', 'main'));
    await steps.create('app', 'v2');
    expect(git(local(), 'count-objects', '-v')).toMatch(/^count: [1-9]\n[^]*\npacks: 1\n/);
  });

  it('stay in the remote where they were before', async () => {
    const before = await start('remote');
    await before.create('app', 'v1');
    await steps.repository.refresh(steps.context);
    const saved = await steps.push((await steps.find('app', 'v1'))!, value('two'));
    expect([refs(remote), localRepositories()]).toEqual([['drafts/app/v1'], []]);
    expect(git(remote, 'show', 'drafts/app/v1:app/config.yaml')).toContain('two');
    const rejected = await steps.move(await steps.propose(saved), 'Draft');
    expect([refs(remote), refs(local())]).toEqual([[], ['drafts/app/v1']]);
    await steps.repository.deletePackageRevision(rejected, steps.context);
    expect(await steps.list()).toEqual([]);
  });

  it('are nothing to Repositories of other namespaces, who would not need the right to push them', async () => {
    const drafts = { directory: draftsDirectory(), keep: 'local' } as const;
    const opener = bench.newOpener({ drafts, cacheDirectory: cacheDirectory() });
    const open = async (namespace: string) => {
      const repository = repositoryObject(url(), {});
      const object = { ...repository, metadata: { ...repository.metadata, namespace } };
      return new RepositorySteps(await opener.openRepository(object, bench.context));
    };
    const [ours, theirs] = [await open('ours'), await open('theirs')];
    const draft = await ours.create('app', 'v1');
    await theirs.repository.refresh(theirs.context);
    expect(await theirs.list()).toEqual([]);
    await theirs.create('app', 'v1', value('theirs'));
    await ours.repository.refresh(ours.context);
    expect((await ours.find('app', 'v1'))?.contentVersion).toBe(draft.contentVersion);
    expect(localRepositories()).toHaveLength(2);
    for (const { repository } of [ours, theirs]) await repository.close();
  });

  it('belong to the address: shared by its Repositories, each in its directory, and there again after both', async () => {
    const opener = bench.newOpener({
      drafts: { directory: draftsDirectory(), keep: 'local' },
      cacheDirectory: cacheDirectory(),
    });
    const open = async (directory: string) =>
      new RepositorySteps(await bench.open(url(), { secretRef, directory }, opener));
    const [left, right, twin] = [await open('left'), await open('right'), await open('left')];
    const draft = await left.create('app', 'v1');
    await right.create('app', 'v1');
    await expect(twin.create('app', 'v1')).rejects.toMatchObject({ reason: 'AlreadyExists' });
    await twin.repository.refresh(twin.context);
    const stale = (await twin.find('app', 'v1'))!;
    await left.push(draft, value('two'));
    await expect(twin.push(stale, value('three'))).rejects.toMatchObject({ reason: 'Conflict' });
    expect(refs(local())).toEqual(['drafts/left/app/v1', 'drafts/right/app/v1']);
    for (const { repository } of [left, right, twin]) await repository.close();
    const again = await open('left');
    expect((await again.list()).map(({ key }) => key.packageName)).toEqual(['app']);
    expect(await again.text((await again.find('app', 'v1'))!)).toContain('two');
  });

  it('count as refs of the repository, and change its version only when something changed', async () => {
    const version = () => steps.repository.version(steps.context);
    const empty = await version();
    await steps.create('app', 'v1');
    const one = await version();
    expect(one).not.toBe(empty);
    await steps.repository.refresh(steps.context);
    expect(await version()).toBe(one);
    expect(await (await start()).repository.version(steps.context)).toBe(one);
    git(local(), 'update-ref', 'refs/heads/drafts/app/v2', 'refs/heads/drafts/app/v1');
    expect(await version()).not.toBe(one);
    await steps.repository.refresh(steps.context);
    expect((await steps.list()).map(({ key }) => key.workspaceName).sort()).toEqual(['v1', 'v2']);
    await expect(start('local', { maximumRefs: 2 })).rejects.toMatchObject({
      message: expect.stringMatching(/have 3 refs \(limit maximumRefs\)/) as unknown,
    });
  });

  describe('when a change between the two places breaks off', () => {
    const lifecycles = async (server: RepositorySteps) => (await server.list()).map(({ lifecycle }) => lifecycle);

    it.each([
      ['the same', false, false, 'Proposed'],
      ['grown with the proposal', true, false, 'Proposed'],
      ['grown after the rejection', false, true, 'Draft'],
    ])('are one revision at the next sync: %s', async (_what, proposalGrew, draftGrew, lifecycle) => {
      const draft = await steps.create('app', 'v1');
      const first = draft.contentVersion;
      await steps.propose(await steps.push(draft, value('two')));
      const second = git(remote, 'rev-parse', 'proposed/app/v1');
      git(local(), 'update-ref', 'refs/heads/drafts/app/v1', proposalGrew ? first : second);
      if (draftGrew) git(remote, 'update-ref', 'refs/heads/proposed/app/v1', first);
      const again = await start();
      expect(await lifecycles(again)).toEqual([lifecycle]);
      expect(again.repository.problems).toEqual([]);
      expect(await again.text((await again.find('app', 'v1'))!)).toContain('two');
      expect([refs(remote), refs(local())]).toEqual(
        lifecycle === 'Draft' ? [[], ['drafts/app/v1']] : [['proposed/app/v1'], []],
      );
    });

    it('are not lost when nobody knows whether the proposal was removed', async () => {
      const proposed = await steps.propose(await steps.create('app', 'v1'));
      proxy.intercept = async (request, response, forward) => {
        if (request.method === 'POST' && /receive-pack/.test(request.url ?? '')) await forward();
        response.destroy();
      };
      await expect(steps.move(proposed, 'Draft')).rejects.toMatchObject({ reason: 'ServiceUnavailable' });
      proxy.intercept = undefined;
      expect([refs(remote), refs(local())]).toEqual([[], ['drafts/app/v1']]);
      await steps.repository.refresh(steps.context);
      expect(await lifecycles(steps)).toEqual(['Draft']);
      expect(steps.repository.problems).toEqual([]);
    });

    it('are what they were when the git server says no', async () => {
      const draft = await steps.create('app', 'v1');
      refused('refs/heads/proposed/*');
      await expect(steps.propose(draft)).rejects.toMatchObject({
        reason: 'Forbidden',
        message: expect.stringContaining('not that') as unknown,
      });
      expect([await lifecycles(steps), refs(remote), refs(local())]).toEqual([['Draft'], [], ['drafts/app/v1']]);
      rmSync(join(remote, 'hooks', 'update'));
      const proposed = await steps.propose((await steps.find('app', 'v1'))!);
      refused('refs/heads/proposed/*');
      await expect(steps.move(proposed, 'Draft')).rejects.toMatchObject({ reason: 'Forbidden' });
      expect([await lifecycles(steps), refs(remote), refs(local())]).toEqual([['Proposed'], ['proposed/app/v1'], []]);
    });
  });

  it('are shown rather than a draft of the same name that appears in the remote, which is told of', async () => {
    const draft = await steps.create('app', 'v1');
    const other = await start('remote');
    expect(await other.find('app', 'v1')).toMatchObject({ contentVersion: draft.contentVersion });
    expect(refs(local())).toEqual([]);
    await steps.repository.refresh(steps.context);
    await steps.move(await steps.propose((await steps.find('app', 'v1'))!), 'Draft');
    git(remote, 'update-ref', 'refs/heads/drafts/app/v1', 'refs/heads/main');
    await steps.repository.refresh(steps.context);
    expect(await steps.text((await steps.find('app', 'v1'))!)).toContain('one');
    expect(steps.repository.problems).toEqual([
      { subject: 'refs/heads/drafts/app/v1', message: expect.stringContaining('git server has a draft') as unknown },
    ]);
  });

  describe('when drafts are no longer kept locally', () => {
    it('are in the remote after the first sync, and here no more', async () => {
      const draft = await steps.push(await steps.create('app', 'v1'), value('two'));
      const after = await start('remote');
      expect([refs(remote), refs(local())]).toEqual([['drafts/app/v1'], []]);
      expect(after.repository.problems).toEqual([]);
      const found = await after.find('app', 'v1');
      expect(found).toMatchObject({ lifecycle: 'Draft', contentVersion: draft.contentVersion });
      await after.create('app', 'v2');
      await after.approve(await after.propose(await after.push(found!, value('three'))), 1);
      expect([refs(remote), refs(local())]).toEqual([['drafts/app/v2', 'app/v1'], []]);
    });

    it('are in the remote once when that broke off', async () => {
      const draft = await steps.create('app', 'v1');
      await start('remote');
      git(local(), 'update-ref', 'refs/heads/drafts/app/v1', draft.contentVersion);
      const saved = await (await start('remote')).find('app', 'v1');
      expect(saved).toMatchObject({ contentVersion: draft.contentVersion });
      expect([refs(remote), refs(local())]).toEqual([['drafts/app/v1'], []]);
    });

    it('stay and can be changed while the git server does not want them, and go when it does', async () => {
      await steps.create('app', 'v1');
      refused('refs/heads/drafts/*');
      const after = await start('remote');
      expect(after.repository.problems).toEqual([
        {
          subject: 'refs/heads/drafts/app/v1',
          message: expect.stringMatching(/stays with this server.*not that/) as unknown,
        },
      ]);
      const saved: PackageRevision = await after.push((await after.find('app', 'v1'))!, value('two'));
      expect([refs(remote), refs(local())]).toEqual([[], ['drafts/app/v1']]);
      rmSync(join(remote, 'hooks', 'update'));
      await after.repository.refresh(after.context);
      expect(after.repository.problems).toEqual([]);
      expect(await after.find('app', 'v1')).toMatchObject({ contentVersion: saved.contentVersion });
      expect([refs(remote), refs(local())]).toEqual([['drafts/app/v1'], []]);
    });
  });
});
