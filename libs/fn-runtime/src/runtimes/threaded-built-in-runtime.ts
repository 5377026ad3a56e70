import { type FunctionCatalogue } from '@porch/functions';
import { type FunctionRuntime } from '@porch/repository';
import { type PackageRendererOptions } from '../renderer/package-renderer-options';
import { RenderPool } from '../renderer/render-pool';
import { requireWorkerFile } from '../worker/worker-file';
import { createBuiltInRuntime } from './built-in-runtime';
import { readResourceList, resourceListText } from './resource-list-text';
import { type TextFunctionRunner } from './text-function-runner';

export interface ThreadedBuiltInRuntimeOptions extends Pick<
  PackageRendererOptions,
  'deadlineMilliseconds' | 'functionModules' | 'maxWorkers' | 'maxWorkerMemory' | 'workerFile'
> {
  /** The functions to offer: those the threads have, which are the built-in ones and those of the modules. */
  readonly catalogue: FunctionCatalogue;
}

export interface ThreadedBuiltInRuntime extends FunctionRuntime {
  /** Ends the threads. */
  close(): Promise<void>;
}

/**
 * Runs functions of a catalogue in threads: the caller's event loop stays free, and a function that is cancelled, takes too
 * long or eats memory is stopped, others go on.
 *
 * @throws Error when the threads' script is not to be found
 */
export function createThreadedBuiltInRuntime(options: ThreadedBuiltInRuntimeOptions): ThreadedBuiltInRuntime {
  const { catalogue, ...settings } = options;
  const pool = new RenderPool(requireWorkerFile(options.workerFile), {
    ...settings,
    runtime: createBuiltInRuntime({ catalogue }),
  });
  return {
    getRunner({ image }) {
      if (!catalogue.byImage(image)) return Promise.resolve(undefined);
      const runner: TextFunctionRunner = {
        runText: (resourceList, context) => pool.runFunction(image, resourceList, context),
        async run(input, context) {
          const { resourceList, ...output } = await pool.runFunction(image, resourceListText(input), context);
          return { ...output, items: readResourceList(resourceList).items };
        },
      };
      return Promise.resolve(runner);
    },
    close: () => pool.close(),
  };
}
