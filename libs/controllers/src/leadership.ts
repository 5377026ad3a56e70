import { type Clock, type ObjectStore } from '@porch/repository';

const LEASE = 'porch-controllers';
export const DEFAULT_LEASE_MILLISECONDS = 15_000;

export interface LeadershipParts {
  readonly store: ObjectStore;
  readonly clock: Clock;
  readonly serverName: string;
  /** How long after a leader's death another one leads; it is renewed three times as often. */
  readonly leaseMilliseconds: number;
  readonly signal: AbortSignal;
  /** Called each time leadership is gained: everything may need doing. */
  readonly onGained: () => void;
}

/** Makes one of several servers on a store the leader, and another one when that dies. */
export class Leadership {
  #leads = false;

  constructor(private readonly parts: LeadershipParts) {}

  /** Whether this server may do what only one should. */
  get leads(): boolean {
    return this.#leads && !this.parts.signal.aborted;
  }

  /** Asks for the lease now and then, until the signal ends it. */
  async start(): Promise<void> {
    const { store, clock, serverName, leaseMilliseconds, signal } = this.parts;
    if (signal.aborted) return;
    const held = await store.acquireLease(LEASE, serverName, leaseMilliseconds).catch(() => false);
    const gained = held && !this.#leads;
    this.#leads = held;
    clock.schedule(leaseMilliseconds / 3, () => void this.start(), signal);
    if (gained && !signal.aborted) this.parts.onGained();
  }

  /** Lets another server lead at once. */
  async resign(): Promise<void> {
    if (!this.#leads) return;
    this.#leads = false;
    await this.parts.store.releaseLease(LEASE, this.parts.serverName).catch(() => undefined);
  }
}
