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

async function said(runtimes: FunctionRuntimes, image: string): Promise<string | undefined> {
  const runner = await runtimes.getRunner({ image }, backgroundContext());
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

  it('leave out FunctionConfigs of namespaces that do not count, and say so', async () => {
    const runtimes = runtimesWith('--functions', directory, '--function-config-namespaces', 'porch-fn-system');
    runtimes.functionConfigs.apply([config('tenant')]);
    expect(await said(runtimes, 'gcr.io/kpt-fn/starlark:v0.5')).not.toBe('starlark\n');
    expect(await runtimes.functionConfigs.problemOf(config('tenant'))).toContain('do not count');
    runtimes.functionConfigs.apply([config('porch-fn-system')]);
    expect(await said(runtimes, 'gcr.io/kpt-fn/starlark:v0.5')).toBe('starlark\n');
    expect(await runtimes.functionConfigs.problemOf(config('porch-fn-system'))).toBeUndefined();
  });
});
