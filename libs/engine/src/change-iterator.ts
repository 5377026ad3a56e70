import { type PackageRevisionChange, type PackageRevisionFilter, type WatcherManager } from '@porch/repository';

/** A watch as an async iteration: changes that come while nobody asks wait their turn; the signal ends it. */
export function changeIterator(
  watcher: WatcherManager,
  filter: PackageRevisionFilter,
  signal: AbortSignal,
): AsyncIterableIterator<PackageRevisionChange> {
  const stop = new AbortController();
  const ended = AbortSignal.any([signal, stop.signal]);
  const waiting: PackageRevisionChange[] = [];
  let wake: (() => void) | undefined;
  const wakeUp = () => wake?.();
  ended.addEventListener('abort', wakeUp, { once: true });
  watcher.watchPackageRevisions(
    filter,
    (change) => {
      waiting.push(change);
      wakeUp();
    },
    ended,
  );
  const finish = (): Promise<IteratorResult<PackageRevisionChange>> => {
    stop.abort();
    return Promise.resolve({ done: true, value: undefined });
  };
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      for (;;) {
        const change = ended.aborted ? undefined : waiting.shift();
        if (change) return { done: false, value: change };
        if (ended.aborted) return finish();
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        wake = undefined;
      }
    },
    return: finish,
  };
}
