import { type FunctionRuntime } from '@porch/repository';
import { readResourceList, resourceListText } from '../runtimes/resource-list-text';
import { type RunnerPlace, type TransferredOutput, type WorkerQuestion } from './worker-messages';

/** Asks the thread that started this worker. */
export type AskMainThread = (question: WorkerQuestion) => Promise<unknown>;

/**
 * The caller's runtime as a worker sees it: the caller says who has a function; built-in ones run here, all others there,
 * their objects sent over as text.
 */
export function createMainThreadRuntime(ask: AskMainThread, builtIn: FunctionRuntime): FunctionRuntime {
  return {
    async getRunner({ image }, context) {
      const place = (await ask({ ask: 'place', image })) as RunnerPlace;
      if (place === 'nowhere') return undefined;
      if (place !== 'there') return builtIn.getRunner({ image: place.builtIn }, context);
      return {
        async run(input) {
          const answer = await ask({ ask: 'run', image, resourceList: resourceListText(input) });
          const { items, ...output } = answer as TransferredOutput;
          return { ...output, items: readResourceList(items).items };
        },
      };
    },
  };
}
