import { type HealthCheck } from '@porch/apiserver';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Stops in two steps: first the server is no longer ready and goes on serving for a while, so that whatever sends it
 * requests learns to send them elsewhere; then it stops. Who asks a second time does not want that while.
 */
export class GracefulStop {
  readonly #leaving = new AbortController();
  readonly #hurry = new AbortController();
  #stopped: Promise<void> | undefined;

  /** Fails from the first request to stop on. */
  readonly healthCheck: HealthCheck = {
    name: 'leaving',
    kind: 'ready',
    check: () => this.#leaving.signal.throwIfAborted(),
  };

  constructor(
    private readonly delayMilliseconds: number,
    private readonly finish: () => Promise<void>,
  ) {}

  /** Resolves when everything has stopped. */
  stop(): Promise<void> {
    if (this.#stopped) this.#hurry.abort();
    this.#leaving.abort(new Error('the server is about to stop'));
    this.#stopped ??= this.#leave();
    return this.#stopped;
  }

  async #leave(): Promise<void> {
    if (this.delayMilliseconds > 0) {
      await pause(this.delayMilliseconds, undefined, { signal: this.#hurry.signal }).catch(() => undefined);
    }
    await this.finish();
  }
}
