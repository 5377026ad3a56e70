import { type Clock } from '@porch/repository';

/**
 * Bounds how many pieces of work run at once. Work that takes longer than is usual gives its slot back while it goes
 * on, so that remotes that hang cannot keep the others from starting.
 */
export class Slots {
  readonly #waiting: (() => void)[] = [];
  #taken = 0;

  constructor(
    private readonly count: number,
    private readonly patienceMilliseconds: number,
    private readonly clock: Clock,
  ) {}

  async run<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    await this.take();
    const done = new AbortController();
    let held = true;
    const giveBack = () => {
      if (!held) return;
      held = false;
      done.abort();
      this.release();
    };
    this.clock.schedule(this.patienceMilliseconds, giveBack, done.signal);
    try {
      signal.throwIfAborted();
      return await work();
    } finally {
      giveBack();
    }
  }

  private take(): Promise<void> {
    if (this.#taken < this.count) {
      this.#taken += 1;
      return Promise.resolve();
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  private release(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#taken -= 1;
  }
}
