import { type Clock } from '@porch/repository';

/** Named leases of one process. */
export class MemoryLeases {
  readonly #leases = new Map<string, { readonly holder: string; readonly expiresAt: number }>();

  constructor(private readonly clock: Clock) {}

  acquire(name: string, holder: string, durationMilliseconds: number): boolean {
    const now = this.clock.now().getTime();
    const held = this.#leases.get(name);
    if (held && held.holder !== holder && held.expiresAt > now) return false;
    this.#leases.set(name, { holder, expiresAt: now + durationMilliseconds });
    return true;
  }

  release(name: string, holder: string): void {
    if (this.#leases.get(name)?.holder === holder) this.#leases.delete(name);
  }
}
