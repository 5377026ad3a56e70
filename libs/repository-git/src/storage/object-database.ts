import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { failpoint } from '@porch/repository';
import { CorruptRepositoryError, MissingObjectError } from '../objects/git-errors';
import { type GitObject, type IdentifiedObject, type ObjectId } from '../objects/git-object';
import { type GitLimits } from './git-limits';
import {
  hasLooseObject,
  listLooseObjectNames,
  looseObjectPath,
  readLooseObject,
  writeLooseObject,
} from './loose-objects';
import { createObjectCaches, type ObjectCaches } from './object-caches';
import { PackIndex } from './pack-index';
import { PackReader } from './pack-reader';

/** What an object takes beside its content: its key, a buffer, an entry. */
const OVERHEAD_BYTES = 500;

/** Keeps the cache keys of databases apart: what is under an id in one directory says nothing about another's. */
let nextDatabase = 0;
/** Far below the time that upkeep leaves objects to those who may be about to refer to them. */
const YOUNG_MILLISECONDS = 24 * 3_600_000;

/** One pack with its index, opened. */
export interface OpenPack {
  readonly name: string;
  readonly index: PackIndex;
  readonly reader: PackReader;
}

/** Where git objects are read from: a repository's, or a draft's in the making on top of it. */
export interface ObjectReader {
  /** @throws MissingObjectError, CorruptRepositoryError, LimitExceededError */
  read(id: ObjectId): GitObject;
  has(id: ObjectId): boolean;
}

/**
 * The objects of one repository directory, loose and packed. Alternates and replace refs are not followed: nothing in
 * a repository may point outside of it.
 */
export class ObjectDatabase implements ObjectReader {
  readonly objectsDirectory: string;
  readonly #packs = new Map<string, OpenPack>();
  readonly #cacheKey = ` ${nextDatabase++}`;

  constructor(
    gitDirectory: string,
    private readonly limits: GitLimits,
    private readonly caches: ObjectCaches = createObjectCaches(),
  ) {
    this.objectsDirectory = join(gitDirectory, 'objects');
    mkdirSync(this.packDirectory, { recursive: true });
    this.rescan();
  }

  get packDirectory(): string {
    return join(this.objectsDirectory, 'pack');
  }

  get packs(): readonly OpenPack[] {
    return [...this.#packs.values()];
  }

  read(id: ObjectId): GitObject {
    const found = this.#find(id);
    if (found) return found;
    // Somebody may have repacked the repository under us.
    this.rescan();
    const again = this.#find(id);
    if (!again) throw new MissingObjectError(id);
    return again;
  }

  has(id: ObjectId): boolean {
    return this.#isPacked(id) || hasLooseObject(this.objectsDirectory, id);
  }

  /** Which of many objects are not here; reads directories instead of asking for each file. */
  missing(ids: Iterable<ObjectId>): ObjectId[] {
    const loose = new Map<string, ReadonlySet<string>>();
    const isLoose = (id: ObjectId) => {
      const prefix = id.slice(0, 2);
      let names = loose.get(prefix);
      if (!names) loose.set(prefix, (names = listLooseObjectNames(this.objectsDirectory, prefix)));
      return names.has(id.slice(2));
    };
    return [...ids].filter((id) => !this.#isPacked(id) && !isLoose(id));
  }

  /**
   * Stores objects as loose files; resolves when all of them are there, and on disk where `flush` asks for that. Those
   * that were there before count as new, so that upkeep leaves them to whoever is about to refer to them.
   */
  async write(objects: readonly IdentifiedObject[], options: { readonly flush: boolean }): Promise<void> {
    failpoint('objects.before');
    await Promise.all(objects.map((object) => this.#writeOne(object, options)));
    for (const object of objects) this.#remember(object.id, object);
    failpoint('objects.after');
  }

  /** Takes notice of packs that came or went. A pack whose index is broken is an error, not a pack less. */
  rescan(): void {
    const names = new Set(
      readdirSync(this.packDirectory)
        .filter((file) => file.endsWith('.idx'))
        .map((file) => file.slice(0, -'.idx'.length)),
    );
    for (const [name, pack] of this.#packs) {
      if (names.has(name)) continue;
      pack.reader.close();
      this.#packs.delete(name);
    }
    for (const name of names) if (!this.#packs.has(name)) this.#open(name);
  }

  close(): void {
    for (const pack of this.#packs.values()) pack.reader.close();
    this.#packs.clear();
  }

  /** Lets go of what only helps while much is read. */
  relax(): void {
    for (const { reader } of this.#packs.values()) reader.releaseWindows();
  }

  async #writeOne(object: IdentifiedObject, options: { readonly flush: boolean }): Promise<void> {
    const pack = this.#packOf(object.id);
    const isHere = await touch(
      pack ? join(this.packDirectory, `${pack.name}.pack`) : looseObjectPath(this.objectsDirectory, object.id),
    );
    if (!isHere) await writeLooseObject(this.objectsDirectory, object, options);
  }

  #isPacked(id: ObjectId): boolean {
    return this.#packOf(id) !== undefined;
  }

  #packOf(id: ObjectId): OpenPack | undefined {
    for (const pack of this.#packs.values()) if (pack.index.offsetOf(id) >= 0) return pack;
    return undefined;
  }

  #open(name: string): void {
    const path = join(this.packDirectory, name);
    try {
      const index = new PackIndex(readFileSync(`${path}.idx`));
      const reader = new PackReader(`${path}.pack`, this.caches, this.limits.maximumObjectBytes, (id) =>
        index.offsetOf(id),
      );
      this.#packs.set(name, { name, index, reader });
    } catch (error) {
      // Gone between listing and reading: another process has just repacked.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }

  #find(id: ObjectId): GitObject | undefined {
    for (const pack of this.#packs.values()) {
      const offset = pack.index.offsetOf(id);
      if (offset >= 0) return pack.reader.objectAt(offset);
    }
    const known = this.caches.loose.get(id + this.#cacheKey);
    if (known) return known;
    const object = readLooseObject(this.objectsDirectory, id, this.limits.maximumObjectBytes);
    if (object) this.#remember(id, object);
    return object;
  }

  /** Commits and trees: the branch's root tree is looked into by every operation. */
  #remember(id: ObjectId, { type, content }: GitObject): void {
    if (type !== 'commit' && type !== 'tree') return;
    // A copy: whoever keeps a part of a buffer keeps all of it, and zlib's and Node's buffers are much larger than these.
    const own = Buffer.allocUnsafeSlow(content.length);
    content.copy(own);
    this.caches.loose.set(id + this.#cacheKey, { type, content: own }, content.length + OVERHEAD_BYTES);
  }
}

/** Makes a file as young as if it had just been written; false when there is none. */
async function touch(path: string): Promise<boolean> {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return false;
  const now = Date.now();
  if (now - stat.mtimeMs < YOUNG_MILLISECONDS) return true;
  try {
    await utimes(path, now / 1000, now / 1000);
    return true;
  } catch (error) {
    // Gone just now, or not ours to touch; the second is no reason to write it once more.
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}

/** Reads an object that has to be of one type. @throws CorruptRepositoryError when it is of another */
export function readTyped(reader: ObjectReader, id: ObjectId, type: GitObject['type']): Buffer {
  const object = reader.read(id);
  if (object.type !== type) throw new CorruptRepositoryError(`git object ${id} is a ${object.type}, not a ${type}`);
  return object.content;
}
