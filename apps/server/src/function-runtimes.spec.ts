import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type KubernetesObject } from '@porch/api';
import { backgroundContext } from '@porch/repository';
import { createFunctionRuntimes, type FunctionRuntimes } from './function-runtimes';
import { parseServerFlags } from './server-flags';

const directory = mkdtempSync(join(tmpdir(), 'functions-'));
for (const name of ['mine', 'starlark']) {
  writeFileSync(join(directory, name), `#!/bin/sh\ncat\necho ${name} >&2\n`, { mode: 0o755 });
}
const opened: FunctionRuntimes[] = [];
afterEach(() => opened.splice(0).forEach((runtimes) => runtimes.close()));
afterAll(() => rmSync(directory, { recursive: true }));

function runtimesWith(...flags: string[]): FunctionRuntimes {
  const runtimes = createFunctionRuntimes(parseServerFlags(flags));
  opened.push(runtimes);
  return runtimes;
}

async function said(runtimes: FunctionRuntimes, image: string, namespace = 'default'): Promise<string | undefined> {
  const runner = await runtimes.getRunner({ image }, { ...backgroundContext(), namespace });
  return (await runner?.run({ items: [], functionConfig: undefined }, backgroundContext()))?.stderr;
}

const config = (namespace: string): KubernetesObject => ({
  apiVersion: 'config.porch.kpt.dev/v1alpha1',
  kind: 'FunctionConfig',
  metadata: { namespace, name: 'starlark' },
  spec: { image: 'starlark', binaryExecutor: { tags: ['v0.5'], path: 'starlark' } },
});

describe('the ways a server runs functions', () => {
  it('are its own first, then the executables of its directory', async () => {
    const runtimes = runtimesWith('--functions', directory);
    expect(await said(runtimes, 'example.com/mine:v1')).toBe('mine\n');
    expect(await said(runtimes, 'gcr.io/kpt-fn/starlark:v0.5')).not.toBe('starlark\n');
    expect(await said(runtimes, 'example.com/nobodys:v1')).toBeUndefined();
    expect(await said(runtimesWith(), 'example.com/mine:v1')).toBeUndefined();
  });

  it('are chosen by FunctionConfig objects before that, from one moment to the next', async () => {
    const runtimes = runtimesWith('--functions', directory);
    runtimes.functionConfigs.apply([config('default')]);
    expect(await said(runtimes, 'gcr.io/kpt-fn/starlark:v0.5')).toBe('starlark\n');
    expect(await said(runtimes, 'gcr.io/kpt-fn/starlark:v0.4')).not.toBe('starlark\n');
    runtimes.functionConfigs.apply([]);
    expect(await said(runtimes, 'gcr.io/kpt-fn/starlark:v0.5')).not.toBe('starlark\n');
  });

  it('are chosen for every package by FunctionConfigs of porch-fn-system, for its own by those of a namespace', async () => {
    const runtimes = runtimesWith('--functions', directory);
    const image = 'gcr.io/kpt-fn/starlark:v0.5';
    runtimes.functionConfigs.apply([config('tenant')]);
    expect(await said(runtimes, image, 'tenant')).toBe('starlark\n');
    expect(await said(runtimes, image, 'other')).not.toBe('starlark\n');
    runtimes.functionConfigs.apply([config('porch-fn-system')]);
    expect(await said(runtimes, image, 'other')).toBe('starlark\n');
    expect(await runtimes.functionConfigs.problemOf(config('porch-fn-system'))).toBeUndefined();
  });

  it('take other namespaces for those whose FunctionConfigs count everywhere', async () => {
    const runtimes = runtimesWith('--functions', directory, '--function-config-namespaces', 'one,two');
    const image = 'gcr.io/kpt-fn/starlark:v0.5';
    runtimes.functionConfigs.apply([config('two')]);
    expect(await said(runtimes, image, 'other')).toBe('starlark\n');
    runtimes.functionConfigs.apply([config('porch-fn-system')]);
    expect(await said(runtimes, image, 'other')).not.toBe('starlark\n');
  });

  it('have the functions of one’s own modules built in, and need them to be there', async () => {
    const file = join(directory, 'functions.cjs');
    writeFileSync(
      file,
      `exports.mine = { name: 'mine', description: '', configKinds: [],
        run: ({ items }) => ({ items, results: [], stderr: 'module', exitCode: 0 }) };`,
    );
    expect(await said(runtimesWith('--function-module', file), 'mine')).toBe('module');
    expect(() => runtimesWith('--function-module', `${file}.gone`)).toThrow(
      `--function-module: cannot load the functions of ${file}.gone`,
    );
  });
});
