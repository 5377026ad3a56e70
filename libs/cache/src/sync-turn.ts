import { REPOSITORIES, type RepositoryStatus } from '@porch/api';
import { type ObjectStore, type RepositoryKey } from '@porch/repository';

/** How long after a scheduled sync nobody else starts the same one. */
export const TURN_MILLISECONDS = 30_000;

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
  ) {}

  /**
   * Asks for the turn. `mine` means go on; `busy` that another server may be at it; otherwise another one did it since.
   */
  async take(key: RepositoryKey, now: Date, lastKnown: Date | undefined): Promise<'mine' | 'busy' | SyncByAnother> {
    if (!(await this.store.acquireLease(leaseName(key), this.holder, TURN_MILLISECONDS))) return 'busy';
    const stored = await this.store.get(REPOSITORIES, key.namespace, key.name);
    const status = stored?.['status'] as RepositoryStatus | undefined;
    const lastFullSyncTime = status?.lastFullSyncTime ? new Date(status.lastFullSyncTime) : undefined;
    if (!lastFullSyncTime || lastFullSyncTime > now) return 'mine';
    if (lastKnown !== undefined && lastFullSyncTime <= lastKnown) return 'mine';
    return { lastFullSyncTime, observedRunOnceAt: status?.observedRunOnceAt };
  }

  /** Keeps the turn while a long sync runs, and for a while after. */
  async keep(key: RepositoryKey): Promise<void> {
    await this.store.acquireLease(leaseName(key), this.holder, TURN_MILLISECONDS);
  }
}

function leaseName(key: RepositoryKey): string {
  return `repository-sync/${key.namespace}/${key.name}`;
}
