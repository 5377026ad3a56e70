import { backgroundContext, type FunctionRuntime } from '@porch/repository';
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
    expect(await chosen('example.com/other/set-labels:v0.2')).toBeUndefined();
    expect(await chosen('example.com/fns/set-image:v0.2')).toBeUndefined();
  });

  it('count at once when they change, and never name a binary elsewhere', async () => {
    configs = [{ image: 'f', binaryExecutor: { tags: ['v1'], path: '../f' } }];
    expect(await chosen('f:v1')).toBeUndefined();
    configs = [{ image: 'f', binaryExecutor: { tags: ['v1'], path: 'f' } }];
    expect(await chosen('f:v1')).toBe('binary f f:v1');
  });
});
