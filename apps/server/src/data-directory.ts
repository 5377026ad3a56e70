import { chmodSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { StartupError } from './startup-error';

/** Where the server keeps everything that is its own. The directory is 0700, its files 0600. */
export interface DataDirectory {
  readonly path: string;
  file(...segments: string[]): string;
  /** Writes a file in one step, so that a reader never sees half of it. */
  write(name: string, content: string): void;
}

/** @throws StartupError when it cannot be made or written to */
export function openDataDirectory(path: string): DataDirectory {
  const absolute = resolve(path);
  const file = (...segments: string[]) => join(absolute, ...segments);
  try {
    mkdirSync(absolute, { recursive: true, mode: 0o700 });
    chmodSync(absolute, 0o700);
    writeFileSync(file('.writable'), '', { mode: 0o600 });
  } catch (error) {
    throw new StartupError(
      `the data directory ${absolute} cannot be written to (${(error as NodeJS.ErrnoException).code ?? 'unknown'}): ` +
        'choose another with --data-dir or change its permissions',
    );
  }
  return {
    path: absolute,
    file,
    write(name, content) {
      const target = file(name);
      writeFileSync(`${target}.new`, content, { mode: 0o600 });
      renameSync(`${target}.new`, target);
    },
  };
}
