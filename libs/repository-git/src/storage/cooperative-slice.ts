import { setImmediate } from 'node:timers/promises';

/** How long a long computation may keep the event loop before others get their turn. */
const SLICE_MILLISECONDS = 10;

/** Lets long computations share the event loop: call {@link pause} often; it waits only when a slice is used up. */
export class CooperativeSlice {
  #end = performance.now() + SLICE_MILLISECONDS;

  constructor(readonly signal?: AbortSignal) {}

  get isOver(): boolean {
    return performance.now() > this.#end;
  }

  /** @throws the signal's reason when it is aborted */
  async pause(): Promise<void> {
    this.signal?.throwIfAborted();
    if (!this.isOver) return;
    await setImmediate();
    this.signal?.throwIfAborted();
    this.#end = performance.now() + SLICE_MILLISECONDS;
  }
}
