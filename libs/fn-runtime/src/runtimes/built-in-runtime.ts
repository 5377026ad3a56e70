import { createFunctionCatalogue, type FunctionCatalogue } from '@porch/functions';
import { type FunctionRunner, type FunctionRuntime } from '@porch/repository';

/** The built-in functions' runners, and the image by which the catalogue knows each. */
const builtInRunners = new WeakMap<FunctionRunner, string>();

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
      builtInRunners.set(runner, image);
      return Promise.resolve(runner);
    },
  };
}

/**
 * The image by which the catalogue knows the function of a runner, which a render thread can then run itself; undefined
 * for a runner that is no built-in function's.
 */
export function builtInImageOf(runner: FunctionRunner): string | undefined {
  return builtInRunners.get(runner);
}
