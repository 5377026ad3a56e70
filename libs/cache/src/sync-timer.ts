import { type Clock } from '@porch/repository';

const LONGEST_TIMEOUT_MILLISECONDS = 2 ** 31 - 1;

/** One alarm, which each new setting replaces. */
export class SyncTimer {
  #setting = new AbortController();
  #dueAt: number | undefined;
  #closed = false;

  constructor(
    private readonly clock: Clock,
    private readonly onDue: () => void,
  ) {}

  set(delayMilliseconds: number): void {
    this.clear();
    if (this.#closed) return;
    const delay = Math.min(Math.max(0, delayMilliseconds), LONGEST_TIMEOUT_MILLISECONDS);
    this.#setting = new AbortController();
    this.#dueAt = this.clock.now().getTime() + delay;
    const goOff = () => {
      this.#dueAt = undefined;
      this.onDue();
    };
    this.clock.schedule(delay, goOff, this.#setting.signal);
  }

  /** Leaves an alarm that goes off sooner as it is: who asks again and again must not put it off for ever. */
  setAtTheLatest(delayMilliseconds: number): void {
    if (this.#dueAt === undefined || this.clock.now().getTime() + delayMilliseconds < this.#dueAt) {
      this.set(delayMilliseconds);
    }
  }

  clear(): void {
    this.#setting.abort();
    this.#dueAt = undefined;
  }

  /** No setting counts any more. */
  close(): void {
    this.#closed = true;
    this.clear();
  }
}
