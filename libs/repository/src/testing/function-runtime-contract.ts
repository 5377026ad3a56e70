import { type YamlNode } from '@porch/krm';
import type * as jestGlobals from '@jest/globals';
import { type FunctionRuntime } from '../function-runtime';
import { backgroundContext } from '../operation-context';

declare const describe: typeof jestGlobals.describe;
declare const it: typeof jestGlobals.it;
declare const expect: typeof jestGlobals.expect;

/** A runtime under test, with functions it is known to have. */
export interface FunctionRuntimeFixture {
  readonly runtime: FunctionRuntime;
  /** An image the runtime has whose function leaves these items as they are when it gets no functionConfig. */
  readonly image: string;
  readonly items: readonly YamlNode[];
  dispose(): Promise<void>;
}

/** What every {@link FunctionRuntime} must do. Call it in a Jest specification with a factory that makes one. */
export function describeFunctionRuntimeContract(
  name: string,
  makeFixture: () => Promise<FunctionRuntimeFixture>,
): void {
  describe(`the function runtime contract: ${name}`, () => {
    const withRuntime = (body: (fixture: FunctionRuntimeFixture) => Promise<void>) => async () => {
      const fixture = await makeFixture();
      try {
        await body(fixture);
      } finally {
        await fixture.dispose();
      }
    };

    it(
      'says so when it does not have a function: at once, or when it is called',
      withRuntime(async ({ runtime, items }) => {
        const image = 'example.com/no/such-function:v0.0.0';
        const runner = await runtime.getRunner({ image }, backgroundContext());
        if (!runner) return;
        const running = runner.run({ items, functionConfig: undefined }, backgroundContext());
        await expect(running).rejects.toMatchObject({ reason: 'NotFound' });
      }),
    );

    it(
      'runs a function it has, more than once with one runner',
      withRuntime(async ({ runtime, image, items }) => {
        const runner = await runtime.getRunner({ image }, backgroundContext());
        for (const attempt of [1, 2]) {
          const output = await runner?.run({ items, functionConfig: undefined }, backgroundContext());
          expect({ attempt, exitCode: output?.exitCode, items: output?.items.length }).toEqual({
            attempt,
            exitCode: 0,
            items: items.length,
          });
        }
      }),
    );

    it(
      'does not start when its caller has given up',
      withRuntime(async ({ runtime, image, items }) => {
        const runner = await runtime.getRunner({ image }, backgroundContext());
        const running = runner?.run(
          { items, functionConfig: undefined },
          { signal: AbortSignal.abort(new Error('gone')) },
        );
        await expect(running).rejects.toThrow('gone');
      }),
    );
  });
}
