import { FUNCTION_CONFIGS, type KubernetesObject } from '@porch/api';
import { type FunctionConfigTarget } from './function-config-controller';
import { eventually, makeWorld, settle, type World } from './world.fixture';

const worlds: World[] = [];
afterEach(() => Promise.all(worlds.splice(0).map((world) => world.stop())));

class RecordingTarget implements FunctionConfigTarget {
  configs: readonly KubernetesObject[] = [];
  problem: string | undefined;

  apply(configs: readonly KubernetesObject[]): void {
    this.configs = configs;
  }

  problemOf(): Promise<string | undefined> {
    return Promise.resolve(this.problem);
  }

  get names(): string[] {
    return this.configs.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
  }
}

const config = (namespace: string, name: string, generation = 1, metadata = {}): KubernetesObject => ({
  apiVersion: 'config.porch.kpt.dev/v1alpha1',
  kind: 'FunctionConfig',
  metadata: { namespace, name, generation, ...metadata },
  spec: { image: name, podExecutor: {} },
});

async function worldWith(target: RecordingTarget): Promise<World> {
  const world = await makeWorld({ functionConfigs: target });
  worlds.push(world);
  return world;
}

async function statusOf(world: World, namespace: string, name: string): Promise<unknown> {
  return (await world.store.get(FUNCTION_CONFIGS, namespace, name))?.['status'];
}

describe('the function config controller', () => {
  it('hands on every object there is, sorted, with each change', async () => {
    const target = new RecordingTarget();
    const world = await worldWith(target);
    await world.store.create(FUNCTION_CONFIGS, config('b', 'one'));
    await world.store.create(FUNCTION_CONFIGS, config('a', 'two', 1, { finalizers: ['someone/else'] }));
    await eventually(world, () => Promise.resolve(target.configs.length === 2));
    expect(target.names).toEqual(['a/two', 'b/one']);
    expect(Object.isFrozen(target.configs)).toBe(true);
    const before = target.configs;
    const metadata = { finalizers: ['someone/else'], deletionTimestamp: '2026-01-02T03:04:05Z' };
    await world.store.update(FUNCTION_CONFIGS, config('a', 'two', 2, metadata));
    await eventually(world, () => Promise.resolve(target.configs.length === 1));
    expect(before).toHaveLength(2);
    await world.store.delete(FUNCTION_CONFIGS, 'b', 'one');
    await eventually(world, () => Promise.resolve(target.configs.length === 0));
  });

  it('says which generation is applied, and what is wrong with it as long as something is', async () => {
    const target = new RecordingTarget();
    target.problem = 'there is no such binary';
    const world = await worldWith(target);
    await world.store.create(FUNCTION_CONFIGS, config('a', 'one'));
    await eventually(world, () => statusOf(world, 'a', 'one').then((status) => status !== undefined));
    const error = 'there is no such binary';
    expect(await statusOf(world, 'a', 'one')).toEqual({ apiServerObservedGeneration: 1, error });
    target.problem = undefined;
    const others = { functionRunnerObservedGeneration: 1 };
    const status = { apiServerObservedGeneration: 1, error, ...others };
    await world.store.update(FUNCTION_CONFIGS, { ...config('a', 'one', 2), status });
    await eventually(world, async () => {
      const now = (await statusOf(world, 'a', 'one')) as { apiServerObservedGeneration?: number };
      return now.apiServerObservedGeneration === 2;
    });
    expect(await statusOf(world, 'a', 'one')).toEqual({ apiServerObservedGeneration: 2, ...others });
  });

  it('comes to rest: its own status writes lead to no others', async () => {
    const target = new RecordingTarget();
    const world = await worldWith(target);
    await world.store.create(FUNCTION_CONFIGS, config('a', 'one'));
    await eventually(world, () => statusOf(world, 'a', 'one').then((status) => status !== undefined));
    await settle();
    const version = await world.store.currentResourceVersion();
    await settle();
    expect(await world.store.currentResourceVersion()).toBe(version);
  });

  it('leaves the status to the server that leads', async () => {
    const first = await worldWith(new RecordingTarget());
    const follower = new RecordingTarget();
    follower.problem = 'only the leader says so';
    const second = await makeWorld({ functionConfigs: follower, store: first.store, clock: first.clock });
    worlds.push(second);
    await first.store.create(FUNCTION_CONFIGS, config('a', 'one'));
    await eventually(first, () => statusOf(first, 'a', 'one').then((status) => status !== undefined));
    await settle();
    expect(follower.names).toEqual(['a/one']);
    expect(await statusOf(first, 'a', 'one')).toEqual({ apiServerObservedGeneration: 1 });
  });
});
