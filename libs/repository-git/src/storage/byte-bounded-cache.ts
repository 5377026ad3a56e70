/** Keeps what was used last, up to a number of bytes. */
export class ByteBoundedCache<Key, Value> {
  readonly #values = new Map<Key, { readonly value: Value; readonly bytes: number }>();
  #bytes = 0;

  constructor(private readonly maximumBytes: number) {}

  get(key: Key): Value | undefined {
    const found = this.#values.get(key);
    if (found === undefined) return undefined;
    this.#values.delete(key);
    this.#values.set(key, found);
    return found.value;
  }

  /** A value larger than an eighth of the cache is not kept: it would push out everything else. */
  set(key: Key, value: Value, bytes: number): void {
    if (bytes > this.maximumBytes / 8) return;
    this.delete(key);
    this.#values.set(key, { value, bytes });
    this.#bytes += bytes;
    for (const [oldest, entry] of this.#values) {
      if (this.#bytes <= this.maximumBytes) break;
      this.#values.delete(oldest);
      this.#bytes -= entry.bytes;
    }
  }

  delete(key: Key): void {
    const found = this.#values.get(key);
    if (!found) return;
    this.#values.delete(key);
    this.#bytes -= found.bytes;
  }
}
