import { isPorchError, unavailable } from '@porch/api';
import { type ObjectStore, type ObjectWrite, type PackageKey } from '@porch/repository';
import { type IndexFeed } from './index-feed';
import { type PackageState } from './package-edit';
import { type RevisionIndex } from './revision-index';

const ATTEMPTS = 20;

/** Decides, from what is known of a package at the moment, what to write. May throw to give up. */
export type PackagePlanner = (state: PackageState) => readonly ObjectWrite[];

/**
 * Writes rows by compare-and-swap in one transaction; when another server was faster, waits until the index knows what
 * that one did and decides again.
 */
export class RevisionWriter {
  constructor(
    private readonly store: ObjectStore,
    private readonly index: RevisionIndex,
    private readonly feed: IndexFeed,
  ) {}

  /** Resolves when the index has what was written and it was announced. Returns how many rows were written. */
  async write(plans: readonly { readonly key: PackageKey; readonly plan: PackagePlanner }[]): Promise<number> {
    for (let attempt = 1; ; attempt += 1) {
      const writes = plans.flatMap(({ key, plan }) => plan(this.index.packageState(key)));
      if (writes.length === 0) return 0;
      try {
        const stored = await this.store.transaction(writes);
        await this.feed.reached(stored.at(-1)?.metadata.resourceVersion ?? '0');
        return stored.length;
      } catch (error) {
        if (!isOvertaken(error)) throw error;
        if (attempt >= ATTEMPTS) throw unavailable('the package is being changed too often; try again', error);
        await this.feed.reached(await this.store.currentResourceVersion());
      }
    }
  }
}

/** The store had something else than the index knew. */
function isOvertaken(error: unknown): boolean {
  return isPorchError(error) && ['Conflict', 'AlreadyExists', 'NotFound'].includes(error.reason);
}
