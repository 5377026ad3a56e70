import { lstatSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import { isMarkOfGoneProcess, PROCESS_MARK } from '../storage/process-mark';
import { LockFile } from './lock-file';

let count = 0;

/**
 * The locks that processes of ours hold in a repository directory. A process that is killed leaves its `.lock` files
 * behind, and git has no way to tell such a lock from one that is held. Ours are hard links to files in a directory
 * named after the process, so the next process recognises exactly them, and removes them once their owner is gone.
 */
export class LockDirectory {
  readonly #locks: string;
  readonly #own: string;

  constructor(private readonly gitDirectory: string) {
    this.#locks = join(gitDirectory, 'porch-locks');
    this.#own = join(this.#locks, PROCESS_MARK);
  }

  /** @returns undefined when somebody else kept the lock all the time */
  acquire(path: string): Promise<LockFile | undefined> {
    mkdirSync(this.#own, { recursive: true });
    count += 1;
    return LockFile.acquire(path, join(this.#own, String(count)));
  }

  /** Removes the locks of processes on this host that are no more. */
  removeAbandoned(): void {
    for (const owner of list(this.#locks)) {
      if (!isMarkOfGoneProcess(owner)) continue;
      const directory = join(this.#locks, owner);
      for (const name of list(directory)) if (!name.endsWith('.path')) this.#removeLock(join(directory, name));
      rmSync(directory, { recursive: true, force: true });
    }
  }

  #removeLock(original: string): void {
    const own = lstatSync(original, { throwIfNoEntry: false });
    const path = readText(`${original}.path`);
    const inside = path !== '' && !/^\.\.|^$/.test(relative(this.gitDirectory, path)) && isAbsolute(path);
    const lock = inside ? lstatSync(`${path}.lock`, { throwIfNoEntry: false }) : undefined;
    if (own && lock && own.ino === lock.ino && own.dev === lock.dev) rmSync(`${path}.lock`);
  }
}

function list(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
