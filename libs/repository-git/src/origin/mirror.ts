import { mkdir, rm } from 'node:fs/promises';
import { CorruptRepositoryError } from '../objects/git-errors';
import { type IdentifiedObject, type ObjectId } from '../objects/git-object';
import { RefStore } from '../refs/ref-store';
import { type RefMap } from '../refs/ref-update';
import { type GitLimits } from '../storage/git-limits';
import { type ObjectCaches } from '../storage/object-caches';
import { ObjectDatabase, type ObjectReader } from '../storage/object-database';
import { type PackIndexer } from '../storage/pack-index-thread';
import { receivePack } from '../storage/pack-receiver';
import { type GitTransport, TransportError } from '../transport/git-transport';
import { BackgroundUpkeep } from '../upkeep/background-upkeep';
import { prepareBareDirectory } from './prepare-bare-directory';
import { SerialQueue } from './serial-queue';

/** The most ids we tell a remote we have; tips of branches reach nearly everything. */
const MAXIMUM_HAVES = 256;

/**
 * The local copy of one remote's objects, shared by all repositories registered on that remote. It is a cache: what is
 * broken in it is thrown away and fetched again. Its refs are only there to say what upkeep must keep.
 */
export class Mirror {
  #database: ObjectDatabase | undefined;
  readonly #fetches = new SerialQueue();
  readonly publications = new SerialQueue();
  #upkeep: BackgroundUpkeep;
  /** The refs of each repository that uses the mirror. */
  readonly #views = new Map<object, RefMap>();

  constructor(
    readonly directory: string,
    private readonly limits: GitLimits,
    private readonly indexPack: PackIndexer,
    private readonly caches: ObjectCaches,
  ) {
    this.#upkeep = new BackgroundUpkeep(directory);
  }

  get objects(): ObjectReader {
    return this.#open();
  }

  /** Fetches what refs point at and is not here yet. */
  fetch(view: object, refs: RefMap, preferred: string, transport: GitTransport, signal: AbortSignal): Promise<void> {
    return this.#fetches.run(async () => {
      const database = this.#open();
      const wants = database.missing(new Set(refs.values()));
      if (wants.length > 0) {
        const chunks = transport.fetchPack(wants, this.#haves(database, preferred), signal);
        const held = database.packs.reduce((sum, { reader }) => sum + reader.size, 0);
        const limits = { ...this.limits, maximumRepositoryBytes: this.limits.maximumRepositoryBytes - held };
        await receivePack(database.packDirectory, chunks, limits, this.indexPack, signal).catch((error: unknown) => {
          // What arrives broken says nothing about what is here.
          if (error instanceof CorruptRepositoryError) throw new TransportError('protocol', error.message);
          throw error;
        });
        database.rescan();
      }
      this.#views.set(view, refs);
      if (wants.length > 0) await this.#saveRefs();
    });
  }

  write(objects: readonly IdentifiedObject[]): Promise<void> {
    return this.#open().write(objects, { flush: false });
  }

  /** Throws the copy away, because something in it is missing or damaged. */
  rebuild(): Promise<void> {
    return this.#fetches.run(async () => {
      this.#database?.close();
      this.#database = undefined;
      await rm(this.directory, { recursive: true, force: true });
      await mkdir(this.directory, { recursive: true });
    });
  }

  /** Repacks in the background where it is due; what no repository's refs need goes. */
  upkeep(): void {
    if (this.#views.size === 0) return;
    const database = this.#open();
    database.relax();
    const store = new RefStore(this.directory);
    this.#upkeep.start(database, store, () => this.#union(new Map()).values());
  }

  async release(view: object): Promise<void> {
    this.#views.delete(view);
    if (this.#views.size > 0) return;
    await this.#upkeep.close();
    this.#upkeep = new BackgroundUpkeep(this.directory);
    if (this.#views.size > 0) return;
    this.#database?.close();
    this.#database = undefined;
  }

  #open(): ObjectDatabase {
    if (this.#database) return this.#database;
    prepareBareDirectory(this.directory);
    this.#database = new ObjectDatabase(this.directory, this.limits, this.caches);
    return this.#database;
  }

  #haves(database: ObjectDatabase, preferred: string): ObjectId[] {
    const refs = this.#union(new RefStore(this.directory).readAll());
    const branches = [...refs].filter(([name]) => name.startsWith('refs/heads/'));
    const first = refs.get(preferred);
    const ids = [...(first ? [first] : []), ...branches.map(([, id]) => id), ...[...refs.values()].reverse()];
    return [...new Set(ids)].slice(0, MAXIMUM_HAVES).filter((id) => database.has(id));
  }

  #union(stored: RefMap): Map<string, ObjectId> {
    const union = new Map(this.#views.size > 0 ? [] : stored);
    for (const refs of this.#views.values()) for (const [name, id] of refs) union.set(name, id);
    return union;
  }

  async #saveRefs(): Promise<void> {
    await new RefStore(this.directory).replaceAll(this.#union(new Map()));
  }
}
