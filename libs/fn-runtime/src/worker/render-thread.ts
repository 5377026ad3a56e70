import { AsyncResource } from 'node:async_hooks';
import { Worker } from 'node:worker_threads';
import { internalError, timeout } from '@porch/api';
import {
  type FunctionRunner,
  type OperationContext,
  type PackageResources,
  type RenderOutcome,
} from '@porch/repository';
import { type PackageRendererOptions } from '../renderer/package-renderer-options';
import { builtInImageOf } from '../runtimes/built-in-runtime';
import { readResourceList, resourceListText } from '../runtimes/resource-list-text';
import { type TextFunctionOutput } from '../runtimes/text-function-runner';
import {
  type MessageFromWorker,
  type MessageToWorker,
  type RunnerPlace,
  transferredError,
  type TransferredOutcome,
  type TransferredOutput,
  type WorkerQuestion,
  type WorkerSettings,
} from './worker-messages';

const DEFAULT_MEMORY_MEBIBYTES = 1024;

/**
 * Room for the nodes of a package of some hundred resources and their copies: most are garbage after the step that made
 * them, and V8's default of 48 would have them moved about several times in between.
 */
const YOUNG_MEMORY_MEBIBYTES = 192;

/** What a thread does at a time, and how its end is told from what it says on the way. */
interface Work<T> {
  /** For messages. */
  readonly subject: string;
  readonly request: MessageToWorker;
  /** The outcome, when a message is that. */
  readonly outcomeIn: (message: MessageFromWorker) => { readonly outcome: T } | undefined;
  readonly deadlineMilliseconds: number;
}

/** One worker thread that renders one package, or runs one function, after another. */
export class RenderThread {
  private readonly worker: Worker;
  private readonly options: PackageRendererOptions;
  /** Whether the thread has ended, and renders nothing any more. */
  ended = false;

  constructor(workerFile: string, options: PackageRendererOptions) {
    this.options = options;
    const settings: WorkerSettings = {
      functionModules: options.functionModules ?? [],
      tagListers: options.tagListers?.length ?? 0,
    };
    this.worker = new Worker(workerFile, {
      workerData: settings,
      resourceLimits: {
        maxOldGenerationSizeMb: options.maxWorkerMemory ?? DEFAULT_MEMORY_MEBIBYTES,
        maxYoungGenerationSizeMb: YOUNG_MEMORY_MEBIBYTES,
      },
      execArgv: [],
    });
    this.worker.unref();
    this.worker.setMaxListeners(0);
    this.worker.once('exit', () => (this.ended = true));
    // An error outside a render has nobody to be told to; the thread ends and is replaced.
    this.worker.on('error', () => (this.ended = true));
  }

  /** Renders one package. See {@link work} for how it may end. */
  render(resources: PackageResources, context: OperationContext, deadlineMilliseconds: number): Promise<RenderOutcome> {
    const files = [...resources].map(([path, file]) => ({ path, ...file }));
    return this.work<RenderOutcome>(context, {
      subject: 'the render',
      request: { type: 'render', files, imagePrefix: this.options.imagePrefix },
      outcomeIn: (message) => (message.type === 'rendered' ? { outcome: received(message.outcome) } : undefined),
      deadlineMilliseconds,
    });
  }

  /** Runs one of the functions that the thread has built in. See {@link work} for how it may end. */
  runFunction(
    image: string,
    resourceList: string,
    context: OperationContext,
    deadlineMilliseconds: number,
  ): Promise<TextFunctionOutput> {
    return this.work<TextFunctionOutput>(context, {
      subject: `function "${image}"`,
      request: { type: 'run', image, resourceList },
      outcomeIn: (message) => (message.type === 'ran' ? { outcome: message.output } : undefined),
      deadlineMilliseconds,
    });
  }

  /**
   * Has the thread do something. It is ended on abort, and when it runs out of time or memory.
   * @throws the signal's reason, or PorchError (Timeout, InternalError)
   */
  private work<T>(context: OperationContext, work: Work<T>): Promise<T> {
    const { subject, deadlineMilliseconds } = work;
    context.signal.throwIfAborted();
    this.worker.ref();
    const { onFunctionRun } = this.options;
    // Messages come in a context of the thread's; the observer is told in the one the render was asked for.
    const tell = onFunctionRun && AsyncResource.bind(onFunctionRun);
    // What the work had called elsewhere is not wanted any more once it is over, however it ended.
    const over = new AbortController();
    return new Promise<T>((resolve, reject) => {
      const finish = (settle: () => void) => {
        clearTimeout(deadline);
        context.signal.removeEventListener('abort', onAbort);
        this.worker.off('message', onMessage).off('error', onError).off('exit', onExit);
        this.worker.unref();
        over.abort(context.signal.reason ?? new Error(`${subject} is over`));
        settle();
      };
      const end = (reason: unknown) => {
        this.ended = true;
        void this.worker.terminate();
        finish(() => reject(reason instanceof Error ? reason : new Error(String(reason))));
      };
      const onAbort = () => end(context.signal.reason);
      const onError = (error: Error) => end(threadFailure(subject, error));
      const onExit = () => finish(() => reject(internalError(`the thread of ${subject} ended unexpectedly`)));
      const onMessage = (message: MessageFromWorker) => {
        const done = work.outcomeIn(message);
        if (done) finish(() => resolve(done.outcome));
        else if (message.type === 'question')
          void this.answer(message.question, message.body, { ...context, signal: over.signal });
        else if (message.type === 'functionRun') tell?.(message.run);
        else if (message.type === 'failed') finish(() => reject(internalError(message.error.message)));
      };
      const deadline = setTimeout(
        () => end(timeout(`${subject} took longer than ${deadlineMilliseconds / 1000} s and was stopped`)),
        deadlineMilliseconds,
      );
      context.signal.addEventListener('abort', onAbort, { once: true });
      this.worker.on('message', onMessage).on('error', onError).on('exit', onExit);
      this.post(work.request);
    });
  }

  async end(): Promise<void> {
    this.ended = true;
    await this.worker.terminate();
  }

  private async answer(question: number, body: WorkerQuestion, context: OperationContext): Promise<void> {
    try {
      this.post({ type: 'answer', question, value: await this.answerTo(body, context) });
    } catch (error) {
      this.post({ type: 'answer', question, error: transferredError(error) });
    }
  }

  private async answerTo(body: WorkerQuestion, context: OperationContext): Promise<unknown> {
    if (body.ask === 'tags') return this.options.tagListers?.[body.lister]?.list(body.image, context) ?? [];
    const runner = await this.options.runtime.getRunner({ image: body.image }, context);
    if (body.ask === 'place') return placeOf(runner);
    if (!runner) throw new Error(`function "${body.image}" is no longer available`);
    const { items, functionConfig } = readResourceList(body.resourceList);
    const output = await runner.run({ items, functionConfig }, context);
    const answer: TransferredOutput = {
      ...output,
      items: resourceListText({ items: output.items, functionConfig: undefined }),
    };
    return answer;
  }

  private post(message: MessageToWorker): void {
    if (!this.ended) this.worker.postMessage(message);
  }
}

function placeOf(runner: FunctionRunner | undefined): RunnerPlace {
  if (!runner) return 'nowhere';
  const builtIn = builtInImageOf(runner);
  return builtIn === undefined ? 'there' : { builtIn };
}

function received({ files, ...outcome }: TransferredOutcome): RenderOutcome {
  return { ...outcome, resources: new Map(files.map(({ path, ...file }) => [path, file])) };
}

function threadFailure(subject: string, error: Error): Error {
  const outOfMemory = (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY';
  const reason = outOfMemory ? 'it needed more memory than it may use' : error.message;
  return internalError(`${subject} was stopped: ${reason}`, error);
}
