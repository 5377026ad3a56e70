import { parseYaml, type YamlNode } from '@porch/krm';
import { type FunctionOutput } from '@porch/repository';
import { findContainerEngine } from './container-engine.fixture';
import { type ContainerRuntimeOptions, createContainerRuntime } from './container-runtime';

const engine = findContainerEngine();
const PATIENCE_MILLISECONDS = 240_000;

(engine ? describe : describe.skip)('functions in containers of a real engine [needs podman]', () => {
  afterAll(() => engine?.remove());

  const items = parseYaml('apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\n').flatMap(({ root }): YamlNode[] =>
    root ? [root] : [],
  );

  async function run(
    image: string,
    options: Partial<ContainerRuntimeOptions> = {},
    signal = new AbortController().signal,
  ): Promise<FunctionOutput> {
    const runtime = createContainerRuntime({ command: engine!.command, env: engine!.env, ...options });
    const runner = await runtime.getRunner({ image }, { signal });
    return runner!.run({ items, functionConfig: undefined }, { signal });
  }

  it(
    'get the objects and give them back, as nobody and without a network',
    async () => {
      const image = engine!.image('keep', 'id -u >&2; ls /sys/class/net >&2; cat');
      const output = await run(image);
      expect(output).toMatchObject({ stderr: '65534\nlo\n', exitCode: 0 });
      expect(output.items).toHaveLength(1);
      expect(engine!.containers('--all')).toEqual([]);
    },
    PATIENCE_MILLISECONDS,
  );

  it(
    'end as their process ends, and as the engine does without an image',
    async () => {
      const image = engine!.image('fails', 'cat >/dev/null; echo no >&2; exit 4');
      expect(await run(image)).toEqual({ items: [], results: [], stderr: 'no\n', exitCode: 4 });
      expect(await run('localhost/unknown:v1', { pullPolicy: 'Never' })).toMatchObject({ exitCode: 125 });
    },
    PATIENCE_MILLISECONDS,
  );

  it(
    'are gone when their caller is, though they do not listen',
    async () => {
      const image = engine!.image('stays', 'sleep 600');
      const stop = new AbortController();
      const left = expect(run(image, {}, stop.signal)).rejects.toThrow('enough');
      while (engine!.containers().length === 0) await new Promise((resolve) => setImmediate(resolve));
      stop.abort(new Error('enough'));
      await left;
      expect(engine!.containers('--all')).toEqual([]);
    },
    PATIENCE_MILLISECONDS,
  );
});
