import { readdirSync } from 'node:fs';
import { open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type ObjectId } from '../objects/git-object';
import { type RefStore } from '../refs/ref-store';
import { type ObjectDatabase } from '../storage/object-database';
import { repack } from './repack';

export interface UpkeepThresholds {
  /** As git's gc.auto. */
  readonly looseObjects: number;
  /** As git's gc.autoPackLimit. */
  readonly packs: number;
  readonly looseRefs: number;
}

export const DEFAULT_UPKEEP_THRESHOLDS: UpkeepThresholds = { looseObjects: 6700, packs: 50, looseRefs: 1000 };

/** A gc whose lock is older than this was killed. git's own rule. */
const ABANDONED_MILLISECONDS = 12 * 3_600_000;

/**
 * Keeps one repository directory small, without a git binary: packs loose refs and objects once there are many. One run
 * at a time, in slices that leave the event loop to others, and never beside a `git gc`.
 */
export class BackgroundUpkeep {
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;

  constructor(
    private readonly gitDirectory: string,
    private readonly thresholds: UpkeepThresholds = DEFAULT_UPKEEP_THRESHOLDS,
  ) {}

  /** Starts a run when one is due; failures wait for the next time. */
  start(database: ObjectDatabase, store: RefStore, roots: () => Iterable<ObjectId>): void {
    if (this.#running || this.#stop.signal.aborted || !this.#isDue(database, store)) return;
    this.#running = this.run(database, store, roots)
      .catch(() => undefined)
      .finally(() => (this.#running = undefined));
  }

  /** Repacks now, whatever the thresholds say; does nothing while a gc is running. */
  async run(database: ObjectDatabase, store: RefStore, roots: () => Iterable<ObjectId>): Promise<void> {
    const lock = join(this.gitDirectory, 'gc.pid');
    if (!(await acquire(lock))) return;
    try {
      await store.pack();
      await repack(database, roots(), Date.now(), this.#stop.signal);
    } finally {
      await rm(lock, { force: true });
    }
  }

  async close(): Promise<void> {
    this.#stop.abort(new Error('upkeep stopped'));
    await this.#running;
  }

  #isDue(database: ObjectDatabase, store: RefStore): boolean {
    const { looseObjects, packs, looseRefs } = this.thresholds;
    return (
      database.packs.length > packs ||
      // One of 256 directories stands for all, as git's own estimate has it.
      listOrEmpty(join(database.objectsDirectory, '17')).length * 256 > looseObjects ||
      store.looseCount() > looseRefs
    );
  }
}

async function acquire(lock: string): Promise<boolean> {
  const held = await stat(lock).catch(() => undefined);
  if (held && Date.now() - held.mtimeMs > ABANDONED_MILLISECONDS) await rm(lock, { force: true });
  try {
    const file = await open(lock, 'wx');
    await file.writeFile(`${process.pid} porch`);
    await file.close();
    return true;
  } catch {
    return false;
  }
}

function listOrEmpty(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}
