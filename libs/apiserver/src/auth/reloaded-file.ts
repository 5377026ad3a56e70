import { readFileSync, statSync } from 'node:fs';
import { type Clock } from '@porch/repository';

const CHECK_INTERVAL = 1000;

/**
 * What a file says, read again when it changed; it is looked at no more than once a second. A change that cannot be
 * read keeps what was, and is told to `onError`.
 *
 * @throws Error when the file cannot be read the first time
 */
export function createReloadedFile<T>(
  path: string,
  parse: (text: string) => T,
  clock: Clock,
  onError: (error: unknown) => void,
): () => T {
  let checked = clock.now().getTime();
  let stamp = stampOf(path);
  let value = parse(readFileSync(path, 'utf8'));
  return () => {
    const now = clock.now().getTime();
    if (now - checked < CHECK_INTERVAL) return value;
    checked = now;
    try {
      const current = stampOf(path);
      if (current !== stamp) {
        value = parse(readFileSync(path, 'utf8'));
        stamp = current;
      }
    } catch (error) {
      onError(error);
    }
    return value;
  };
}

function stampOf(path: string): string {
  const { mtimeMs, size, ino } = statSync(path);
  return `${mtimeMs}/${size}/${ino}`;
}
