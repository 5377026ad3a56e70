import { type FunctionRuntime } from '@porch/repository';

/** Asks several runtimes in the given order; only one that does not have the function lets the next one be asked. */
export function createMultiRuntime(runtimes: readonly FunctionRuntime[]): FunctionRuntime {
  return {
    async getRunner(reference, context) {
      for (const runtime of runtimes) {
        const runner = await runtime.getRunner(reference, context);
        if (runner) return runner;
      }
      return undefined;
    },
  };
}
