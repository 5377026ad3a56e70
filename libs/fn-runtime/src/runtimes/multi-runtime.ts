import {
  type FunctionInput,
  type FunctionOutput,
  type FunctionReference,
  type FunctionRunner,
  type FunctionRuntime,
  type OperationContext,
} from '@porch/repository';
import { builtInImageOf } from './built-in-runtime';
import { isFunctionNotFound } from './function-not-found';
import { isTextFunctionRunner } from './text-function-runner';

/**
 * Asks several runtimes in the given order. Only one that does not have the function lets the next one be asked, whether it
 * says so at once or, as a remote runner does, when it is called.
 */
export function createMultiRuntime(runtimes: readonly FunctionRuntime[]): FunctionRuntime {
  const find = async (reference: FunctionReference, context: OperationContext, from: number) => {
    for (let index = from; index < runtimes.length; index++) {
      const runner = await runtimes[index]?.getRunner(reference, context);
      if (runner) return { runner, index };
    }
    return undefined;
  };
  const run = async (
    reference: FunctionReference,
    found: { readonly runner: FunctionRunner; readonly index: number },
    input: FunctionInput,
    context: OperationContext,
  ): Promise<FunctionOutput> => {
    try {
      return await found.runner.run(input, context);
    } catch (error) {
      if (!isFunctionNotFound(error)) throw error;
      const next = await find(reference, context, found.index + 1);
      if (!next) throw error;
      return run(reference, next, input, context);
    }
  };
  return {
    async getRunner(reference, context) {
      const found = await find(reference, context, 0);
      if (!found || isPassedOn(found.runner)) return found?.runner;
      return { run: (input, callContext) => run(reference, found, input, callContext) };
    },
  };
}

/** Runners that never turn out not to have their function, and that callers may treat as what they are. */
function isPassedOn(runner: FunctionRunner): boolean {
  return builtInImageOf(runner) !== undefined || isTextFunctionRunner(runner);
}
