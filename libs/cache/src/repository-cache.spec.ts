import { packageRevisionUid } from '@porch/api';
import { type CachedPackageRevision } from '@porch/repository';
import { describeRepositoryContract, samplePackage } from '@porch/repository/testing';
import { closeWorlds, context, key, lines, makeWorld, openWith, outsider } from './world.fixture';

afterEach(closeWorlds);

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
    expect(world.unreadable).toEqual([]);
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

  it('announces what others did to a package that is being written while a sync runs', async () => {
    const world = await makeWorld();
    const { steps } = await openWith(world);
    const draft = await steps.create('app', 'ours');
    await outsider(world).create('app', 'theirs');
    const inner = world.opener.opened[0]!;
    const close = inner.closePackageRevisionDraft.bind(inner);
    let finish = (): void => undefined;
    const held = new Promise<void>((resolve) => (finish = resolve));
    const closing = new Promise<void>((isClosing) => {
      jest.spyOn(inner, 'closePackageRevisionDraft').mockImplementationOnce(async (...parameters) => {
        isClosing();
        await held;
        return close(...parameters);
      });
    });
    world.changes.length = 0;

    const pushed = steps.push(draft, samplePackage('app', 'two'));
    await closing;
    const synchronised = world.cache.syncRepository(key, context);
    for (let turn = 0; turn < 10; turn += 1) await new Promise(setImmediate);
    expect(world.changes).toEqual([]);
    finish();
    await Promise.all([pushed, synchronised]);
    expect(lines(world.changes)).toEqual(['Modified repo.app.ours Draft 0', 'Added repo.app.theirs Draft 0']);
  });

  it('announces what others did to a package as soon as a write is refused for it', async () => {
    const world = await makeWorld();
    const { repository, steps } = await openWith(world);
    const pushed = await steps.create('pushed', 'one');
    const removed = await steps.create('removed', 'one');
    const theirs = outsider(world);
    await theirs.push((await theirs.find('pushed', 'one'))!, samplePackage('pushed', 'theirs'));
    await theirs.repository.deletePackageRevision((await theirs.find('removed', 'one'))!, context);
    await theirs.create('taken', 'one');
    await theirs.create('other', 'one');
    world.changes.length = 0;

    await expect(steps.push(pushed, samplePackage('pushed', 'ours'))).rejects.toMatchObject({ reason: 'Conflict' });
    await expect(repository.deletePackageRevision(removed, context)).rejects.toMatchObject({ reason: 'Conflict' });
    await expect(steps.create('taken', 'one')).rejects.toMatchObject({ reason: 'AlreadyExists' });
    expect(lines(world.changes)).toEqual([
      'Modified repo.pushed.one Draft 0',
      'Deleted repo.removed.one Draft 0',
      'Added repo.taken.one Draft 0',
    ]);
    const again = (await steps.find('pushed', 'one'))!;
    expect(await steps.text(again)).toContain('theirs');
    expect(await steps.text(await steps.push(again, samplePackage('pushed', 'ours')))).toContain('ours');
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
