import {
  LATEST_REVISION_LABEL,
  PACKAGE_REVS,
  packageRevisionUid,
  parseLabelSelector,
  type RepositoryObject,
} from '@porch/api';
import {
  backgroundContext,
  type CachedPackageRevision,
  matchesPackageRevision,
  type ObjectStore,
  type PackageRevisionChange,
  type PackageRevisionFilter,
  type RepositoryCache,
  type RepositoryHealth,
} from '@porch/repository';
import {
  createFakeClock,
  createInMemoryRepository,
  createInMemoryRepositoryOpener,
  describeRepositoryContract,
  RepositorySteps,
  samplePackage,
} from '@porch/repository/testing';
import { createRepositoryCache, type RepositoryCacheOptions } from './repository-cache';
import { createScratchStore } from './store.fixture';
import { repositoryObject } from './repository-object.fixture';

const context = backgroundContext();

interface World {
  readonly store: ObjectStore;
  readonly clock: ReturnType<typeof createFakeClock>;
  readonly opener: ReturnType<typeof createInMemoryRepositoryOpener>;
  readonly cache: RepositoryCache;
  readonly changes: PackageRevisionChange[];
  readonly health: RepositoryHealth[];
}

const open: RepositoryCache[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((cache) => cache.close()));
});

async function makeWorld(shared: Partial<World> = {}, options: Partial<RepositoryCacheOptions> = {}): Promise<World> {
  const clock = shared.clock ?? createFakeClock();
  const store = shared.store ?? createScratchStore(clock);
  const opener = shared.opener ?? createInMemoryRepositoryOpener({ clock });
  const cache = await createRepositoryCache({ store, opener, clock, ...options });
  open.push(cache);
  const changes: PackageRevisionChange[] = [];
  const health: RepositoryHealth[] = [];
  cache.changes.subscribe((change) => {
    // Whoever is told of a change can read it.
    const found = cache.snapshot({ namespace: 'default', name: change.packageRevision.name }).items[0];
    expect(found?.resourceVersion).toBe(change.type === 'Deleted' ? undefined : change.packageRevision.resourceVersion);
    changes.push(change);
  });
  cache.health.subscribe((change) => health.push(change));
  return { store, clock, opener, cache, changes, health };
}

const lines = (changes: readonly PackageRevisionChange[]) =>
  changes.map(({ type, packageRevision: { name, lifecycle, revision, latest } }) =>
    [type, name, lifecycle, revision, ...(latest ? ['latest'] : [])].join(' '),
  );

async function openWith(world: World, name = 'repo', object = repositoryObject(name)) {
  const repository = await world.cache.openRepository(object, context);
  return { repository, steps: new RepositorySteps(repository) };
}

/** Somebody who works on the remote without this server. */
function outsider(world: World, name = 'repo') {
  const remote = world.opener.remote(`memory://${name}`);
  return new RepositorySteps(createInMemoryRepository({ key: { namespace: 'default', name }, remote }));
}

const key = { namespace: 'default', name: 'repo' };

describeRepositoryContract('the cache over memory', async () => {
  const world = await makeWorld();
  const { repository } = await openWith(world);
  const elsewhere = await makeWorld({ store: world.store, clock: world.clock, opener: world.opener });
  const other = await openWith(elsewhere);
  return { repository, other: other.repository, assignsRevisions: true, dispose: () => Promise.resolve() };
});

describe('events', () => {
  it('tells each step of a package revision once, in order, after it can be read', async () => {
    const world = await makeWorld();
    const { repository, steps } = await openWith(world);
    const draft = await steps.create('app', 'one');
    const pushed = await steps.push(draft, samplePackage('app', 'two'));
    const first = await steps.approve(await steps.propose(pushed), 1);
    await steps.publish('app', 'two', 2);
    await repository.deletePackageRevision(await steps.proposeDeletion(first), context);
    expect(lines(world.changes)).toEqual([
      'Added repo.app.one Draft 0',
      'Modified repo.app.one Draft 0',
      'Modified repo.app.one Proposed 0',
      'Modified repo.app.one Published 1 latest',
      'Added repo.app.main Published -1',
      'Added repo.app.two Draft 0',
      'Modified repo.app.two Proposed 0',
      'Modified repo.app.two Published 2 latest',
      'Modified repo.app.one Published 1',
      'Modified repo.app.main Published -1',
      'Modified repo.app.one DeletionProposed 1',
      'Deleted repo.app.one DeletionProposed 1',
    ]);
    const versions = world.changes.map(({ packageRevision }) => Number(packageRevision.resourceVersion));
    expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
  });

  it('makes the revision before the latest one the latest again when that is deleted', async () => {
    const world = await makeWorld();
    const { repository, steps } = await openWith(world);
    await steps.publish('app', 'one', 1);
    const second = await steps.proposeDeletion(await steps.publish('app', 'two', 2));
    world.changes.length = 0;
    await repository.deletePackageRevision(second, context);
    expect(lines(world.changes)).toEqual([
      'Deleted repo.app.two DeletionProposed 2 latest',
      'Modified repo.app.one Published 1 latest',
    ]);
    expect(world.cache.latestRevision({ repository: key, packageName: 'app' })?.name).toBe('repo.app.one');
  });

  it('says nothing when a write fails', async () => {
    const world = await makeWorld();
    const { steps } = await openWith(world);
    await expect(steps.create('app', 'one', new Map())).rejects.toMatchObject({ reason: 'Invalid' });
    expect(world.changes).toEqual([]);
  });

  it('does not announce an own write again when a sync sees it', async () => {
    const world = await makeWorld();
    const { steps } = await openWith(world);
    await steps.publish('app', 'one', 1);
    await steps.create('app', 'two');
    world.changes.length = 0;
    await world.cache.syncRepository(key, context);
    expect(world.changes).toEqual([]);
  });

  it('announces what others did in the repository exactly, at the next sync', async () => {
    const world = await makeWorld();
    const { steps } = await openWith(world);
    const draft = await steps.create('kept', 'one');
    const doomed = await steps.create('doomed', 'one');
    const theirs = outsider(world);
    await theirs.push((await theirs.find('kept', 'one'))!, samplePackage('kept', 'theirs'));
    await theirs.repository.deletePackageRevision((await theirs.find('doomed', 'one'))!, context);
    await theirs.publish('new', 'one', 1);
    world.changes.length = 0;

    await world.cache.syncRepository(key, context);
    expect(lines(world.changes).sort()).toEqual([
      'Added repo.new.main Published -1',
      'Added repo.new.one Published 1 latest',
      'Deleted repo.doomed.one Draft 0',
      'Modified repo.kept.one Draft 0',
    ]);
    expect(world.changes.find(({ type }) => type === 'Modified')?.previous?.contentVersion).toBe(draft.contentVersion);
    expect(doomed.lifecycle).toBe('Draft');
    expect(await steps.text((await steps.find('kept', 'one'))!)).toContain('theirs');
  });

  it('leaves alone what is being written while a sync runs', async () => {
    const world = await makeWorld();
    const { repository, steps } = await openWith(world);
    const drafts = await Promise.all(['a', 'b', 'c', 'd'].map((name) => steps.create(name, 'one')));
    world.changes.length = 0;
    const syncs = Array.from({ length: 5 }, () => world.cache.syncRepository(key, context));
    const pushes = drafts.map((draft) => steps.push(draft, samplePackage('x', 'two')));
    const removals = steps.create('e', 'one').then((draft) => repository.deletePackageRevision(draft, context));
    await Promise.all([...syncs, ...pushes, removals]);
    await world.cache.syncRepository(key, context);
    expect(lines(world.changes).sort()).toEqual([
      'Added repo.e.one Draft 0',
      'Deleted repo.e.one Draft 0',
      ...['a', 'b', 'c', 'd'].map((name) => `Modified repo.${name}.one Draft 0`),
    ]);
  });
});

describe('metadata', () => {
  it('is stored with the draft, changed by compare-and-swap and kept over pushes', async () => {
    const world = await makeWorld();
    const { repository, steps } = await openWith(world);
    const draft = await repository.createPackageRevisionDraft(
      { repository: key, packageName: 'app', workspaceName: 'one' },
      context,
    );
    await draft.updateResources(samplePackage('app'), { type: 'init' }, context);
    const metadata = { labels: { tier: 'front' }, annotations: { note: 'x' }, finalizers: ['example.com/hold'] };
    const created = await repository.closePackageRevisionDraft(draft, { metadata }, context);
    expect(created.metadata).toEqual(metadata);
    expect(created.uid).toBe(packageRevisionUid('default', 'repo.app.one'));

    const labelled = await repository.updateMetadata(created, { labels: { tier: 'back' } }, context);
    expect(Number(labelled.resourceVersion)).toBeGreaterThan(Number(created.resourceVersion));
    await expect(repository.updateMetadata(created, {}, context)).rejects.toMatchObject({ reason: 'Conflict' });
    const pushed = (await steps.push(labelled, samplePackage('app', 'two'))) as CachedPackageRevision;
    expect(pushed.metadata).toEqual({ labels: { tier: 'back' } });
    const published = (await steps.approve(await steps.propose(pushed), 1)) as CachedPackageRevision;
    const again = await repository.updateMetadata(published, { labels: { tier: 'edge' } }, context);
    expect(again).toMatchObject({ revision: 1, metadata: { labels: { tier: 'edge' } } });
    expect(world.changes.at(-1)).toMatchObject({
      type: 'Modified',
      previous: { metadata: { labels: { tier: 'back' } } },
    });
  });

  it('refuses to close a draft with metadata of its own over metadata that changed meanwhile', async () => {
    const { repository, steps } = await openWith(await makeWorld());
    const created = (await steps.create('app', 'one')) as CachedPackageRevision;
    const draft = await repository.updatePackageRevision(created, context);
    await repository.updateMetadata(created, { labels: { by: 'another' } }, context);
    const closing = repository.closePackageRevisionDraft(draft, { metadata: { labels: { by: 'me' } } }, context);
    await expect(closing).rejects.toMatchObject({ reason: 'Conflict' });
    expect(repository.object.metadata.name).toBe('repo');
  });

  it('keeps the time a revision was first created', async () => {
    const world = await makeWorld();
    const { steps } = await openWith(world);
    const created = (await steps.create('app', 'one')) as CachedPackageRevision;
    await world.clock.advance(60_000);
    const pushed = (await steps.push(created, samplePackage('app', 'two'))) as CachedPackageRevision;
    expect(created.creationTimestamp).toBe('2026-01-02T03:04:05Z');
    expect(pushed.creationTimestamp).toBe(created.creationTimestamp);
  });
});

describe('numbers', () => {
  it('are given by the cache, one higher each time, and never reused', async () => {
    const world = await makeWorld();
    const { repository, steps } = await openWith(world);
    await steps.publish('app', 'one', 99);
    const second = await steps.publish('app', 'two', 99);
    expect(second.revision).toBe(2);
    await repository.deletePackageRevision(await steps.proposeDeletion(second), context);
    expect((await steps.publish('app', 'three', 99)).revision).toBe(3);
  });

  it('stay above the stored mark when the repository forgot what it had', async () => {
    const world = await makeWorld();
    const { steps } = await openWith(world);
    const published = await steps.publish('app', 'one', 1);
    const forgetful = jest.spyOn(world.opener.remote('memory://repo'), 'highestRevision').mockReturnValue(0);
    const { repository } = steps;
    await repository.deletePackageRevision(await steps.proposeDeletion(published), context);
    expect((await steps.publish('app', 'two', 1)).revision).toBe(2);
    forgetful.mockRestore();
  });

  it('pass over one that somebody else took meanwhile', async () => {
    const world = await makeWorld();
    const { steps } = await openWith(world);
    const proposed = await steps.propose(await steps.create('app', 'one'));
    await outsider(world).publish('app', 'theirs', 1);
    expect((await steps.approve(proposed, 1)).revision).toBe(2);
  });
});

describe('reading', () => {
  const filters: [string, PackageRevisionFilter][] = [
    ['everything', {}],
    ['a namespace', { namespace: 'default' }],
    ['a repository', { namespace: 'default', repository: 'repo' }],
    ['a repository in any namespace', { repository: 'repo' }],
    ['a name', { namespace: 'default', name: 'repo.b.one' }],
    ['a package', { namespace: 'default', packageName: 'a' }],
    ['a package of a repository', { namespace: 'default', repository: 'repo', packageName: 'a' }],
    ['a leaf', { namespace: 'default', packageLeaf: 'a' }],
    ['a workspace', { namespace: 'default', workspaceName: 'one' }],
    ['lifecycles', { namespace: 'default', lifecycles: ['Draft', 'Proposed'] }],
    ['drafts by number', { namespace: 'default', revision: 0 }],
    ['the latest', { namespace: 'default', labelSelector: parseLabelSelector(`${LATEST_REVISION_LABEL}=true`) }],
    ['not the latest', { namespace: 'default', labelSelector: parseLabelSelector(`!${LATEST_REVISION_LABEL}`) }],
    ['a label', { namespace: 'default', labelSelector: parseLabelSelector('tier in (front,back)') }],
    ['nothing', { namespace: 'other' }],
  ];

  it.each(filters)('finds %s as a scan of all would, in order', async (_what, filter) => {
    const world = await makeWorld();
    const { repository, steps } = await openWith(world);
    const second = await openWith(world, 'second');
    await steps.publish('a', 'one', 1);
    await steps.publish('a', 'two', 2);
    const draft = (await steps.create('b', 'one')) as CachedPackageRevision;
    await repository.updateMetadata(draft, { labels: { tier: 'front' } }, context);
    await second.steps.propose(await second.steps.create('nested/a', 'one'));
    const all = world.cache.snapshot({}).items;
    expect(all).toHaveLength(5);
    expect(world.cache.snapshot(filter).items.map(({ name }) => name)).toEqual(
      all.filter((revision) => matchesPackageRevision(filter, revision)).map(({ name }) => name),
    );
    expect(all.map(({ name }) => name)).toEqual([...all.map(({ name }) => name)].sort());
  });

  it('gives a snapshot that later changes leave as it was, with the version they come after', async () => {
    const world = await makeWorld();
    const { steps } = await openWith(world);
    await steps.create('app', 'one');
    const before = world.cache.snapshot({});
    await steps.create('app', 'two');
    expect(before.items.map(({ name }) => name)).toEqual(['repo.app.one']);
    expect(before.resourceVersion).toBe(world.changes[0]?.packageRevision.resourceVersion);
    expect(Number(world.changes[1]?.packageRevision.resourceVersion)).toBeGreaterThan(Number(before.resourceVersion));
    await world.store.create('secrets', {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's', namespace: 'default' },
    });
    expect(world.cache.snapshot({}).resourceVersion).toBe(await world.store.currentResourceVersion());
  });

  it('knows who was cloned or upgraded from a revision, without the placeholders', async () => {
    const { cache, ...rest } = await makeWorld();
    const { repository, steps } = await openWith({ cache, ...rest });
    await steps.publish('up', 'one', 1);
    const task = { type: 'clone' as const, clone: { upstreamRef: { upstreamRef: { name: 'repo.up.one' } } } };
    const draft = await repository.createPackageRevisionDraft(
      { repository: key, packageName: 'down', workspaceName: 'one' },
      context,
    );
    await draft.updateResources(samplePackage('down'), task, context);
    const clone = await repository.closePackageRevisionDraft(draft, {}, context);
    await steps.approve(await steps.propose(clone), 1);
    expect(cache.findDownstream('default', 'repo.up.one').map(({ name }) => name)).toEqual(['repo.down.one']);
    expect(cache.findDownstream('other', 'repo.up.one')).toEqual([]);
  });

  it('reads contents once for several readers, and old contents while they are remembered', async () => {
    const world = await makeWorld();
    const { steps } = await openWith(world);
    const draft = await steps.create('app', 'one');
    const [first, second] = await Promise.all([draft.getResources(context), draft.getResources(context)]);
    expect(first).toBe(second);
    await expect(draft.getResources({ signal: AbortSignal.abort(new Error('gone')) })).rejects.toThrow('gone');
  });
});

describe('opening', () => {
  it('is shared by those who ask at once, and done once', async () => {
    const world = await makeWorld();
    const object = repositoryObject('repo');
    const opened = await Promise.all([1, 2, 3].map(() => world.cache.openRepository(object, context)));
    expect(new Set(opened).size).toBe(1);
    expect(world.opener.opened).toHaveLength(1);
    expect(world.cache.getRepository(key)).toBe(opened[0]);
  });

  it('of a repository that hangs keeps nobody else waiting, and is reported', async () => {
    const world = await makeWorld({}, { maximumConcurrentSyncs: 2, patienceMilliseconds: 5000 });
    for (const name of ['stuck-a', 'stuck-b', 'stuck-c']) world.opener.setTrouble(`memory://${name}`, 'hang');
    const failures = ['stuck-a', 'stuck-b', 'stuck-c'].map((name) =>
      world.cache.openRepository(repositoryObject(name), context).catch((error: unknown) => error),
    );
    const good = openWith(world);
    await world.clock.advance(5000);
    await world.clock.advance(5000);
    await (await good).steps.create('app', 'one');

    const listed = world.cache.snapshot({ namespace: 'default' });
    expect(listed.items).toHaveLength(1);
    expect(listed.incomplete.map(({ repository }) => repository.name).sort()).toEqual([
      'stuck-a',
      'stuck-b',
      'stuck-c',
    ]);
    expect(world.cache.snapshot({ repository: 'repo' }).incomplete).toEqual([]);
    await world.clock.advance(120_000);
    for (const failure of await Promise.all(failures)) {
      expect(failure).toMatchObject({
        reason: 'Timeout',
        message: expect.stringContaining('did not answer within 120 s') as string,
      });
    }
    expect(world.health.at(-1)).toMatchObject({ state: 'Error' });
  });

  it('gives up for a caller who does, and goes on for the others', async () => {
    const world = await makeWorld();
    world.opener.setTrouble('memory://repo', 'hang');
    const stop = new AbortController();
    const waiting = world.cache.openRepository(repositoryObject('repo'), { signal: stop.signal });
    stop.abort(new Error('I left'));
    await expect(waiting).rejects.toThrow('I left');
  });

  it('that failed is tried again after a while that depends on the cause, and heals', async () => {
    const world = await makeWorld();
    world.opener.setTrouble('memory://repo', Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));
    await expect(openWith(world)).rejects.toThrow('refused');
    expect(world.health.at(-1)).toMatchObject({
      state: 'Error',
      message: expect.stringContaining('refused') as string,
    });
    expect(world.cache.getRepository(key)).toBeUndefined();
    world.opener.setTrouble('memory://repo', undefined);
    await world.clock.advance(29_000);
    expect(world.health.at(-1)?.state).toBe('Error');
    await world.clock.advance(2000);
    await world.cache.syncRepository(key, context);
    expect(world.health.at(-1)).toMatchObject({ state: 'Ready', message: 'Repository Ready' });
    expect(world.cache.getRepository(key)).toBeDefined();
  });

  it('says in the condition what could not be read, and shows the rest', async () => {
    const world = await makeWorld();
    const { steps } = await openWith(world);
    await steps.create('app', 'one');
    world.opener.opened[0]!.problems = [{ subject: 'drafts/broken', message: 'no Kptfile' }];
    await world.cache.syncRepository(key, context);
    expect(world.health.at(-1)).toMatchObject({
      state: 'Ready',
      message: 'Repository Ready, without what could not be read: drafts/broken: no Kptfile',
      packageCount: 1,
    });
  });

  it('isolates two packages whose revisions would have the same name', async () => {
    const world = await makeWorld();
    const theirs = outsider(world);
    await theirs.create('a/b', 'one');
    await theirs.create('a.b', 'one');
    await theirs.create('c', 'one');
    await openWith(world);
    expect(world.cache.snapshot({}).items.map(({ name }) => name)).toEqual(['repo.a.b.one', 'repo.c.one']);
    expect(world.health.at(-1)?.message).toContain('already that of a revision of package "a/b"');
  });
});

describe('schedules', () => {
  const scheduled = async (sync: RepositoryObject['spec']['sync']) => {
    const world = await makeWorld();
    await openWith(world, 'repo', repositoryObject('repo', { sync }));
    const count = () => world.health.filter(({ state }) => state === 'Ready').length;
    return { world, count };
  };

  it('synchronise every hour when there is none', async () => {
    const { world, count } = await scheduled(undefined);
    expect(world.health.at(-1)?.nextFullSyncTime).toEqual(new Date('2026-01-02T04:04:05Z'));
    await outsider(world).create('app', 'one');
    await world.clock.advance(60 * 60_000 + 1000);
    await world.clock.advance(1);
    expect(count()).toBe(2);
    expect(lines(world.changes)).toEqual(['Added repo.app.one Draft 0']);
  });

  it('follow cron', async () => {
    const { world, count } = await scheduled({ schedule: '*/10 * * * *' });
    expect(world.health.at(-1)?.nextFullSyncTime).toEqual(new Date('2026-01-02T03:10:00Z'));
    await world.clock.advance(6 * 60_000);
    await world.clock.advance(1);
    expect(count()).toBe(2);
    expect(world.health.at(-1)?.nextFullSyncTime).toEqual(new Date('2026-01-02T03:20:00Z'));
  });

  it('run once at a time, and say so', async () => {
    const runOnceAt = '2026-01-02T05:00:00Z';
    const { world, count } = await scheduled({ runOnceAt, schedule: '*/10 * * * *' });
    expect(world.health.at(-1)).toMatchObject({ nextFullSyncTime: new Date(runOnceAt), observedRunOnceAt: undefined });
    await world.clock.advance(60 * 60_000);
    expect(count()).toBe(1);
    await world.clock.advance(60 * 60_000);
    await world.clock.advance(1);
    expect(count()).toBe(2);
    expect(world.health.at(-1)).toMatchObject({ observedRunOnceAt: runOnceAt });
  });

  it('do not keep a remote that changed or went away from being noticed', async () => {
    const { world, count } = await scheduled(undefined);
    const minutes = (number: number) => world.clock.advance(number * 60_000);
    await minutes(5);
    await outsider(world).create('app', 'one');
    await minutes(5);
    await minutes(1);
    expect(lines(world.changes)).toEqual(['Added repo.app.one Draft 0']);
    expect(count()).toBe(2);

    world.opener.setTrouble('memory://repo', Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));
    await minutes(5);
    expect(world.health.at(-1)).toMatchObject({ state: 'Error', message: 'unexpected failure: refused' });
    world.opener.setTrouble('memory://repo', undefined);
    await minutes(1);
    await minutes(1);
    expect(world.health.at(-1)).toMatchObject({ state: 'Ready' });
  });

  it('are taken over from a changed Repository object', async () => {
    const { world } = await scheduled(undefined);
    const changed = repositoryObject('repo', { sync: { schedule: '0 12 * * *' } });
    changed.metadata.generation = 2;
    await world.cache.openRepository(changed, context);
    expect(world.health.at(-1)).toMatchObject({
      nextFullSyncTime: new Date('2026-01-02T12:00:00Z'),
      observedGeneration: 2,
    });
  });
});

describe('restarting', () => {
  it('shows everything that was known before a repository has answered', async () => {
    const world = await makeWorld();
    const { repository, steps } = await openWith(world);
    const draft = (await steps.create('app', 'one')) as CachedPackageRevision;
    await repository.updateMetadata(draft, { labels: { tier: 'front' } }, context);
    await steps.publish('app', 'two', 1);
    const before = world.cache.snapshot({});
    await world.cache.close();

    world.opener.setTrouble('memory://repo', 'hang');
    const again = await makeWorld({ store: world.store, clock: world.clock, opener: world.opener });
    const plain = (items: readonly CachedPackageRevision[]) => JSON.parse(JSON.stringify(items)) as unknown;
    expect(plain(again.cache.snapshot({}).items)).toEqual(plain(before.items));
    expect(again.changes).toEqual([]);

    world.opener.setTrouble('memory://repo', undefined);
    await openWith(again);
    expect(again.changes).toEqual([]);
    const [first] = again.cache.snapshot({ name: 'repo.app.one' }).items;
    expect(await steps.text(first!)).toContain('value: one');
  });

  it('equals a cache that was rebuilt from the repository, apart from the metadata that git does not hold', async () => {
    const world = await makeWorld();
    const { steps } = await openWith(world);
    await steps.publish('app', 'one', 1);
    await steps.publish('app', 'two', 2);
    await steps.create('app', 'three');
    const rebuilt = await makeWorld({ clock: world.clock, opener: world.opener });
    await openWith(rebuilt);
    const shown = ({ cache }: World) =>
      cache.snapshot({}).items.map((revision) => ({ ...revision, resourceVersion: '', getResources: undefined }));
    expect(shown(rebuilt)).toEqual(shown(world));
  });

  it('finds after a crash between push and store what was pushed', async () => {
    const world = await makeWorld();
    const { steps } = await openWith(world);
    const failing = jest.spyOn(world.store, 'transaction').mockRejectedValueOnce(new Error('the power went out'));
    await expect(steps.create('app', 'one')).rejects.toThrow('the power went out');
    failing.mockRestore();
    expect(world.changes).toEqual([]);
    await world.clock.advance(1500);
    await world.clock.advance(1);
    expect(lines(world.changes)).toEqual(['Added repo.app.one Draft 0']);
  });
});

describe('closing a repository', () => {
  it('announces its revisions Deleted, forgets its rows and leaves the repository and the others alone', async () => {
    const world = await makeWorld();
    const { steps } = await openWith(world);
    const second = await openWith(world, 'second');
    await steps.publish('app', 'one', 1);
    await second.steps.create('app', 'one');
    world.changes.length = 0;
    await world.cache.closeRepository(key, context);
    expect(lines(world.changes).sort()).toEqual([
      'Deleted repo.app.main Published -1',
      'Deleted repo.app.one Published 1 latest',
    ]);
    expect(world.cache.getRepository(key)).toBeUndefined();
    expect((await world.store.list(PACKAGE_REVS)).items).toHaveLength(1);
    expect(await outsider(world).list()).toHaveLength(2);
    expect(world.opener.opened[0]?.closed).toBe(true);

    await openWith(world);
    expect(world.cache.snapshot({ repository: 'repo' }).items).toHaveLength(2);
  });
});

describe('two servers on one store', () => {
  it('see what the other did, in the same order, and work on it', async () => {
    const here = await makeWorld();
    const there = await makeWorld(here);
    const one = await openWith(here);
    const two = await openWith(there);
    const draft = await one.steps.create('app', 'one');
    const seen = (await two.steps.find('app', 'one')) as CachedPackageRevision;
    expect(seen.resourceVersion).toBe((draft as CachedPackageRevision).resourceVersion);
    await two.steps.approve(await two.steps.propose(seen), 1);
    expect(lines(here.changes)).toEqual(lines(there.changes));
    expect(here.changes).toHaveLength(4);
    const stale = one.repository.updateMetadata(draft as CachedPackageRevision, {}, context);
    await expect(stale).rejects.toMatchObject({ reason: 'Conflict' });
  });

  it('never make two revisions the latest', async () => {
    const here = await makeWorld();
    const there = await makeWorld(here);
    const servers = [await openWith(here), await openWith(there)];
    const proposed = await Promise.all(
      servers.map(async ({ steps }, index) => steps.propose(await steps.create('app', `w${index}`))),
    );
    await Promise.all(servers.map(({ steps }, index) => steps.approve(proposed[index]!, 1)));
    const published = here.cache.snapshot({ packageName: 'app', lifecycles: ['Published'] }).items;
    expect(published.filter(({ latest }) => latest).map(({ revision }) => revision)).toEqual([2]);
    expect(published.map(({ revision }) => revision).sort()).toEqual([-1, 1, 2]);
  });

  it('carry out a scheduled sync once', async () => {
    const here = await makeWorld();
    const there = await makeWorld(here);
    const object = repositoryObject('repo');
    await here.store.create('repositories.config.porch.kpt.dev', object);
    await openWith(here);
    await openWith(there);
    const ready = (world: World) => world.health.filter(({ state }) => state === 'Ready').length;
    expect(ready(here) + ready(there)).toBe(2);
    await here.clock.advance(60 * 60_000 + 1000);
    await here.clock.advance(1000);
    expect(ready(here) + ready(there)).toBe(3);
  });
});
