import { createFakeClock, samplePackage } from '@porch/repository/testing';
import { merge, Subject } from 'rxjs';
import { createScratchStore } from './store.fixture';
import { PACKAGE_REVS, PorchError } from '@porch/api';
import { type CachedPackageRevision } from '@porch/repository';
import { repositoryObject } from './repository-object.fixture';
import { closeWorlds, context, key, lines, makeWorld, openWith, outsider, type World } from './world.fixture';

afterEach(closeWorlds);

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

describe('a feed of changes that breaks', () => {
  it('is taken up again, and what happened meanwhile is announced', async () => {
    const clock = createFakeClock();
    const store = createScratchStore(clock);
    const breaking = new Subject<never>();
    const changes = store.changes.bind(store);
    jest.spyOn(store, 'changes').mockImplementationOnce((options) => merge(changes(options), breaking));
    const here = await makeWorld({ store, clock });
    const there = await makeWorld(here);
    const { repository, steps } = await openWith(there);
    const kept = await steps.create('app', 'kept');
    const removed = await steps.create('app', 'removed');
    breaking.error(new PorchError('Expired', 'too old resource version'));

    await steps.push(kept, samplePackage('app', 'two'));
    await repository.deletePackageRevision(removed, context);
    await steps.create('app', 'new');
    here.changes.length = 0;
    expect(here.cache.snapshot({}).items).toHaveLength(2);
    await clock.advance(0);
    await clock.advance(0);
    expect(lines(here.changes)).toEqual([
      'Modified repo.app.kept Draft 0',
      'Added repo.app.new Draft 0',
      'Deleted repo.app.removed Draft 0',
    ]);
    await steps.create('app', 'after');
    expect(lines(here.changes).at(-1)).toBe('Added repo.app.after Draft 0');
    expect(here.cache.snapshot({}).resourceVersion).toBe(there.cache.snapshot({}).resourceVersion);
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
