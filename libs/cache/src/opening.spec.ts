import { type RepositoryObject } from '@porch/api';
import { samplePackage } from '@porch/repository/testing';
import { repositoryObject } from './repository-object.fixture';
import { closeWorlds, context, key, lines, makeWorld, openWith, outsider } from './world.fixture';

afterEach(closeWorlds);

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

  it('counts revisions soon after writes, once for many, and says where the branch is', async () => {
    const world = await makeWorld();
    const { steps } = await openWith(world);
    const told = world.health.length;
    const draft = await steps.create('app', 'one');
    await steps.create('app', 'two');
    await steps.approve(await steps.propose(draft), 0);
    expect(world.health).toHaveLength(told);
    await world.clock.advance(5000);
    expect(world.health.slice(told)).toMatchObject([
      { state: 'Ready', packageCount: 3, branchVersion: world.opener.opened[0]?.branchVersion },
    ]);
    await steps.push(await steps.create('app', 'three'), samplePackage('x', 'text'));
    await world.clock.advance(5000);
    await world.clock.advance(5000);
    expect(world.health.slice(told + 1)).toMatchObject([{ packageCount: 4 }]);
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
    await world.clock.advance(60 * 60_000 - 1000);
    expect(count()).toBe(1);
    await world.clock.advance(1000);
    await world.clock.advance(1);
    expect(count()).toBe(2);
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

  it('do not keep a remote that changed or went away from being noticed within a minute', async () => {
    const { world, count } = await scheduled(undefined);
    const minutes = (number: number) => world.clock.advance(number * 60_000);
    await outsider(world).create('app', 'one');
    await minutes(1);
    expect(lines(world.changes)).toEqual(['Added repo.app.one Draft 0']);
    expect(count()).toBe(2);

    world.opener.setTrouble('memory://repo', Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));
    await minutes(1);
    expect(world.health.at(-1)).toMatchObject({ state: 'Error', message: 'unexpected failure: refused' });
    world.opener.setTrouble('memory://repo', undefined);
    await minutes(1);
    await minutes(1);
    expect(world.health.at(-1)).toMatchObject({ state: 'Ready' });
  });

  it('leave remotes to be asked at different times, each within a minute', async () => {
    const world = await makeWorld();
    const asked = new Map<string, number>();
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) {
      await openWith(world, name);
      const inner = world.opener.opened.at(-1)!;
      const version = inner.version.bind(inner);
      jest.spyOn(inner, 'version').mockImplementation((signal) => {
        if (!asked.has(name)) asked.set(name, world.clock.now().getTime());
        return version(signal);
      });
    }
    await world.clock.advance(60_000);
    expect(asked.size).toBe(8);
    expect(new Set(asked.values()).size).toBe(8);
  });

  it('are not anticipated because of what was written here', async () => {
    const { world } = await scheduled(undefined);
    const synced = world.health.at(-1)?.lastFullSyncTime;
    const { steps } = await openWith(world);
    await steps.publish('app', 'one', 1);
    await world.clock.advance(120_000);
    expect(world.health.at(-1)).toMatchObject({ packageCount: 2, lastFullSyncTime: synced });
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
