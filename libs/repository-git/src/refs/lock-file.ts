import { link, open, rename, rm, writeFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';

const ATTEMPTS = 40;
const LONGEST_PAUSE_MILLISECONDS = 50;

/**
 * git's lock on a file: `<file>.lock`, which only one can create, and which becomes the file's new contents when it is
 * renamed over it. Whoever cannot create it waits; git itself waits up to a second.
 *
 * Ours is a hard link to a file of our own, {@link LockDirectory} says why.
 */
export class LockFile {
  private constructor(
    readonly path: string,
    private readonly original: string,
  ) {}

  /** @returns undefined when somebody else kept the lock all the time */
  static async acquire(path: string, original: string): Promise<LockFile | undefined> {
    // The name is written first: a file whose lock nobody can find must not exist.
    try {
      await writeFile(`${original}.path`, path, { flag: 'wx' });
      await writeFile(original, '', { flag: 'wx', mode: 0o644 });
    } catch (error) {
      await forget(original);
      throw error;
    }
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      try {
        await link(original, `${path}.lock`);
        return new LockFile(path, original);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
          await forget(original);
          throw error;
        }
      }
      await setTimeout(Math.min(2 ** attempt, LONGEST_PAUSE_MILLISECONDS));
    }
    await forget(original);
    return undefined;
  }

  /** Writes what is to become the file's contents, and flushes it. */
  async write(text: string): Promise<void> {
    const file = await open(this.original, 'r+');
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
  }

  async commit(): Promise<void> {
    await rename(`${this.path}.lock`, this.path);
    await forget(this.original);
  }

  async release(): Promise<void> {
    await rm(`${this.path}.lock`, { force: true });
    await forget(this.original);
  }
}

async function forget(original: string): Promise<void> {
  await rm(original, { force: true });
  await rm(`${original}.path`, { force: true });
}
