import { type PackageRevision, packageRevisionName } from '@porch/repository';
import { closeWorlds, context, key, makeWorld, openWith } from './world.fixture';

afterEach(closeWorlds);

it('holds what a repository holds too of a revision only once, after a sync found that it is the same', async () => {
  const world = await makeWorld();
  const { steps } = await openWith(world);
  await steps.publish('app', 'one', 1);
  await steps.create('app', 'two');
  const before = world.cache.snapshot({});
  const plainBefore = JSON.stringify(before.items);

  const [inner] = world.opener.opened;
  const listed = jest.spyOn(inner!, 'listPackageRevisions');
  await world.cache.syncRepository(key, context);
  const snapshots = (await listed.mock.results[0]?.value) as PackageRevision[];
  expect(snapshots).toHaveLength(3);
  const after = world.cache.snapshot({}).items;
  for (const snapshot of snapshots) {
    const held = after.find(({ name }) => name === packageRevisionName(snapshot.key));
    expect(held?.tasks).toBe(snapshot.tasks);
    expect(held?.kptfile).toBe(snapshot.kptfile);
    expect(held?.selfLock === snapshot.selfLock).toBe(snapshot.kind !== 'placeholder');
  }
  // It is the same to whoever looks, also to those that looked before.
  expect(JSON.stringify(after)).toBe(plainBefore);
  expect(after).toEqual(before.items);
});
