import { type Clock } from '@porch/repository';

const FIRST_RETRY_MILLISECONDS = 1000;
const LAST_RETRY_MILLISECONDS = 60_000;

export interface KeyedQueueOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Told of failures; the key is tried again, later each time. */
  readonly onError: (key: string, error: unknown) => void;
}

/**
 * Runs work for keys: one at a time for each, once more when a key was added while its work ran, again after a failure.
 */
export class KeyedQueue {
  readonly #running = new Map<string, Promise<void>>();
  readonly #again = new Set<string>();
  readonly #failures = new Map<string, number>();

  constructor(
    private readonly work: (key: string) => Promise<void>,
    private readonly options: KeyedQueueOptions,
  ) {}

  add(key: string): void {
    if (this.options.signal.aborted) return;
    if (this.#running.has(key)) {
      this.#again.add(key);
      return;
    }
    this.#running.set(key, this.run(key));
  }

  /** Resolves when nothing runs any more; call it after the signal was aborted. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running.values());
  }

  private async run(key: string): Promise<void> {
    try {
      await this.work(key);
      this.#failures.delete(key);
    } catch (error) {
      if (!this.options.signal.aborted) this.retryLater(key, error);
    }
    this.#running.delete(key);
    if (this.#again.delete(key)) this.add(key);
  }

  private retryLater(key: string, error: unknown): void {
    const failures = this.#failures.get(key) ?? 0;
    this.#failures.set(key, failures + 1);
    this.options.onError(key, error);
    const delay = Math.min(FIRST_RETRY_MILLISECONDS * 2 ** failures, LAST_RETRY_MILLISECONDS);
    this.options.clock.schedule(delay, () => this.add(key), this.options.signal);
  }
}
