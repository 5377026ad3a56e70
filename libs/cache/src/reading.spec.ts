import { LATEST_REVISION_LABEL, parseLabelSelector } from '@porch/api';
import { type CachedPackageRevision, matchesPackageRevision, type PackageRevisionFilter } from '@porch/repository';
import { samplePackage } from '@porch/repository/testing';
import { closeWorlds, context, key, makeWorld, openWith } from './world.fixture';

afterEach(closeWorlds);

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

  it('counts what it holds', async () => {
    const world = await makeWorld({}, { contentsBytes: 1_000_000 });
    expect(world.cache.statistics()).toMatchObject({ repositories: { Ready: 0, Reconciling: 0, Error: 0 } });
    const { repository, steps } = await openWith(world);
    await steps.create('app', 'one');
    await steps.create('app', 'two');
    const before = world.cache.statistics();
    expect(before).toMatchObject({
      resourceVersion: await world.store.currentResourceVersion(),
      repositories: { Ready: 1, Reconciling: 0, Error: 0 },
      packageRevisions: 2,
      contents: { maximumBytes: 1_000_000 },
    });
    const [listed] = await repository.listPackageRevisions({ name: 'repo.app.one' }, context);
    const bytes = [...(await listed!.getResources(context))].reduce((sum, [, file]) => sum + file.content.length, 0);
    const { contents } = world.cache.statistics();
    expect(contents.entries).toBe(before.contents.entries + 1);
    expect(contents.bytes - before.contents.bytes).toBeGreaterThanOrEqual(bytes);
    await world.cache.closeRepository(key, context);
    expect(world.cache.statistics()).toMatchObject({ repositories: { Ready: 0 }, packageRevisions: 0 });
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
