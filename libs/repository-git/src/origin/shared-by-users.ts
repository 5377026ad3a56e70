/** Things that are made for their first user and forgotten after their last. */
export class SharedByUsers<T> {
  readonly #shared = new Map<string, { readonly thing: T; users: number }>();

  acquire(key: string, make: () => T): T {
    const shared = this.#shared.get(key) ?? { thing: make(), users: 0 };
    shared.users += 1;
    this.#shared.set(key, shared);
    return shared.thing;
  }

  release(key: string): void {
    const shared = this.#shared.get(key);
    if (!shared) return;
    shared.users -= 1;
    if (shared.users === 0) this.#shared.delete(key);
  }
}
