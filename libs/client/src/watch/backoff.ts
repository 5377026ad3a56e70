import { setTimeout as delay } from 'node:timers/promises';

/** Waits between attempts to reconnect: 100 ms, doubling to 10 s, each with up to a fifth of chance added. */
export class Backoff {
  private attempts = 0;

  constructor(
    private readonly firstMs = 100,
    private readonly limitMs = 10_000,
  ) {}

  /** The connection held: the next failure starts over. */
  reset(): void {
    this.attempts = 0;
  }

  async wait(signal: AbortSignal | undefined): Promise<void> {
    const base = Math.min(this.firstMs * 2 ** this.attempts, this.limitMs);
    this.attempts += 1;
    await delay(base * (1 + Math.random() / 5), undefined, { ...(signal ? { signal } : {}), ref: true });
  }
}
