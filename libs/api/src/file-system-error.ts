import { PorchError } from './porch-error';

/**
 * What a failed write of a file means to whoever asked, in one sentence without the file's name; undefined when the error
 * does not come from the operating system, or is none that an administrator can put right.
 * @param what what could not be written: `the copy of https://… on this server`
 */
export function fileSystemError(what: string, error: unknown): PorchError | undefined {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  switch (code) {
    // A quota and a limit on the size of files are full disks to whoever meets them.
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return new PorchError('InsufficientStorage', `${what} cannot be written (${code}): ${NO_ROOM}`, { cause: error });
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return new PorchError('InternalError', `${what} cannot be written (${code}): ${NOT_WRITABLE}`, { cause: error });
    case 'EIO':
      return new PorchError('InternalError', `${what} cannot be written (${code}): its disk fails`, { cause: error });
    case 'EMFILE':
    case 'ENFILE':
      return new PorchError('ServiceUnavailable', `${what} cannot be written (${code}): too many files are open`, {
        cause: error,
        details: { retryAfterSeconds: 1 },
      });
    default:
      return undefined;
  }
}

/** What to do about a full disk. */
export const NO_ROOM = 'its disk is full; free some space and try again';

/** What to do about a place that may not be written to. */
export const NOT_WRITABLE = 'it may not be written to; change its permissions and try again';
