import { NAMESPACES, REPOSITORIES, SECRETS } from '@porch/api';
import { createInMemoryRepository, RepositorySteps } from '@porch/repository/testing';
import {
  configMap,
  eventually,
  makeWorld,
  readRepository,
  repositoryObject,
  settle,
  type World,
} from './world.fixture';

const worlds: World[] = [];
afterEach(() => Promise.all(worlds.splice(0).map((world) => world.stop())));

const namespace = (deletionTimestamp?: string) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'default', ...(deletionTimestamp ? { deletionTimestamp } : {}) },
  spec: { finalizers: ['kubernetes'] },
});

async function filledNamespace(): Promise<World> {
  const world = await makeWorld();
  worlds.push(world);
  const remote = world.opener.remote('memory://repo');
  await new RepositorySteps(createInMemoryRepository({ remote })).create('app', 'one');
  await world.store.create(NAMESPACES, namespace());
  await world.store.create(REPOSITORIES, repositoryObject('repo'));
  await world.store.create('configmaps', configMap('config'));
  await world.store.create('configmaps', configMap('elsewhere', { namespace: 'other' }));
  await world.store.create(SECRETS, {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 's', namespace: 'default' },
  });
  await eventually(world, async () => (await readRepository(world, 'repo'))?.status?.packageCount === 1);
  return world;
}

describe('the namespace controller', () => {
  it('empties and removes a namespace, drops its registrations and leaves git and other namespaces alone', async () => {
    const world = await filledNamespace();
    await world.store.update(NAMESPACES, namespace('2026-01-02T03:05:00Z'));
    await eventually(world, async () => (await world.store.get(NAMESPACES, '', 'default')) === undefined);
    for (const resource of [REPOSITORIES, SECRETS]) expect((await world.store.list(resource)).items).toEqual([]);
    expect((await world.store.list('configmaps')).items.map(({ metadata }) => metadata.name)).toEqual(['elsewhere']);
    expect(world.cache.snapshot({}).items).toEqual([]);
    expect(world.opener.remote('memory://repo').all()).toHaveLength(1);
  });

  it('waits for an object that is held by a finalizer', async () => {
    const world = await filledNamespace();
    await world.store.create('configmaps', configMap('held', { finalizers: ['example.com/hold'] }));
    await world.store.update(NAMESPACES, namespace('2026-01-02T03:05:00Z'));
    const held = await eventually(world, async () => {
      const object = await world.store.get('configmaps', 'default', 'held');
      return object?.metadata.deletionTimestamp ? object : undefined;
    });
    await settle();
    expect(await world.store.get(NAMESPACES, '', 'default')).toBeDefined();
    await world.store.delete('configmaps', 'default', held.metadata.name ?? '');
    await eventually(world, async () => (await world.store.get(NAMESPACES, '', 'default')) === undefined);
  });

  it('is done by one server, and by another when that one is stopped', async () => {
    const world = await filledNamespace();
    const second = await makeWorld({ store: world.store, clock: world.clock, opener: world.opener });
    worlds.push(second);
    await world.controllers.stop();
    await world.store.update(NAMESPACES, namespace('2026-01-02T03:05:00Z'));
    await settle();
    expect(await world.store.get(NAMESPACES, '', 'default')).toBeDefined();
    await world.clock.advance(6000);
    await eventually(second, async () => (await second.store.get(NAMESPACES, '', 'default')) === undefined);
  });
});
