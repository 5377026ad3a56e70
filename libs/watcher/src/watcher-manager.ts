import {
  type CachedPackageRevision,
  type PackageRevisionChange,
  type PackageRevisionChangeType,
  type PackageRevisionFilter,
  type PackageRevisionWatchCallback,
  type WatcherManager,
} from '@porch/repository';
import { watchEvent } from './watch-event';

export interface WatcherManagerOptions {
  /** Told what a callback threw; its watch is over then. Nothing is told unless set. */
  readonly onCallbackError?: (error: unknown) => void;
}

/** A manager without watchers. */
export function createWatcherManager(options: WatcherManagerOptions = {}): WatcherManager {
  return new CallbackWatcherManager(options.onCallbackError ?? (() => undefined));
}

interface Watcher {
  readonly filter: PackageRevisionFilter;
  readonly callback: PackageRevisionWatchCallback;
  readonly stop: () => void;
}

class CallbackWatcherManager implements WatcherManager {
  readonly #watchers = new Set<Watcher>();
  /** Decided but not yet told. A change notified from within a callback waits here until all know the earlier ones. */
  readonly #undelivered: { readonly watcher: Watcher; readonly event: PackageRevisionChange }[] = [];
  #delivering = false;

  constructor(private readonly onCallbackError: (error: unknown) => void) {}

  get size(): number {
    return this.#watchers.size;
  }

  watchPackageRevisions(
    filter: PackageRevisionFilter,
    callback: PackageRevisionWatchCallback,
    signal: AbortSignal,
  ): void {
    if (signal.aborted) return;
    const stop = () => {
      signal.removeEventListener('abort', stop);
      this.#watchers.delete(watcher);
    };
    const watcher: Watcher = { filter, callback, stop };
    signal.addEventListener('abort', stop, { once: true });
    this.#watchers.add(watcher);
  }

  notifyPackageRevisionChange(
    type: PackageRevisionChangeType,
    packageRevision: CachedPackageRevision,
    previous?: CachedPackageRevision,
  ): number {
    const change: PackageRevisionChange = { type, packageRevision, previous };
    let told = 0;
    for (const watcher of this.#watchers) {
      const event = watchEvent(watcher.filter, change);
      if (!event) continue;
      this.#undelivered.push({ watcher, event });
      told += 1;
    }
    if (!this.#delivering) this.deliver();
    return told;
  }

  private deliver(): void {
    this.#delivering = true;
    for (let next = this.#undelivered.shift(); next; next = this.#undelivered.shift()) {
      const { watcher, event } = next;
      if (this.#watchers.has(watcher) && !this.goesOn(watcher, event)) watcher.stop();
    }
    this.#delivering = false;
  }

  private goesOn(watcher: Watcher, event: PackageRevisionChange): boolean {
    try {
      return watcher.callback(event) !== false;
    } catch (error) {
      this.onCallbackError(error);
      return false;
    }
  }
}
