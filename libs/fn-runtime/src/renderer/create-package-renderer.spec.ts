import { AsyncLocalStorage } from 'node:async_hooks';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFunctionCatalogue } from '@porch/functions';
import { backgroundContext, type FunctionRuntime, fileText, type PackageResources, textFile } from '@porch/repository';
import { buildSync } from 'esbuild';
import { createBuiltInRuntime } from '../runtimes/built-in-runtime';
import { createFunctionConfigRuntime } from '../runtimes/function-config-runtime';
import { createMultiRuntime } from '../runtimes/multi-runtime';
import { type ClosablePackageRenderer, createPackageRenderer } from './create-package-renderer';
import { type FunctionRun } from './function-run';

const folder = mkdtempSync(join(tmpdir(), 'render-worker-'));
const workerFile = join(folder, 'render-worker.js');
const functionModule = join(folder, 'functions.js');
const renderers: ClosablePackageRenderer[] = [];

beforeAll(() => {
  buildSync({
    entryPoints: [join(__dirname, '../worker/render-worker.ts')],
    outfile: workerFile,
    bundle: true,
    platform: 'node',
    conditions: ['porch-source'],
    logLevel: 'error',
  });
  writeFileSync(
    functionModule,
    `exports.spin = { name: 'spin', description: '', configKinds: [], run() { for (;;); } };
     exports.hoard = { name: 'hoard', description: '', configKinds: [], run() { const a = []; for (;;) a.push(new Array(1e5).fill(a.length)); } };`,
  );
});

afterAll(async () => {
  await Promise.all(renderers.map((renderer) => renderer.close()));
  rmSync(folder, { recursive: true });
});

/** What the worker will find built in: the catalogue and the functions of the module, by name. */
const runtime = createBuiltInRuntime({
  catalogue: createFunctionCatalogue({
    additional: ['spin', 'hoard'].map((name) => ({
      name,
      description: '',
      configKinds: [],
      run: ({ items }) => ({ items, results: [], exitCode: 0 }),
    })),
  }),
});

/** Answers for one image as a runtime with processes of its own would. */
const elsewhere: FunctionRuntime = {
  getRunner: ({ image }) =>
    Promise.resolve(
      image === 'example.com/drop-all:v1'
        ? { run: () => Promise.resolve({ items: [], results: [], stderr: 'dropped', exitCode: 0 }) }
        : image === 'example.com/refuse:v1'
          ? { run: () => Promise.resolve({ items: [], results: [], stderr: 'refused', exitCode: 3 }) }
          : undefined,
    ),
};

function renderer(options: Partial<Parameters<typeof createPackageRenderer>[0]> = {}): ClosablePackageRenderer {
  const created = createPackageRenderer({
    runtime: createMultiRuntime([runtime, elsewhere]),
    mode: 'worker',
    workerFile,
    functionModules: [functionModule],
    maxWorkers: 2,
    ...options,
  });
  renderers.push(created);
  return created;
}

function packageWith(step: string): PackageResources {
  const kptfile = `apiVersion: kpt.dev/v1\nkind: Kptfile\nmetadata:\n  name: app\npipeline:\n  mutators:\n    - ${step}\n`;
  return new Map([
    ['Kptfile', textFile(kptfile)],
    ['a.yaml', textFile('apiVersion: v1\nkind: Pod\nmetadata:\n  name:   a\n')],
    ['logo.png', { content: new Uint8Array([0, 255, 1]), mode: 'regular' as const }],
  ]);
}

const setNamespace = 'image: set-namespace\n      configMap: {namespace: staging}';

describe.each(['worker', 'inline'] as const)('a package renderer (%s)', (mode) => {
  it('renders, and leaves what no function touched byte for byte', async () => {
    const resources = new Map(packageWith(setNamespace)).set(
      'odd.yaml',
      textFile('apiVersion: v1\nkind:    Node\n\nmetadata: {name: b}\n'),
    );
    const outcome = await renderer({ mode }).render(resources, backgroundContext());
    expect(outcome.failure).toBeUndefined();
    expect(fileText(outcome.resources.get('a.yaml')!)).toContain('namespace: staging');
    expect(fileText(outcome.resources.get('odd.yaml')!)).toBe(fileText(resources.get('odd.yaml')!));
    expect([...outcome.resources.get('logo.png')!.content]).toEqual([0, 255, 1]);
  });

  it('calls functions of other runtimes in the caller’s thread', async () => {
    const outcome = await renderer({ mode }).render(packageWith('image: example.com/drop-all:v1'), backgroundContext());
    expect(outcome.failure).toBeUndefined();
    expect(outcome.resources.has('a.yaml')).toBe(false);
    expect(outcome.renderStatus.result?.items).toEqual([
      expect.objectContaining({ image: 'example.com/drop-all:v1', stderr: 'dropped' }),
    ]);
  });

  it('runs a built-in function by another image where the runtime says so', async () => {
    const renamed = createFunctionConfigRuntime({
      configs: () => [{ image: 'place', goExecutor: { tags: ['v1'], id: 'set-namespace' } }],
      executors: { builtIn: runtime },
    });
    const step = 'image: example.com/place:v1\n      configMap: {namespace: staging}';
    const outcome = await renderer({ mode, runtime: renamed }).render(packageWith(step), backgroundContext());
    expect(outcome.failure).toBeUndefined();
    expect(fileText(outcome.resources.get('a.yaml')!)).toContain('namespace: staging');
  });

  it('asks the caller for the tags of images, and says why nobody knows them', async () => {
    const step = 'image: set-namespace\n      tag: ~0.4\n      configMap: {namespace: staging}';
    const tagListers = [
      { list: () => Promise.reject(new Error('the registry is away')) },
      { list: () => Promise.resolve(['v0.3.9', 'v0.4.1', 'v0.4.7', 'v0.5.0']) },
    ];
    const found = await renderer({ mode, tagListers }).render(packageWith(step), backgroundContext());
    expect(found.renderStatus.result?.items).toEqual([
      expect.objectContaining({ image: 'ghcr.io/kptdev/krm-functions-catalog/set-namespace:v0.4.7' }),
    ]);
    const none = await renderer({ mode, tagListers: tagListers.slice(0, 1) }).render(
      packageWith(step),
      backgroundContext(),
    );
    expect(none.failure).toContain(
      'no tag could be found matching the version constraint "~0.4"; the registry is away',
    );
  });

  it('renders the topmost package, wherever it lies, and nothing where there is none', async () => {
    const nested = new Map([...packageWith(setNamespace)].map(([path, file]) => [`dir/${path}`, file]));
    const outcome = await renderer({ mode }).render(nested, backgroundContext());
    expect(fileText(outcome.resources.get('dir/a.yaml')!)).toContain('namespace: staging');
    const none = new Map([['a.yaml', textFile('a: 1\n')]]);
    expect((await renderer({ mode }).render(none, backgroundContext())).resources).toEqual(none);
  });

  it('tells of each function that ran, where the render was asked for', async () => {
    const asker = new AsyncLocalStorage<string>();
    const runs: [string | undefined, FunctionRun][] = [];
    const observed = renderer({ mode, onFunctionRun: (run) => runs.push([asker.getStore(), run]) });
    const steps = `${setNamespace}\n    - image: example.com/drop-all:v1\n    - image: example.com/refuse:v1`;
    const render = (name: string) => asker.run(name, () => observed.render(packageWith(steps), backgroundContext()));
    const [{ failure }] = await Promise.all([render('one'), render('two')]);
    expect(failure).toContain('refuse');
    for (const name of ['one', 'two']) {
      const own = runs.flatMap(([by, run]) => (by === name ? [run] : []));
      expect(
        own.map(({ image, exitCode }) => [image.replace(/^.*set-namespace.*$/, 'set-namespace'), exitCode]),
      ).toEqual([
        ['set-namespace', 0],
        ['example.com/drop-all:v1', 0],
        ['example.com/refuse:v1', 3],
      ]);
      for (const { durationMilliseconds } of own) expect(durationMilliseconds).toBeGreaterThanOrEqual(0);
    }
  });

  it('rejects with the reason of an abort', async () => {
    const stop = new AbortController();
    stop.abort(new Error('enough'));
    await expect(renderer({ mode }).render(packageWith(setNamespace), { signal: stop.signal })).rejects.toThrow(
      'enough',
    );
  });
});

describe('a render that runs away', () => {
  it('is stopped at its deadline while others go on', async () => {
    const render = (pool: ClosablePackageRenderer, step: string) => pool.render(packageWith(step), backgroundContext());
    const attempt = async (seconds: number) => {
      const pool = renderer({ deadlineMilliseconds: seconds * 1000 });
      const [stuck, other] = await Promise.allSettled([render(pool, 'image: spin'), render(pool, setNamespace)]);
      const message = expect.stringContaining(`took longer than ${seconds} s`) as string;
      expect(stuck).toMatchObject({ reason: { message } });
      const [next] = await Promise.allSettled([render(pool, setNamespace)]);
      return [other.status, next.status];
    };
    let seconds = 1.5;
    let others = await attempt(seconds);
    // On a slow machine the deadline may be too short for them as well.
    while (others.includes('rejected') && seconds < 100) others = await attempt((seconds *= 2));
    expect(others).toEqual(['fulfilled', 'fulfilled']);
  });

  it('takes with it what it had called elsewhere', async () => {
    let began = false;
    let ended: (() => void) | undefined;
    const end = new Promise<void>((resolve) => (ended = resolve));
    const waits: FunctionRuntime = {
      getRunner: () =>
        Promise.resolve({
          run: (_input, { signal }) =>
            new Promise((_resolve, reject) => {
              began = true;
              signal.addEventListener('abort', () => {
                ended?.();
                reject(signal.reason as Error);
              });
            }),
        }),
    };
    // On a slow machine the deadline may have passed before it called.
    for (let deadlineMilliseconds = 800; !began; deadlineMilliseconds *= 2) {
      const pool = renderer({ runtime: waits, deadlineMilliseconds });
      const rendering = pool.render(packageWith('image: example.com/waits:v1'), backgroundContext());
      await expect(rendering).rejects.toThrow('took longer');
    }
    await end;
  });

  it('is stopped by its caller', async () => {
    const stop = new AbortController();
    const rendering = renderer().render(packageWith('image: spin'), { signal: stop.signal });
    stop.abort(new Error('changed my mind'));
    await expect(rendering).rejects.toThrow('changed my mind');
  });

  it('is stopped when it eats memory', async () => {
    const pool = renderer({ maxWorkerMemory: 64 });
    await expect(pool.render(packageWith('image: hoard'), backgroundContext())).rejects.toThrow('more memory');
    await expect(pool.render(packageWith(setNamespace), backgroundContext())).resolves.toBeDefined();
  });
});
