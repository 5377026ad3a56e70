interface Entry<T> {
  readonly time: number;
  readonly item: T;
}

/** A binary heap: what has the greatest time is taken first. */
export class LatestFirstQueue<T> {
  readonly #entries: Entry<T>[] = [];

  add(time: number, item: T): void {
    let at = this.#entries.push({ time, item }) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.#timeAt(parent) >= time) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  take(): T | undefined {
    const [first] = this.#entries;
    const last = this.#entries.pop();
    if (first === undefined || last === undefined || first === last) return first?.item;
    this.#entries[0] = last;
    for (let at = 0; ;) {
      const left = 2 * at + 1;
      const child = this.#timeAt(left + 1) > this.#timeAt(left) ? left + 1 : left;
      if (this.#timeAt(child) <= last.time) return first.item;
      this.#swap(at, child);
      at = child;
    }
  }

  #timeAt(position: number): number {
    return this.#entries[position]?.time ?? -Infinity;
  }

  #swap(one: number, other: number): void {
    const [left, right] = [this.#entries[one], this.#entries[other]];
    if (!left || !right) return;
    this.#entries[one] = right;
    this.#entries[other] = left;
  }
}
