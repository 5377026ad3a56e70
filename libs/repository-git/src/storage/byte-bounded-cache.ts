interface Entry<Value> {
  readonly value: Value;
  readonly bytes: number;
}

/**
 * Keeps what was used last, up to a number of bytes. There are two generations: what is used of the older one moves to
 * the younger, and when that is half of all the older one goes. So a hit is a look into a map and no more.
 */
export class ByteBoundedCache<Key, Value> {
  #young = new Map<Key, Entry<Value>>();
  #old = new Map<Key, Entry<Value>>();
  #youngBytes = 0;

  constructor(private readonly maximumBytes: number) {}

  get(key: Key): Value | undefined {
    const found = this.#young.get(key);
    if (found) return found.value;
    const older = this.#old.get(key);
    if (!older) return undefined;
    this.#old.delete(key);
    this.#add(key, older);
    return older.value;
  }

  /** A value larger than an eighth of the cache is not kept: it would push out everything else. */
  set(key: Key, value: Value, bytes: number): void {
    if (bytes > this.maximumBytes / 8) return;
    this.delete(key);
    this.#add(key, { value, bytes });
  }

  delete(key: Key): void {
    this.#youngBytes -= this.#young.get(key)?.bytes ?? 0;
    this.#young.delete(key);
    this.#old.delete(key);
  }

  #add(key: Key, entry: Entry<Value>): void {
    if (this.#youngBytes + entry.bytes > this.maximumBytes / 2) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#youngBytes = 0;
    }
    this.#young.set(key, entry);
    this.#youngBytes += entry.bytes;
  }
}
