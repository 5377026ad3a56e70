import { lstatSync, mkdirSync, readdirSync, rmdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { failpoint } from '@porch/repository';
import { type ObjectId, ZERO_ID } from '../objects/git-object';
import { flushDirectory } from '../storage/flush-directory';
import { LockDirectory } from './lock-directory';
import { type LockFile } from './lock-file';
import { readLooseRefs, readRefFile } from './loose-refs';
import { formatPackedRefs, PackedRefs } from './packed-refs';
import { isValidRefName } from './ref-name';
import { RefConflictError, type RefMap, type RefUpdate } from './ref-update';

const PACKED_REFS = 'packed-refs';

/**
 * The refs of a repository directory, changed by git's own protocol: every ref is locked by its `.lock` file, compared
 * with what the caller saw, and only then moved, so that a person running `git` there at the same time cannot collide
 * with us. Safe between processes.
 */
export class RefStore {
  readonly #packed: PackedRefs;
  readonly #locks: LockDirectory;
  #looseCount = 0;

  constructor(private readonly gitDirectory: string) {
    this.#locks = new LockDirectory(gitDirectory);
    this.#locks.removeAbandoned();
    this.#packed = new PackedRefs(gitDirectory);
  }

  /** How many refs stood in files of their own when all were last read. */
  looseCount(): number {
    return this.#looseCount;
  }

  readAll(): Map<string, ObjectId> {
    // Loose ones first: a `git pack-refs` in between moves refs into the packed file, never out of it.
    const loose = new Map<string, ObjectId>();
    readLooseRefs(this.gitDirectory, loose);
    this.#looseCount = loose.size;
    const refs = new Map([...this.#packed.read(), ...loose]);
    for (const name of refs.keys()) if (!isValidRefName(name)) refs.delete(name);
    return refs;
  }

  read(name: string): ObjectId | undefined {
    return readRefFile(join(this.gitDirectory, name)) ?? this.#packed.read().get(name);
  }

  /**
   * Moves all refs or, when one is not where it was expected, none. They are moved in the order given, so that after a
   * crash in the middle a prefix of them has moved.
   * @throws RefConflictError
   */
  async update(updates: readonly RefUpdate[]): Promise<void> {
    const locks = new Map<string, LockFile>();
    try {
      for (const update of [...updates].sort((left, right) => (left.name < right.name ? -1 : 1))) {
        locks.set(update.name, await this.#lock(update, updates));
      }
      for (const update of updates) {
        if (update.newId !== ZERO_ID) await locks.get(update.name)?.write(`${update.newId}\n`);
      }
      const leavesPacked = await this.#prepareRemovals(updates, locks);
      failpoint('refs.before');
      for (const [position, update] of updates.entries()) {
        const lock = locks.get(update.name);
        if (!lock) continue;
        if (position > 0) failpoint('refs.between');
        if (update.newId !== ZERO_ID) await commit(update.name, locks);
        else {
          if (leavesPacked) await commit(PACKED_REFS, locks);
          await rm(join(this.gitDirectory, update.name), { force: true });
        }
      }
      failpoint('refs.after');
      await this.#flushParents(updates);
    } finally {
      for (const lock of locks.values()) await lock.release();
    }
    for (const update of updates) if (update.newId === ZERO_ID) this.#removeEmptyParents(update.name);
  }

  /** Moves loose refs into the packed file. Each ref stays readable at every moment. */
  async pack(): Promise<void> {
    const lock = await this.#locks.acquire(this.#packed.path);
    if (!lock) return;
    const loose = new Map<string, ObjectId>();
    try {
      readLooseRefs(this.gitDirectory, loose);
      await lock.write(formatPackedRefs(new Map([...this.#packed.read(), ...loose])));
      await lock.commit();
      failpoint('upkeep.refs');
    } catch (error) {
      await lock.release();
      throw error;
    }
    for (const [name, id] of loose) await this.#pruneLoose(name, id);
  }

  /** Replaces all refs at once; for a mirror, whose refs nobody else writes. */
  async replaceAll(refs: RefMap): Promise<void> {
    const lock = await this.#locks.acquire(this.#packed.path);
    if (!lock) throw new RefConflictError(PACKED_REFS, 'is locked by another process');
    try {
      await lock.write(formatPackedRefs(refs));
      await lock.commit();
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  async #lock(update: RefUpdate, all: readonly RefUpdate[]): Promise<LockFile> {
    const { name } = update;
    if (!isValidRefName(name)) throw new RefConflictError(name, 'is not a valid ref name');
    if (update.newId !== ZERO_ID && update.oldId === ZERO_ID) this.#checkNameIsFree(name, all);
    this.#ensureParents(name);
    const lock = await this.#locks.acquire(join(this.gitDirectory, name));
    if (!lock) throw new RefConflictError(name, 'is locked by another process');
    const actual = this.read(name) ?? ZERO_ID;
    if (actual === update.oldId) return lock;
    await lock.release();
    throw new RefConflictError(name, `is at ${actual}, expected ${update.oldId}`);
  }

  /** `a/b` and `a/b/c` cannot both be refs, since the first would be a file and a directory. */
  #checkNameIsFree(name: string, all: readonly RefUpdate[]): void {
    const leaving = new Set(all.filter((update) => update.newId === ZERO_ID).map((update) => update.name));
    const below = new Map<string, ObjectId>();
    readLooseRefs(this.gitDirectory, below, name);
    for (const other of [...below.keys(), ...this.#packed.read().keys()]) {
      const nested = other.startsWith(`${name}/`) || name.startsWith(`${other}/`);
      if (nested && !leaving.has(other)) throw new RefConflictError(name, `cannot exist beside ${other}`);
    }
  }

  /**
   * Locks the packed file while refs are removed, as git does, so that nobody packs one meanwhile, and writes what is to
   * become of it: a full disk is noticed before anything has moved.
   * @returns whether any of the refs is packed, so that the file has to be replaced
   */
  async #prepareRemovals(updates: readonly RefUpdate[], locks: Map<string, LockFile>): Promise<boolean> {
    const leaving = updates.filter(({ newId }) => newId === ZERO_ID);
    if (leaving.length === 0) return false;
    const lock = await this.#locks.acquire(this.#packed.path);
    if (!lock) throw new RefConflictError(PACKED_REFS, 'is locked by another process');
    locks.set(PACKED_REFS, lock);
    const refs = new Map(this.#packed.read());
    const packed = leaving.filter(({ name }) => refs.delete(name));
    if (packed.length > 0) await lock.write(formatPackedRefs(refs));
    return packed.length > 0;
  }

  async #pruneLoose(name: string, id: ObjectId): Promise<void> {
    const path = join(this.gitDirectory, name);
    const lock = await this.#locks.acquire(path);
    if (!lock) return;
    try {
      if (readRefFile(path) === id) await rm(path, { force: true });
    } finally {
      await lock.release();
    }
    this.#removeEmptyParents(name);
  }

  #ensureParents(name: string): void {
    const segments = name.split('/').slice(0, -1);
    let path = this.gitDirectory;
    for (const segment of segments) {
      path = join(path, segment);
      const stat = lstatSync(path, { throwIfNoEntry: false });
      if (stat === undefined) mkdirSync(path, { recursive: true });
      else if (!stat.isDirectory()) throw new RefConflictError(name, `cannot exist: ${segment} is no directory`);
    }
    this.#removeEmptyTree(join(this.gitDirectory, name));
  }

  /** Directories that refs left behind must not stand in the way of a ref of that name. */
  #removeEmptyTree(path: string): void {
    if (!lstatSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      if (entry.isDirectory()) this.#removeEmptyTree(join(path, entry.name));
    }
    this.#removeEmptyDirectory(path);
  }

  #removeEmptyParents(name: string): void {
    for (let parent = dirname(name); parent.split('/').length > 2; parent = dirname(parent)) {
      if (!this.#removeEmptyDirectory(join(this.gitDirectory, parent))) return;
    }
  }

  #removeEmptyDirectory(path: string): boolean {
    try {
      rmdirSync(path);
      return true;
    } catch {
      return false;
    }
  }

  /** All of them: the directory of a ref may be as new as the ref. Where nothing changed this costs nothing. */
  async #flushParents(updates: readonly RefUpdate[]): Promise<void> {
    const parents = new Set<string>();
    for (const { name } of updates) {
      for (let parent = dirname(name); parent !== '.'; parent = dirname(parent)) parents.add(parent);
    }
    const flushes = [...parents].map((parent) => flushDirectory(join(this.gitDirectory, parent)));
    await Promise.allSettled(flushes);
  }
}

/** Puts what a lock holds in place, once. */
async function commit(name: string, locks: Map<string, LockFile>): Promise<void> {
  await locks.get(name)?.commit();
  locks.delete(name);
}
