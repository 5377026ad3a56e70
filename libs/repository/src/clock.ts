/** Where time comes from, so that tests need not wait for it. */
export interface Clock {
  now(): Date;
  /** Calls back once after a delay; aborting the signal cancels. Does not keep the process alive. */
  schedule(delayMilliseconds: number, callback: () => void, signal: AbortSignal): void;
}

export const systemClock: Clock = {
  now: () => new Date(),
  schedule(delayMilliseconds, callback, signal) {
    if (signal.aborted) return;
    const cancel = () => clearTimeout(timer);
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', cancel);
      callback();
    }, delayMilliseconds).unref();
    signal.addEventListener('abort', cancel, { once: true });
  },
};
