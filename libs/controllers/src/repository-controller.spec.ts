import { PACKAGE_REVS, REPOSITORIES, SECRETS } from '@porch/api';
import { backgroundContext } from '@porch/repository';
import { createInMemoryRepository, RepositorySteps } from '@porch/repository/testing';
import { REPOSITORY_FINALIZER } from './repository-controller';
import { eventually, makeWorld, readRepository, repositoryObject, settle, type World } from './world.fixture';

const worlds: World[] = [];
const start = async (shared: Partial<World> = {}) => {
  const world = await makeWorld(shared);
  worlds.push(world);
  return world;
};
afterEach(() => Promise.all(worlds.splice(0).map((world) => world.stop())));

const ready = (world: World, name = 'repo') =>
  eventually(world, async () => {
    const object = await readRepository(world, name);
    return object?.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') && object;
  });

function outsider(world: World, name = 'repo') {
  const remote = world.opener.remote(`memory://${name}`);
  return new RepositorySteps(createInMemoryRepository({ key: { namespace: 'default', name }, remote }));
}

describe('the repository controller', () => {
  it('opens a new registration, holds it by a finalizer and reports how it fares', async () => {
    const world = await start();
    await outsider(world).publish('app', 'one', 1);
    await world.store.create(REPOSITORIES, repositoryObject('repo'));
    const object = await ready(world);
    expect(object.metadata.finalizers).toEqual([REPOSITORY_FINALIZER]);
    expect(object.status).toEqual({
      conditions: [
        {
          type: 'Ready',
          status: 'True',
          reason: 'Ready',
          message: 'Repository Ready',
          lastTransitionTime: '2026-01-02T03:04:05Z',
          observedGeneration: 1,
        },
      ],
      lastFullSyncTime: '2026-01-02T03:04:05Z',
      nextFullSyncTime: '2026-01-02T04:04:05Z',
      observedGeneration: 1,
      packageCount: 2,
      gitCommitHash: world.opener.remote('memory://repo').version,
    });
    expect(world.cache.snapshot({}).items).toHaveLength(2);
  });

  it('opens what was registered before the server started', async () => {
    const world = await start();
    await world.store.create(REPOSITORIES, repositoryObject('repo'));
    await ready(world);
    await world.stop();
    const again = await start({ store: world.store, clock: world.clock, opener: world.opener });
    await eventually(again, () => Promise.resolve(again.cache.getRepository({ namespace: 'default', name: 'repo' })));
  });

  it('writes nothing when nothing changed', async () => {
    const world = await start();
    await world.store.create(REPOSITORIES, repositoryObject('repo'));
    const { metadata } = await ready(world);
    await settle();
    await world.cache.syncRepository({ namespace: 'default', name: 'repo' }, backgroundContext());
    await settle();
    expect((await readRepository(world, 'repo'))?.metadata.resourceVersion).toBe(metadata.resourceVersion);
  });

  it('says what is wrong, does not ask again before it is time, and becomes Ready when it heals', async () => {
    const world = await start();
    world.opener.setTrouble('memory://repo', Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));
    await world.store.create(REPOSITORIES, repositoryObject('repo'));
    const failed = await eventually(world, async () => {
      const object = await readRepository(world, 'repo');
      return object?.status?.conditions?.some(({ reason }) => reason === 'Error') && object;
    });
    expect(failed.status?.conditions?.[0]).toMatchObject({ status: 'False', message: 'unexpected failure: refused' });
    expect(failed.status?.nextFullSyncTime).toBe('2026-01-02T03:04:35Z');
    world.opener.setTrouble('memory://repo', undefined);
    await settle();
    expect((await readRepository(world, 'repo'))?.status?.conditions?.[0]?.reason).toBe('Error');
    await world.clock.advance(31_000);
    await ready(world);
  });

  it('tries a failed repository again when the Secret it needs arrives', async () => {
    const world = await start();
    world.opener.setTrouble('memory://repo', new Error('no credentials'));
    const git = { repo: 'memory://repo', secretRef: { name: 'token' } };
    await world.store.create(REPOSITORIES, repositoryObject('repo', { git }));
    await eventually(
      world,
      async () => (await readRepository(world, 'repo'))?.status?.conditions?.[0]?.reason === 'Error',
    );
    world.opener.setTrouble('memory://repo', undefined);
    const metadata = { name: 'token', namespace: 'default' };
    await world.store.create(SECRETS, { apiVersion: 'v1', kind: 'Secret', metadata });
    await ready(world);
  });

  it('carries out runOnceAt and takes it out of the specification, as a generation that is observed', async () => {
    const world = await start();
    const sync = { runOnceAt: '2026-01-02T03:00:00Z', schedule: '0 * * * *' };
    await world.store.create(REPOSITORIES, repositoryObject('repo', { sync }));
    const object = await eventually(world, async () => {
      const found = await readRepository(world, 'repo');
      return found?.spec.sync?.runOnceAt === undefined && found;
    });
    expect(object).toMatchObject({
      metadata: { generation: 2 },
      spec: { sync: { schedule: '0 * * * *' } },
      status: { observedRunOnceAt: sync.runOnceAt, observedGeneration: 2 },
    });
  });

  it('undoes a registration whose deletion was asked for, drops its metadata and leaves the repository alone', async () => {
    const world = await start();
    await outsider(world).publish('app', 'one', 1);
    await world.store.create(REPOSITORIES, repositoryObject('repo'));
    const { metadata, ...rest } = await ready(world);
    const deletionTimestamp = '2026-01-02T03:05:00Z';
    await world.store.update(REPOSITORIES, { ...rest, metadata: { ...metadata, deletionTimestamp } });
    await eventually(world, async () => (await readRepository(world, 'repo')) === undefined);
    expect(world.cache.snapshot({}).items).toEqual([]);
    expect((await world.store.list(PACKAGE_REVS)).items).toEqual([]);
    expect(await outsider(world).list()).toHaveLength(2);
  });

  it('keeps an object that somebody else holds too, and opens one of the same name that comes later', async () => {
    const world = await start();
    await world.store.create(REPOSITORIES, repositoryObject('repo', {}, { finalizers: ['example.com/hold'] }));
    const { metadata, ...rest } = await ready(world);
    const deletionTimestamp = '2026-01-02T03:05:00Z';
    await world.store.update(REPOSITORIES, { ...rest, metadata: { ...metadata, deletionTimestamp } });
    const held = await eventually(world, async () => {
      const object = await readRepository(world, 'repo');
      return object?.metadata.finalizers?.length === 1 && object;
    });
    expect(held.metadata.finalizers).toEqual(['example.com/hold']);
    await world.store.delete(REPOSITORIES, 'default', 'repo');
    await settle();
    await world.store.create(REPOSITORIES, repositoryObject('repo', {}, { uid: 'another' }));
    await ready(world);
  });
});
