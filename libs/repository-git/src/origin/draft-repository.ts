import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type ObjectId, ZERO_ID } from '../objects/git-object';
import { objectsBetween, type VersionedObjects } from '../reachability/objects-between';
import { RefStore } from '../refs/ref-store';
import { type RefUpdate } from '../refs/ref-update';
import { CooperativeSlice } from '../storage/cooperative-slice';
import { flushDirectory } from '../storage/flush-directory';
import { type GitLimits } from '../storage/git-limits';
import { type ObjectCaches } from '../storage/object-caches';
import { ObjectDatabase, type ObjectReader } from '../storage/object-database';
import { BackgroundUpkeep } from '../upkeep/background-upkeep';
import { PackFileWriter } from '../upkeep/pack-file-writer';
import { TreeDeltas } from '../upkeep/tree-deltas';
import { prepareBareDirectory } from './prepare-bare-directory';
import { SerialQueue } from './serial-queue';

const DRAFTS = 'refs/heads/drafts/';
/** More objects than this become a pack: the history of a branch, when the first draft is kept. */
const MOST_LOOSE_OBJECTS = 200;

interface OpenRepository {
  readonly database: ObjectDatabase;
  readonly store: RefStore;
}

/** What to take along when drafts are kept. */
export interface DraftSource {
  readonly objects: ObjectReader;
  /** The branch that the drafts started from, as it is now. */
  readonly branch: { readonly name: string; readonly id: ObjectId | undefined };
}

/**
 * A bare repository with the drafts of one remote that nobody has proposed yet, shared by the repositories that one
 * namespace has registered on that remote. It has everything that its refs lead to, the history of the branch included: neither the loss of the
 * mirror nor a forced branch can take anything from a draft. The branches in it are those the drafts started from, as
 * they were when a draft was last written; they only say what need not be copied again.
 */
export class DraftRepository {
  #opened: OpenRepository | undefined;
  readonly #users = new Set<object>();
  readonly #writes = new SerialQueue();
  readonly #turns = new Map<string, Promise<void>>();
  #upkeep: BackgroundUpkeep;

  constructor(
    readonly directory: string,
    private readonly address: string,
    private readonly limits: GitLimits,
    private readonly caches: ObjectCaches,
  ) {
    this.#upkeep = new BackgroundUpkeep(directory);
  }

  static isAt(directory: string): boolean {
    return existsSync(join(directory, 'HEAD'));
  }

  /** Undefined as long as no draft was kept. */
  get objects(): ObjectReader | undefined {
    return this.#openExisting()?.database;
  }

  readRef(name: string): ObjectId | undefined {
    return this.#openExisting()?.store.read(name);
  }

  /** Of the drafts, as they are now. */
  readRefs(): Map<string, ObjectId> {
    const refs = this.#openExisting()?.store.readAll() ?? new Map<string, ObjectId>();
    for (const name of refs.keys()) if (!name.startsWith(DRAFTS)) refs.delete(name);
    return refs;
  }

  /**
   * Makes or moves drafts, on the disk with all they need when it resolves.
   * @throws RefConflictError, the signal's reason
   */
  keep(updates: readonly RefUpdate[], source: DraftSource, signal: AbortSignal): Promise<void> {
    return this.#writes.run(async () => {
      const { database, store } = await this.#open();
      const { name, id } = source.branch;
      const branch = store.read(name);
      const held = [branch, ...updates.map(({ oldId }) => oldId)].filter((held) => held !== ZERO_ID);
      const tips = [id, ...updates.map(({ newId }) => newId)];
      const lacking = await objectsBetween(source.objects, held.filter(isGiven), tips.filter(isGiven), signal);
      await storeObjects(database, lacking, source.objects, signal);
      await store.update(updates);
      if (id === undefined || id === branch) return;
      // Nothing depends on it: what is not here then is copied once more.
      await store.update([{ name, oldId: branch ?? ZERO_ID, newId: id }]).catch(() => undefined);
    });
  }

  /** Ends drafts, or puts them back to where they were. @throws RefConflictError */
  async move(updates: readonly RefUpdate[]): Promise<void> {
    if (updates.length > 0) await this.#writes.run(async () => (await this.#open()).store.update(updates));
  }

  /** Runs work on drafts; what others do with the same ones waits. */
  async exclusively<T>(names: readonly string[], work: () => Promise<T>): Promise<T> {
    const before = names.map((name) => this.#turns.get(name) ?? Promise.resolve());
    const turn = Promise.all(before).then(work);
    const ended = turn.then(
      () => undefined,
      () => undefined,
    );
    for (const name of names) this.#turns.set(name, ended);
    try {
      return await turn;
    } finally {
      for (const name of names) if (this.#turns.get(name) === ended) this.#turns.delete(name);
    }
  }

  upkeep(): void {
    const opened = this.#openExisting();
    if (!opened) return;
    opened.database.relax();
    this.#upkeep.start(opened.database, opened.store, () => opened.store.readAll().values());
  }

  use(user: object): void {
    this.#users.add(user);
  }

  async release(user: object): Promise<void> {
    this.#users.delete(user);
    if (this.#users.size > 0) return;
    await this.#upkeep.close();
    this.#upkeep = new BackgroundUpkeep(this.directory);
    if (this.#users.size > 0) return;
    this.#opened?.database.close();
    this.#opened = undefined;
  }

  async #open(): Promise<OpenRepository> {
    if (!DraftRepository.isAt(this.directory)) {
      prepareBareDirectory(this.directory, `[remote "origin"]\n\turl = ${JSON.stringify(this.address)}\n`);
      const parent = dirname(this.directory);
      for (const directory of [this.directory, parent, dirname(parent)]) await flushDirectory(directory);
    }
    return this.#openNow();
  }

  #openExisting(): OpenRepository | undefined {
    return this.#opened ?? (DraftRepository.isAt(this.directory) ? this.#openNow() : undefined);
  }

  #openNow(): OpenRepository {
    this.#opened ??= {
      database: new ObjectDatabase(this.directory, this.limits, this.caches),
      store: new RefStore(this.directory),
    };
    return this.#opened;
  }
}

function isGiven(id: ObjectId | undefined): id is ObjectId {
  return id !== undefined;
}

async function storeObjects(
  database: ObjectDatabase,
  objects: VersionedObjects,
  source: ObjectReader,
  signal: AbortSignal,
): Promise<void> {
  const ids = [...objects.keys()];
  if (ids.length <= MOST_LOOSE_OBJECTS) {
    await database.write(
      ids.map((id) => ({ id, ...source.read(id) })),
      { flush: true },
    );
    return;
  }
  const writer = await PackFileWriter.create(database.packDirectory, ids.length);
  const deltas = new TreeDeltas();
  const slice = new CooperativeSlice(signal);
  try {
    for (const id of ids) {
      await writer.add(id, deltas.entry(id, source.read(id)));
      await slice.pause();
    }
    await writer.finish();
  } catch (error) {
    await writer.abandon();
    throw error;
  }
  await flushDirectory(database.packDirectory);
  database.rescan();
}
