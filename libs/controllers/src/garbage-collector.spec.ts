import { type KubernetesObject, REPOSITORIES } from '@porch/api';
import { backgroundContext, type CachedPackageRevision } from '@porch/repository';
import { RepositorySteps } from '@porch/repository/testing';
import { configMap, eventually, makeWorld, ownedBy, repositoryObject, settle, type World } from './world.fixture';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.stop());

const CONFIG_MAPS = 'configmaps';
const create = (object: KubernetesObject) => world.store.create(CONFIG_MAPS, object);
const read = (name: string) => world.store.get(CONFIG_MAPS, 'default', name);
const gone = (name: string) => eventually(world, async () => (await read(name)) === undefined);
const deletion = (object: KubernetesObject, finalizer: string): KubernetesObject => ({
  ...object,
  metadata: { ...object.metadata, deletionTimestamp: '2026-01-02T03:05:00Z', finalizers: [finalizer] },
});

describe('the garbage collector', () => {
  it('removes what an owner that is gone leaves behind, and what that owned', async () => {
    const owner = await create(configMap('owner'));
    const child = await create(configMap('child', ownedBy(owner)));
    await create(configMap('grandchild', ownedBy(child)));
    await create(configMap('bystander'));
    await settle();
    expect(await read('child')).toBeDefined();
    await world.store.delete(CONFIG_MAPS, 'default', 'owner');
    await gone('child');
    await gone('grandchild');
    expect(await read('bystander')).toBeDefined();
  });

  it('keeps what another owner still needs, without the reference to the one that is gone', async () => {
    const [first, second] = [await create(configMap('first')), await create(configMap('second'))];
    await create(configMap('shared', ownedBy(first, second)));
    await world.store.delete(CONFIG_MAPS, 'default', 'first');
    const shared = await eventually(world, async () => {
      const object = await read('shared');
      return object?.metadata.ownerReferences?.length === 1 && object;
    });
    expect(shared.metadata.ownerReferences?.[0]?.name).toBe('second');
  });

  it('removes what refers to an owner of the same name but another identity', async () => {
    await create(configMap('owner'));
    await create(configMap('child', ownedBy(configMap('owner', { uid: 'an-earlier-one' }))));
    await gone('child');
  });

  it('does not judge owners of kinds that are not served here', async () => {
    const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'd', uid: 'uid-d' } };
    await create(configMap('child', ownedBy(deployment)));
    await settle();
    expect(await read('child')).toBeDefined();
  });

  it('lets dependents go first when the deletion is in the foreground', async () => {
    const owner = await create(configMap('owner'));
    await create(configMap('child', { ...ownedBy(owner), finalizers: ['example.com/hold'] }));
    await world.store.update(CONFIG_MAPS, deletion(owner, 'foregroundDeletion'));
    const child = await eventually(world, async () => {
      const object = await read('child');
      return object?.metadata.deletionTimestamp ? object : undefined;
    });
    await settle();
    expect(await read('owner')).toBeDefined();
    await world.store.delete(CONFIG_MAPS, 'default', child.metadata.name ?? '');
    await gone('owner');
  });

  it('leaves dependents behind as orphans when the deletion says so', async () => {
    const owner = await create(configMap('owner'));
    await create(configMap('child', ownedBy(owner)));
    await world.store.update(CONFIG_MAPS, deletion(owner, 'orphan'));
    await gone('owner');
    await settle();
    expect((await read('child'))?.metadata.ownerReferences).toEqual([]);
  });

  it('deletes owned drafts through the engine, and leaves published revisions alone', async () => {
    await world.store.create(REPOSITORIES, repositoryObject('repo'));
    const repository = await world.cache.openRepository(repositoryObject('repo'), backgroundContext());
    const steps = new RepositorySteps(repository);
    const owner = await create(configMap('owner'));
    const draft = (await steps.create('app', 'draft')) as CachedPackageRevision;
    const published = (await steps.publish('app', 'published', 1)) as CachedPackageRevision;
    for (const revision of [draft, published])
      await repository.updateMetadata(revision, ownedBy(owner), backgroundContext());
    await world.store.delete(CONFIG_MAPS, 'default', 'owner');
    const names = () => world.cache.snapshot({ packageName: 'app' }).items.map(({ name }) => name);
    await eventually(world, () => Promise.resolve(!names().includes('repo.app.draft')));
    await settle();
    expect(names()).toEqual(['repo.app.main', 'repo.app.published']);
    expect(world.warnings).toEqual([]);
  });

  it('removes what a package revision owned', async () => {
    const repository = await world.cache.openRepository(repositoryObject('repo'), backgroundContext());
    const draft = (await new RepositorySteps(repository).create('app', 'draft')) as CachedPackageRevision;
    const { name, uid } = draft;
    const owner = { apiVersion: 'porch.kpt.dev/v1alpha1', kind: 'PackageRevision', metadata: { name, uid } };
    await create(configMap('child', ownedBy(owner)));
    await settle();
    expect(await read('child')).toBeDefined();
    await repository.deletePackageRevision(draft, backgroundContext());
    await gone('child');
  });
});

describe('package variants', () => {
  it('say that nobody acts on them', async () => {
    const metadata = { name: 'variant', namespace: 'default', generation: 1 };
    const variant = { apiVersion: 'config.porch.kpt.dev/v1alpha1', kind: 'PackageVariant', metadata, spec: {} };
    await world.store.create('packagevariants.config.porch.kpt.dev', variant);
    const told = await eventually(world, async () => {
      const object = await world.store.get('packagevariants.config.porch.kpt.dev', 'default', 'variant');
      return object?.['status'];
    });
    expect(told).toMatchObject({ conditions: [{ type: 'Stalled', status: 'True', reason: 'ControllerNotRunning' }] });
  });
});
