import { createFunctionCatalogue, type FunctionCatalogue } from '@porch/functions';
import { type FunctionRunner, type FunctionRuntime } from '@porch/repository';

const builtInRunners = new WeakSet<FunctionRunner>();

export interface BuiltInRuntimeOptions {
  /** The functions to offer; the whole built-in catalogue unless given. */
  readonly catalogue?: FunctionCatalogue;
}

/**
 * Runs functions of a catalogue in this very thread, on the nodes themselves. A function that throws fails like a process
 * that crashed: exit code 1, the error on standard error.
 */
export function createBuiltInRuntime(options: BuiltInRuntimeOptions = {}): FunctionRuntime {
  const catalogue = options.catalogue ?? createFunctionCatalogue();
  return {
    getRunner({ image }) {
      const entry = catalogue.byImage(image);
      if (!entry) return Promise.resolve(undefined);
      const runner: FunctionRunner = {
        async run({ items, functionConfig }, { signal }) {
          signal.throwIfAborted();
          try {
            const input = { items: [...items], functionConfig };
            const output = await entry.function.run(input, { signal, tag: entry.tag });
            return { ...output, stderr: output.stderr ?? '' };
          } catch (error) {
            signal.throwIfAborted();
            const message = error instanceof Error ? error.message : String(error);
            return { items: [], results: [], stderr: message, exitCode: 1 };
          }
        },
      };
      builtInRunners.add(runner);
      return Promise.resolve(runner);
    },
  };
}

/** Whether a runner runs a built-in function, which a render thread can then do itself. */
export function isBuiltInRunner(runner: FunctionRunner): boolean {
  return builtInRunners.has(runner);
}
