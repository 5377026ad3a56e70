/** A change as the log keeps it. */
export interface LoggedChange<T> {
  readonly type: 'Added' | 'Modified' | 'Deleted';
  readonly snapshot: T;
  readonly previous: T | undefined;
  readonly resourceVersion: number;
  /** What was sent of it, by format, so that a thousand watchers share one encoding. */
  readonly encodings: Map<string, Buffer>;
}

const SLICE_MILLISECONDS = 10;
/** How far a log grows beyond its capacity before it forgets, since forgetting costs a copy of what stays. */
const ROOM_TO_FORGET = 1.25;

/**
 * The latest changes of one kind, in the order of their resourceVersions, shared by all who watch it. Readers keep a
 * position in it; one that falls behind the window has lost events and must start anew.
 */
export class ChangeLog<T extends object> {
  readonly #capacity: number;
  readonly #listeners = new Set<() => void>();
  #changes: LoggedChange<T>[] = [];
  #firstPosition = 0;
  #oldestVersion: number;
  #newestVersion: number;
  #announcing = false;
  #waiting: { readonly version: number; readonly resolve: () => void }[] = [];

  /** @param resourceVersion from which on every change will be appended */
  constructor(resourceVersion: string, capacity: number) {
    this.#capacity = capacity;
    this.#oldestVersion = Number(resourceVersion);
    this.#newestVersion = this.#oldestVersion;
  }

  /** Every change after this version is still in the log. */
  get oldestVersion(): number {
    return this.#oldestVersion;
  }

  /** Every change up to this version is or was in the log. */
  get newestVersion(): number {
    return this.#newestVersion;
  }

  get firstPosition(): number {
    return this.#firstPosition;
  }

  get endPosition(): number {
    return this.#firstPosition + this.#changes.length;
  }

  at(position: number): LoggedChange<T> | undefined {
    return this.#changes[position - this.#firstPosition];
  }

  /** The position of the first change after a version. */
  positionAfter(resourceVersion: number): number {
    let low = 0;
    let high = this.#changes.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#changes[middle]?.resourceVersion ?? Infinity) <= resourceVersion) low = middle + 1;
      else high = middle;
    }
    return this.#firstPosition + low;
  }

  append({ type, snapshot, previous, resourceVersion }: Omit<LoggedChange<T>, 'encodings'>): void {
    this.#changes.push({ type, snapshot, previous, resourceVersion, encodings: new Map() });
    this.advanceTo(resourceVersion);
    if (this.#changes.length >= this.#capacity * ROOM_TO_FORGET) this.#forget(this.#changes.length - this.#capacity);
    this.#announce();
  }

  /** Says that there was no change up to a version, so that bookmarks can tell. */
  advanceTo(resourceVersion: number): void {
    this.#newestVersion = Math.max(this.#newestVersion, resourceVersion);
    if (this.#waiting.length === 0) return;
    const reached = this.#waiting.filter(({ version }) => version <= this.#newestVersion);
    this.#waiting = this.#waiting.filter(({ version }) => version > this.#newestVersion);
    for (const { resolve } of reached) resolve();
  }

  /** Resolves when every change up to a version is or was in the log. Rejects with the signal's reason. */
  async reached(version: number, signal: AbortSignal): Promise<void> {
    if (version <= this.#newestVersion) return;
    await new Promise<void>((resolve, reject) => {
      const onAbort = () => reject(signal.reason as Error);
      signal.addEventListener('abort', onAbort, { once: true });
      const done = () => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      };
      this.#waiting.push({ version, resolve: done });
    });
  }

  /** Forgets everything: changes up to a version may have been missed. */
  resetTo(resourceVersion: number): void {
    this.#firstPosition = this.endPosition + 1;
    this.#changes = [];
    this.#oldestVersion = resourceVersion;
    this.advanceTo(resourceVersion);
    this.#announce();
  }

  /** Calls back, soon, once for any number of changes appended together. Returns how to stop. */
  onAppend(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #forget(count: number): void {
    this.#oldestVersion = this.#changes[count - 1]?.resourceVersion ?? this.#oldestVersion;
    this.#changes = this.#changes.slice(count);
    this.#firstPosition += count;
  }

  #announce(): void {
    if (this.#announcing) return;
    this.#announcing = true;
    setImmediate(() => {
      this.#announcing = false;
      this.#tell(this.#listeners.values());
    });
  }

  /** In slices, so that a thousand watchers do not hold up everything else. */
  #tell(listeners: Iterator<() => void, unknown>): void {
    const end = performance.now() + SLICE_MILLISECONDS;
    for (let next = listeners.next(); !next.done; next = listeners.next()) {
      next.value();
      if (performance.now() < end) continue;
      setImmediate(() => this.#tell(listeners));
      return;
    }
  }
}
