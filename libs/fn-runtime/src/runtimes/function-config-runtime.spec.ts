import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFunctionCatalogue } from '@porch/functions';
import { backgroundContext, type FunctionRuntime } from '@porch/repository';
import { functionConfigProblem } from './function-config-problem';
import { createFunctionConfigRuntime, type FunctionConfigSpec } from './function-config-runtime';

/** A runtime whose runners say who they are. */
const named = (name: string): FunctionRuntime => ({
  getRunner: ({ image }) =>
    Promise.resolve({
      run: () => Promise.resolve({ items: [], results: [], stderr: `${name} ${image}`, exitCode: 0 }),
    }),
});

describe('FunctionConfig objects', () => {
  let configs: FunctionConfigSpec[] = [];
  const runtime = createFunctionConfigRuntime({
    configs: () => configs,
    executors: { builtIn: named('built-in'), binary: (path) => named(`binary ${path}`), remote: named('remote') },
  });
  const chosen = async (image: string) => {
    const runner = await runtime.getRunner({ image }, backgroundContext());
    return (await runner?.run({ items: [], functionConfig: undefined }, backgroundContext()))?.stderr;
  };

  it('choose the executor by image, registry and tag', async () => {
    configs = [
      {
        image: 'set-labels',
        prefixes: ['', 'example.com/fns'],
        goExecutor: { tags: ['v0.2'] },
        binaryExecutor: { tags: ['v0.1'], path: 'set-labels-v0.1' },
        podExecutor: {},
      },
    ];
    expect(await chosen('example.com/fns/set-labels:v0.2')).toBe('built-in set-labels:v0.2');
    expect(await chosen('set-labels:v0.1')).toBe('binary set-labels-v0.1 set-labels:v0.1');
    expect(await chosen('ghcr.io/kptdev/krm-functions-catalog/set-labels:v0.9')).toMatch(/^remote/);
    expect(await chosen('example.com/fns/team/set-labels:v0.2')).toBe('built-in set-labels:v0.2');
    expect(await chosen('example.com/fns-of-others/set-labels:v0.2')).toBeUndefined();
    expect(await chosen('example.com/other/set-labels:v0.2')).toBeUndefined();
    expect(await chosen('example.com/fns/set-image:v0.2')).toBeUndefined();
  });

  it('count at once when they change, and never name a binary elsewhere', async () => {
    configs = [{ image: 'f', binaryExecutor: { tags: ['v1'], path: '../f' } }];
    expect(await chosen('f:v1')).toBeUndefined();
    configs = [{ image: 'f', binaryExecutor: { tags: ['v1'], path: 'f' } }];
    expect(await chosen('f:v1')).toBe('binary f f:v1');
  });

  it('come in order: the first that has an executor for the image and is offered here', async () => {
    configs = [
      { image: 'f', goExecutor: { tags: ['v1'], id: 'g' } },
      { image: 'f', podExecutor: {} },
    ];
    expect(await chosen('f:v1')).toBe('built-in g:v1');
    expect(await chosen('f:v2')).toBe('remote f:v2');
    expect(await chosen(`f:v1@sha256:${'0'.repeat(64)}`)).toMatch(/^remote/);
  });
});

describe('what is wrong with a FunctionConfig', () => {
  const directory = mkdtempSync(join(tmpdir(), 'binaries-'));
  writeFileSync(join(directory, 'f'), '#!/bin/sh\ncat\n', { mode: 0o755 });
  writeFileSync(join(directory, 'not-executable'), '', { mode: 0o644 });
  afterAll(() => rmSync(directory, { recursive: true }));
  const there = { builtIn: createFunctionCatalogue(), directory, remote: true };
  const binary = (path: string) => ({ image: 'f', binaryExecutor: { tags: ['v1'], path } });

  it('is nothing where its executors are there', async () => {
    expect(await functionConfigProblem({ ...binary('f'), podExecutor: {} }, there)).toBeUndefined();
    expect(await functionConfigProblem({ image: 'f', podExecutor: { timeToLive: '30m', tags: ['v1'] } }, there)).toBe(
      'podExecutor: the image goes to the function runners, whatever its tag; without effect here: tags, timeToLive',
    );
    expect(await functionConfigProblem({ image: 'starlark', goExecutor: { tags: ['v1'] } }, there)).toBeUndefined();
  });

  it('is said of each executor', async () => {
    const unknown = { image: 'f', goExecutor: { tags: ['v1'], id: 'g' } };
    expect(await functionConfigProblem(unknown, there)).toBe('goExecutor: no built-in function is named "g"');
    expect(await functionConfigProblem(binary('not-executable'), there)).toBe(
      'binaryExecutor: the directory of functions has no executable "not-executable"',
    );
    expect(await functionConfigProblem(binary('/bin/cat'), there)).toContain('must name a file inside');
    expect(await functionConfigProblem(binary('a/../../f'), there)).toContain('must name a file inside');
    const nothing = { ...there, directory: undefined, remote: false };
    expect(await functionConfigProblem({ ...binary('f'), podExecutor: {} }, nothing)).toBe(
      'binaryExecutor: no directory of functions is configured; podExecutor: no function runner is configured',
    );
  });
});
