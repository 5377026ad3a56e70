import { availableParallelism } from 'node:os';
import { type OperationContext, type PackageRenderer } from '@porch/repository';
import { type TextFunctionOutput } from '../runtimes/text-function-runner';
import { RenderThread } from '../worker/render-thread';
import { type PackageRendererOptions } from './package-renderer-options';

export const DEFAULT_DEADLINE_MILLISECONDS = 5 * 60 * 1000;

interface Waiting {
  readonly start: (thread: RenderThread) => void;
  readonly drop: () => void;
}

/** Render threads that take turns; renders beyond their number wait in order. */
export class RenderPool implements PackageRenderer {
  private readonly workerFile: string;
  private readonly options: PackageRendererOptions;
  private readonly maxWorkers: number;
  private readonly idle: RenderThread[] = [];
  private readonly waiting: Waiting[] = [];
  private busy = 0;

  constructor(workerFile: string, options: PackageRendererOptions) {
    this.workerFile = workerFile;
    this.options = options;
    this.maxWorkers = options.maxWorkers ?? Math.max(1, availableParallelism() - 1);
    this.idle.push(new RenderThread(workerFile, options));
  }

  render(...[resources, context]: Parameters<PackageRenderer['render']>): ReturnType<PackageRenderer['render']> {
    return this.withThread(context, (thread, deadline) => thread.render(resources, context, deadline));
  }

  /** Runs a function that the threads have built in on a ResourceList's text. */
  runFunction(image: string, resourceList: string, context: OperationContext): Promise<TextFunctionOutput> {
    return this.withThread(context, (thread, deadline) => thread.runFunction(image, resourceList, context, deadline));
  }

  /** Ends the threads; renders that are under way are rejected. */
  async close(): Promise<void> {
    await Promise.all(this.idle.splice(0).map((thread) => thread.end()));
  }

  private async withThread<T>(
    context: OperationContext,
    work: (thread: RenderThread, deadlineMilliseconds: number) => Promise<T>,
  ): Promise<T> {
    const thread = await this.acquire(context);
    try {
      return await work(thread, this.options.deadlineMilliseconds ?? DEFAULT_DEADLINE_MILLISECONDS);
    } finally {
      this.release(thread);
    }
  }

  private acquire(context: OperationContext): Promise<RenderThread> {
    context.signal.throwIfAborted();
    if (this.busy < this.maxWorkers) {
      this.busy++;
      return Promise.resolve(this.takeThread());
    }
    return new Promise((resolve, reject) => {
      const drop = () => {
        this.waiting.splice(this.waiting.indexOf(waiting), 1);
        reject(context.signal.reason as Error);
      };
      const start = (thread: RenderThread) => {
        context.signal.removeEventListener('abort', drop);
        resolve(thread);
      };
      const waiting: Waiting = { start, drop };
      context.signal.addEventListener('abort', drop, { once: true });
      this.waiting.push(waiting);
    });
  }

  private takeThread(): RenderThread {
    for (let thread = this.idle.pop(); thread !== undefined; thread = this.idle.pop()) if (!thread.ended) return thread;
    return new RenderThread(this.workerFile, this.options);
  }

  private release(thread: RenderThread): void {
    const next = this.waiting.shift();
    const usable = thread.ended ? undefined : thread;
    if (next) {
      next.start(usable ?? new RenderThread(this.workerFile, this.options));
      return;
    }
    this.busy--;
    if (usable) this.idle.push(usable);
  }
}
