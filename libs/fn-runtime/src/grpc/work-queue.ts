export interface WorkQueueOptions {
  /** Most calls at once for each key. */
  readonly concurrencyPerKey: number;
  /** Most calls that wait, over all keys. */
  readonly maxWaiting: number;
}

/** A call that was not taken because too many wait already. */
export class QueueFullError extends Error {}

/** Lets a limited number of calls go on at once for each key; others wait in order, up to a limit. */
export class WorkQueue {
  private readonly options: WorkQueueOptions;
  private readonly running = new Map<string, number>();
  private readonly waiting: { readonly key: string; readonly start: () => void }[] = [];

  constructor(options: WorkQueueOptions) {
    this.options = options;
  }

  /** @throws QueueFullError, or the signal's reason when it aborts while the call waits */
  async run<T>(key: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    await this.enter(key, signal);
    try {
      return await work();
    } finally {
      this.leave(key);
    }
  }

  private enter(key: string, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const running = this.running.get(key) ?? 0;
    if (running < this.options.concurrencyPerKey) {
      this.running.set(key, running + 1);
      return Promise.resolve();
    }
    if (this.waiting.length >= this.options.maxWaiting) {
      return Promise.reject(new QueueFullError(`${this.waiting.length} calls wait already; try again later`));
    }
    return new Promise((resolve, reject) => {
      const drop = () => {
        this.waiting.splice(this.waiting.indexOf(entry), 1);
        reject(signal.reason as Error);
      };
      const entry = {
        key,
        start: () => {
          signal.removeEventListener('abort', drop);
          resolve();
        },
      };
      signal.addEventListener('abort', drop, { once: true });
      this.waiting.push(entry);
    });
  }

  /** Hands the place to the first that waits for the same key. */
  private leave(key: string): void {
    const next = this.waiting.findIndex((entry) => entry.key === key);
    const [entry] = next < 0 ? [] : this.waiting.splice(next, 1);
    if (entry) {
      entry.start();
      return;
    }
    const running = (this.running.get(key) ?? 1) - 1;
    if (running === 0) this.running.delete(key);
    else this.running.set(key, running);
  }
}
