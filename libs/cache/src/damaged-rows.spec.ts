import { type KubernetesObject, PACKAGE_REVS } from '@porch/api';
import { firstValueFrom } from 'rxjs';
import { isObservedRevision } from './is-observed-revision';
import { REPOSITORY_LABEL } from './package-rev';
import { closeWorlds, context, key, makeWorld, openWith } from './world.fixture';

afterEach(closeWorlds);

const row = (name: string, observed?: unknown): KubernetesObject => ({
  apiVersion: 'config.porch.kpt.dev/v1alpha1',
  kind: 'PackageRev',
  metadata: { name, namespace: 'default', labels: { [REPOSITORY_LABEL]: 'repo' } },
  ...(observed === undefined ? {} : { observed }),
});

describe('rows that a client wrote', () => {
  it.each([[undefined], [{}], [{ packageName: 'app', workspaceName: 'one', tasks: [null] }], ['text']])(
    'with %j for what was seen are no revisions, and in nobody`s way',
    async (observed) => {
      const world = await makeWorld();
      const { steps } = await openWith(world);
      await world.store.create(PACKAGE_REVS, row('repo.app.one', observed));
      expect(world.cache.snapshot({}).items).toEqual([]);
      expect(await steps.create('app', 'one')).toMatchObject({ lifecycle: 'Draft' });
      expect(world.cache.snapshot({}).items).toHaveLength(1);
    },
  );

  it('are gone after a restart, and what they stood for comes back with the next sync', async () => {
    const world = await makeWorld();
    const { steps } = await openWith(world);
    await steps.create('app', 'one');
    await world.store.update(PACKAGE_REVS, row('repo.app.one', {}));
    await world.cache.syncRepository(key, context);
    expect(world.cache.snapshot({}).items).toHaveLength(1);
    const again = await makeWorld({ store: world.store, clock: world.clock, opener: world.opener });
    expect(again.cache.snapshot({}).items).toHaveLength(1);
  });

  it('in the place of what was seen become again what they were, and their revision never leaves a list', async () => {
    const world = await makeWorld();
    const { repository, steps } = await openWith(world);
    const draft = await steps.create('app', 'one');
    const [labelled] = await repository.listPackageRevisions({ packageName: 'app' }, context);
    if (!labelled) throw new Error('the draft is not listed');
    await repository.updateMetadata(labelled, { labels: { team: 'blue' } }, context);
    const before = await world.store.get(PACKAGE_REVS, 'default', 'repo.app.one');
    const restored = firstValueFrom(world.cache.changes);
    await world.store.update(PACKAGE_REVS, row('repo.app.one', { packageName: 'app' }));
    expect(world.cache.snapshot({}).items).toHaveLength(1);
    expect(await restored).toMatchObject({
      type: 'Modified',
      packageRevision: { contentVersion: draft.contentVersion },
    });
    const after = await world.store.get(PACKAGE_REVS, 'default', 'repo.app.one');
    expect({ ...after, metadata: { ...after?.metadata, resourceVersion: '' } }).toEqual({
      ...before,
      metadata: { ...before?.metadata, resourceVersion: '' },
    });
    expect(world.changes.map(({ type }) => type)).not.toContain('Deleted');
  });

  it('under a name that is not that of their revision are left out', async () => {
    const world = await makeWorld();
    const { steps } = await openWith(world);
    await steps.create('app', 'one');
    const stored = await world.store.get(PACKAGE_REVS, 'default', 'repo.app.one');
    expect(isObservedRevision(stored?.['observed'])).toBe(true);
    await world.store.create(PACKAGE_REVS, row('repo.other.one', stored?.['observed']));
    expect(world.cache.snapshot({}).items.map(({ name }) => name)).toEqual(['repo.app.one']);
  });
});
