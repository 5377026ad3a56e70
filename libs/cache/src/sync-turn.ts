import { REPOSITORIES, type RepositoryStatus } from '@porch/api';
import { type Clock, type ObjectStore, type RepositoryKey } from '@porch/repository';

/** How long a server that died keeps the others from the sync it was at, unless told. */
export const DEFAULT_LEASE_MILLISECONDS = 15_000;

/** What a server learns of a sync that another one did. */
export interface SyncByAnother {
  readonly lastFullSyncTime: Date;
  readonly observedRunOnceAt: string | undefined;
}

/**
 * Lets one of several servers carry out a scheduled sync: a lease keeps two from doing it at once, and the status in
 * the Repository object tells the others that it was done. The lease of a server that died runs out.
 */
export class SyncTurns {
  constructor(
    private readonly store: ObjectStore,
    private readonly holder: string,
    private readonly clock: Clock,
    /** When to ask again for a turn that another server has. */
    readonly leaseMilliseconds: number,
  ) {}

  /**
   * Asks for the turn. `mine` means go on; `busy` that another server may be at it; otherwise another one did it since.
   */
  async take(key: RepositoryKey, now: Date, lastKnown: Date | undefined): Promise<'mine' | 'busy' | SyncByAnother> {
    if (!(await this.store.acquireLease(leaseName(key), this.holder, this.leaseMilliseconds))) return 'busy';
    const stored = await this.store.get(REPOSITORIES, key.namespace, key.name);
    const status = stored?.['status'] as RepositoryStatus | undefined;
    const lastFullSyncTime = status?.lastFullSyncTime ? new Date(status.lastFullSyncTime) : undefined;
    if (!lastFullSyncTime || lastFullSyncTime > now) return 'mine';
    if (lastKnown !== undefined && lastFullSyncTime <= lastKnown) return 'mine';
    return { lastFullSyncTime, observedRunOnceAt: status?.observedRunOnceAt };
  }

  /** Keeps the turn while work lasts, and once more when it succeeded: until others can read in the status that it did. */
  async during(key: RepositoryKey, work: () => Promise<void>): Promise<void> {
    const finished = new AbortController();
    this.renewUntil(finished.signal, key);
    try {
      await work();
      await this.keep(key);
    } finally {
      finished.abort();
    }
  }

  private renewUntil(signal: AbortSignal, key: RepositoryKey): void {
    const renew = () => {
      this.keep(key).catch(() => undefined);
      this.renewUntil(signal, key);
    };
    this.clock.schedule(this.leaseMilliseconds / 3, renew, signal);
  }

  private async keep(key: RepositoryKey): Promise<void> {
    await this.store.acquireLease(leaseName(key), this.holder, this.leaseMilliseconds);
  }
}

function leaseName(key: RepositoryKey): string {
  return `repository-sync/${key.namespace}/${key.name}`;
}
