import { type OperationContext } from '@porch/repository';
import { type NewObject, ZERO_ID } from '../objects/git-object';
import { RefStore } from '../refs/ref-store';
import { passingRefs, type RefMap, type RefUpdate } from '../refs/ref-update';
import { type GitLimits } from '../storage/git-limits';
import { type ObjectCaches } from '../storage/object-caches';
import { ObjectDatabase } from '../storage/object-database';
import { BackgroundUpkeep } from '../upkeep/background-upkeep';
import { type GitOrigin } from './git-origin';
import { KnownRefs } from './known-refs';
import { SerialQueue } from './serial-queue';

/** A bare repository in a local directory, read and written in place beside whoever else uses it. */
export class BareDirectoryOrigin implements GitOrigin {
  readonly problems = [];
  readonly #database: ObjectDatabase;
  readonly #store: RefStore;
  readonly #known: KnownRefs;
  readonly #publications = new SerialQueue();
  readonly #upkeep: BackgroundUpkeep;

  constructor(
    readonly address: string,
    readonly directory: string,
    limits: GitLimits,
    caches: ObjectCaches,
  ) {
    this.#known = new KnownRefs(limits.maximumRefs);
    this.#database = new ObjectDatabase(directory, limits, caches);
    this.#store = new RefStore(directory);
    this.#upkeep = new BackgroundUpkeep(directory);
  }

  get objects(): ObjectDatabase {
    return this.#database;
  }

  get refs(): RefMap {
    return this.#known.map;
  }

  readRefs({ signal }: OperationContext): Promise<RefMap> {
    return new Promise((resolve) => {
      signal.throwIfAborted();
      resolve(this.#store.readAll());
    });
  }

  async refresh(context: OperationContext): Promise<void> {
    await this.#known.replace(
      () => this.readRefs(context),
      () => Promise.resolve(),
    );
  }

  async push(updates: readonly RefUpdate[], objects: readonly NewObject[], context: OperationContext): Promise<void> {
    // Objects first, flushed: a ref must never point at what a power cut takes away.
    await this.#database.write(objects, { flush: true });
    context.signal.throwIfAborted();
    try {
      await this.#updateRefs(updates);
    } catch (error) {
      await this.refresh(context);
      throw error;
    }
    this.#known.apply(updates);
  }

  /** A crash can come between the files of two refs, so that those which tell of it are there beforehand. */
  async #updateRefs(updates: readonly RefUpdate[]): Promise<void> {
    const passing = passingRefs(updates);
    if (passing.length === 0) return this.#store.update(updates);
    await this.#store.update(passing);
    try {
      await this.#store.update(updates.filter((update) => !passing.includes(update)));
    } catch (error) {
      const removals = passing.map(({ name, newId }) => ({ name, oldId: newId, newId: ZERO_ID }));
      // What is left is what a crash would have left.
      await this.#store.update(removals).catch(() => undefined);
      throw error;
    }
  }

  repair(): Promise<boolean> {
    return Promise.resolve(false);
  }

  upkeep(): void {
    this.#database.relax();
    // Refs outside of our own layout need their objects as well.
    this.#upkeep.start(this.#database, this.#store, () => this.#store.readAll().values());
  }

  exclusively<T>(work: () => Promise<T>): Promise<T> {
    return this.#publications.run(work);
  }

  async close(): Promise<void> {
    await this.#upkeep.close();
    this.#database.close();
  }
}
