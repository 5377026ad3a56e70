import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';

const ATTEMPTS = 40;
const LONGEST_PAUSE_MILLISECONDS = 50;

/**
 * git's lock on a file: `<file>.lock`, created exclusively, which becomes the file's new contents when it is renamed
 * over it. Whoever cannot create it waits; git itself waits up to a second.
 */
export class LockFile {
  private constructor(
    readonly path: string,
    private readonly handle: FileHandle,
  ) {}

  /** @returns undefined when somebody else kept the lock all the time */
  static async acquire(path: string): Promise<LockFile | undefined> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      try {
        return new LockFile(path, await open(`${path}.lock`, 'wx', 0o644));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      await setTimeout(Math.min(2 ** attempt, LONGEST_PAUSE_MILLISECONDS));
    }
    return undefined;
  }

  /** Writes what is to become the file's contents, and flushes it. */
  async write(text: string): Promise<void> {
    await this.handle.writeFile(text);
    await this.handle.sync();
  }

  async commit(): Promise<void> {
    await this.handle.close();
    await rename(`${this.path}.lock`, this.path);
  }

  async release(): Promise<void> {
    await this.handle.close().catch(() => undefined);
    await rm(`${this.path}.lock`, { force: true });
  }
}
