import { NO_ROOM, NOT_WRITABLE, PorchError, type StatusReason } from '@porch/api';

interface Explanation {
  readonly reason: StatusReason;
  readonly text: string;
  /** Whether the same request is likely to succeed soon. */
  readonly passing: boolean;
}

/**
 * What went wrong with a database, in one sentence, as an error that tells clients whether to try again soon.
 * @param description of the database, without a password
 * @param failure what could not be done: `cannot be written`
 */
export function databaseError(description: string, failure: string, error: unknown): PorchError {
  const { reason, text, passing } = explain(error);
  return new PorchError(reason, `${description} ${failure}: ${text}`, {
    cause: error,
    ...(passing ? { details: { retryAfterSeconds: 1 } } : {}),
  });
}

function explain(error: unknown): Explanation {
  const { code, message = 'unknown error' } = error as { code?: unknown; message?: string };
  if (isFull(code, message)) return lasting('InsufficientStorage', NO_ROOM);
  if (isReadOnly(code, message)) return lasting('InternalError', NOT_WRITABLE);
  // Whatever SQLite is told by the operating system, except that there is no room: also a limit on the size of files.
  if (code === 'EIO' || /disk i\/o error/i.test(message))
    return lasting('InternalError', 'its disk refuses to read or write');
  if (code === '28P01' || code === '28000')
    return lasting('ServiceUnavailable', 'it refused the user name or the password');
  if (code === 'SQLITE_BUSY' || /database is locked/i.test(message)) return passing('another process holds it');
  if (code === 'ECONNREFUSED' || code === 'ENOENT') return passing('nothing answers at its address');
  // PostgreSQL while it starts, stops or recovers: classes 57 and 08, or a connection that broke.
  if (typeof code === 'string' && /^(57P0[1-3]|08\w{3})$/.test(code)) return passing('it is starting or stopping');
  if (code === 'ECONNRESET' || code === 'EPIPE' || /connection (terminated|error)|not queryable/i.test(message)) {
    return passing('the connection broke');
  }
  if (/timeout exceeded/i.test(message)) return passing('it does not answer in time');
  return passing(typeof code === 'string' ? `${message} (${code})` : message);
}

const FULL_DISK_CODES: ReadonlySet<string> = new Set(['SQLITE_FULL', '53100', 'ENOSPC', 'EDQUOT']);

function isFull(code: unknown, message: string): boolean {
  if (/database or disk is full|no space left/i.test(message)) return true;
  return typeof code === 'string' && FULL_DISK_CODES.has(code);
}

function isReadOnly(code: unknown, message: string): boolean {
  return code === 'SQLITE_READONLY' || code === '25006' || /readonly database|read-only/i.test(message);
}

function lasting(reason: StatusReason, text: string): Explanation {
  return { reason, text, passing: false };
}

function passing(text: string): Explanation {
  return { reason: 'ServiceUnavailable', text, passing: true };
}
