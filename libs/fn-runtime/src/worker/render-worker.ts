import { parentPort, workerData } from 'node:worker_threads';
import { createFunctionCatalogue } from '@porch/functions';
import { backgroundContext } from '@porch/repository';
import { type FunctionRun } from '../renderer/function-run';
import { renderResources } from '../renderer/render-resources';
import { createBuiltInRuntime } from '../runtimes/built-in-runtime';
import { readResourceList, resourceListText } from '../runtimes/resource-list-text';
import { loadFunctionModules } from './load-function-modules';
import { type AskMainThread, createMainThreadRuntime } from './main-thread-runtime';
import { type MessageFromWorker, type MessageToWorker, transferredError, type WorkerSettings } from './worker-messages';

/** The script of a worker thread: renders one package, or runs one function, at a time for the thread that started it. */
function serve(): void {
  const port = parentPort;
  if (!port) throw new Error('render-worker runs in a worker thread only');
  const send = (message: MessageFromWorker) => port.postMessage(message);
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let questions = 0;
  const ask: AskMainThread = (body) =>
    new Promise((resolve, reject) => {
      const question = ++questions;
      waiting.set(question, { resolve, reject });
      send({ type: 'question', question, body });
    });
  const { functionModules = [], tagListers: listers = 0 } = (workerData ?? {}) as Partial<WorkerSettings>;
  const catalogue = createFunctionCatalogue({ additional: loadFunctionModules(functionModules) });
  const builtIn = createBuiltInRuntime({ catalogue });
  const runtime = createMainThreadRuntime(ask, builtIn);
  const tagListers = Array.from({ length: listers }, (_, lister) => ({
    list: (image: string) => ask({ ask: 'tags', image, lister }) as Promise<readonly string[]>,
  }));

  const render = async (request: Extract<MessageToWorker, { type: 'render' }>) => {
    const resources = new Map(request.files.map(({ path, ...file }) => [path, file]));
    const onFunctionRun = (run: FunctionRun) => send({ type: 'functionRun', run });
    const options = { runtime, tagListers, imagePrefix: request.imagePrefix, onFunctionRun };
    // Whoever cancels the render ends this thread.
    const { resources: rendered, ...outcome } = await renderResources(resources, options, backgroundContext());
    send({
      type: 'rendered',
      outcome: { ...outcome, files: [...rendered].map(([path, file]) => ({ path, ...file })) },
    });
  };

  const run = async ({ image, resourceList }: Extract<MessageToWorker, { type: 'run' }>) => {
    const runner = await builtIn.getRunner({ image }, backgroundContext());
    if (!runner) throw new Error(`function "${image}" is not built in`);
    const { items, functionConfig } = readResourceList(resourceList);
    const { items: given, ...output } = await runner.run({ items, functionConfig }, backgroundContext());
    const text = resourceListText({ items: given, functionConfig }, output.results);
    send({ type: 'ran', output: { ...output, resourceList: text } });
  };
  const failed = (error: unknown) => send({ type: 'failed', error: transferredError(error) });

  port.on('message', (message: MessageToWorker) => {
    if (message.type === 'render') {
      render(message).catch(failed);
    } else if (message.type === 'run') {
      run(message).catch(failed);
    } else {
      const { resolve, reject } = waiting.get(message.question) ?? {};
      waiting.delete(message.question);
      if (message.error) reject?.(new Error(message.error.message));
      else resolve?.(message.value);
    }
  });
  send({ type: 'ready' });
}

serve();
