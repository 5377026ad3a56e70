import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes what was committed survive a power cut, off the main thread: SQLite, told `synchronous = NORMAL`, leaves commits
 * in the write-ahead log without waiting for the disk, and whoever must not lose one waits here. Commits that come
 * together share one wait.
 */
export class WalFlusher {
  #log: Promise<FileHandle> | undefined;
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  /** @param path of the database; the log lies beside it while the database is open */
  constructor(private readonly path: string) {}

  /** Resolves when everything that was committed before this call is on the disk. */
  flush(): Promise<void> {
    if (!this.#running) return this.#start();
    // The one under way may have begun before the last commit.
    this.#next ??= this.#running
      .catch(() => undefined)
      .then(() => {
        this.#next = undefined;
        return this.#start();
      });
    return this.#next;
  }

  async close(): Promise<void> {
    await (this.#next ?? this.#running)?.catch(() => undefined);
    const log = await this.#log?.catch(() => undefined);
    await log?.close();
  }

  #start(): Promise<void> {
    const running = this.#flushOnce().finally(() => {
      this.#running = undefined;
    });
    this.#running = running;
    return running;
  }

  async #flushOnce(): Promise<void> {
    this.#log ??= openLog(this.path);
    try {
      await (await this.#log).datasync();
    } catch (error) {
      // A log that could not be opened may be there the next time.
      await this.#log.catch(() => (this.#log = undefined));
      throw error;
    }
  }
}

async function openLog(path: string): Promise<FileHandle> {
  const log = await open(`${path}-wal`, 'r');
  const directory = await open(dirname(path), 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
  return log;
}
