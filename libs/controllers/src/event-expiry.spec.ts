import { type KubernetesObject, toTimestamp } from '@porch/api';
import { eventually, makeWorld, settle, type World } from './world.fixture';

const MINUTE = 60_000;
const worlds: World[] = [];
afterEach(() => Promise.all(worlds.splice(0).map((world) => world.stop())));

async function worldWith(shared: Partial<World> = {}): Promise<World> {
  const world = await makeWorld(shared);
  worlds.push(world);
  return world;
}

function event(world: World, name: string, fields: object = {}): KubernetesObject {
  const creationTimestamp = toTimestamp(world.clock.now());
  const metadata = { name, namespace: 'default', creationTimestamp, ...fields };
  return { apiVersion: 'v1', kind: 'Event', metadata, involvedObject: {} };
}

const names = async ({ store }: World) => (await store.list('events')).items.map(({ metadata }) => metadata.name);
/** Whether only these are left, once everything that time has made due is done. */
const left = (world: World, ...expected: string[]) =>
  eventually(world, async () => JSON.stringify(await names(world)) === JSON.stringify(expected));

describe('events', () => {
  it('go an hour after they were created, and watchers see them go', async () => {
    const world = await worldWith();
    const removed: (string | undefined)[] = [];
    world.store.changes().subscribe(({ type, object }) => {
      if (type === 'Deleted') removed.push(object.metadata.name);
    });
    await world.store.create('events', event(world, 'first'));
    await world.clock.advance(30 * MINUTE);
    await world.store.create('events', event(world, 'second'));
    await world.clock.advance(29 * MINUTE);
    await settle();
    expect(await names(world)).toEqual(['first', 'second']);
    await world.clock.advance(2 * MINUTE);
    await left(world, 'second');
    await world.clock.advance(31 * MINUTE);
    await left(world);
    expect(removed).toEqual(['first', 'second']);
  });

  it('live on when they are written again', async () => {
    const world = await worldWith();
    const stored = await world.store.create('events', event(world, 'again'));
    await world.clock.advance(50 * MINUTE);
    const managedFields = [{ manager: 'kubelet', operation: 'Update', time: toTimestamp(world.clock.now()) }];
    await world.store.update('events', { ...stored, metadata: { ...stored.metadata, managedFields } });
    await world.clock.advance(55 * MINUTE);
    await settle();
    expect(await names(world)).toEqual(['again']);
    await world.clock.advance(6 * MINUTE);
    await left(world);
  });

  it('go whatever times they claim, finalizers or not, and others stay', async () => {
    const world = await worldWith();
    await world.store.create('events', event(world, 'ahead', { creationTimestamp: '2999-01-01T00:00:00Z' }));
    await world.store.create('events', event(world, 'held', { finalizers: ['example.com/hold'] }));
    await world.store.create('events', event(world, 'timeless', { creationTimestamp: undefined }));
    await world.store.create('configmaps', { ...event(world, 'kept'), kind: 'ConfigMap' });
    await world.clock.advance(61 * MINUTE);
    await left(world);
    expect((await world.store.list('configmaps')).items).toHaveLength(1);
  });

  it('go when they are due by the time the server starts', async () => {
    const world = await worldWith();
    await world.store.create('events', event(world, 'old', { creationTimestamp: '2020-01-01T00:00:00Z' }));
    await world.controllers.stop();
    await worldWith({ store: world.store, clock: world.clock });
    await left(world);
  });

  it('stay as long as they are told to, or for ever', async () => {
    const short = await worldWith({ eventTtlMilliseconds: MINUTE });
    await short.store.create('events', event(short, 'brief'));
    await short.clock.advance(2 * MINUTE);
    await left(short);
    const never = await worldWith({ eventTtlMilliseconds: 0 });
    await never.store.create('events', event(never, 'lasting'));
    await never.clock.advance(3 * 60 * MINUTE);
    await settle();
    expect(await names(never)).toEqual(['lasting']);
  });

  it('are removed once by several servers, also when the one that did it has gone', async () => {
    const first = await worldWith();
    const second = await worldWith({ store: first.store, clock: first.clock });
    let removals = 0;
    first.store.changes().subscribe(({ type }) => (removals += type === 'Deleted' ? 1 : 0));
    for (let index = 0; index < 20; index += 1) await first.store.create('events', event(first, `early-${index}`));
    await first.clock.advance(61 * MINUTE);
    await left(first);
    expect(removals).toBe(20);
    await first.store.create('events', event(first, 'late'));
    await first.stop();
    worlds.splice(worlds.indexOf(first), 1);
    await second.clock.advance(62 * MINUTE);
    await left(second);
    expect([removals, second.warnings]).toEqual([21, []]);
  });
});
