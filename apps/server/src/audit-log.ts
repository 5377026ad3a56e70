import { type Audit } from '@porch/apiserver';
import { closeSync, openSync, statSync } from 'node:fs';
import pino from 'pino';
import { type ServerLogger } from './logger';
import { StartupError } from './startup-error';

export interface AuditLog {
  readonly audit: Audit;
  close(): Promise<void>;
}

/**
 * Where audit lines go: a file of their own, or among the logs, where `-` keeps them at any log level. What cannot be
 * written is kept and tried again with the next line, within bounds; the log says so.
 *
 * @throws StartupError when the file cannot be opened
 */
export function createAuditLog(path: string | undefined, logger: ServerLogger): AuditLog {
  if (path === undefined || path === '-') {
    const target = path === '-' ? logger.child({}, { level: 'info' }) : logger;
    const audit: Audit = (entry) => target.info({ requestId: entry.requestId, audit: entry }, 'audit');
    return { audit, close: () => Promise.resolve() };
  }
  checkWritable(path);
  const file = pino.destination({ dest: path, append: true, sync: false, mode: 0o600, maxLength: MAXIMUM_KEPT_BYTES });
  file.on('error', (error) => logger.error({ err: error, path }, 'the audit log cannot be written'));
  file.on('drop', () => logger.error({ path }, 'an audit line is lost: too much could not be written'));
  return {
    audit: (entry) => void file.write(`${JSON.stringify(entry)}\n`),
    close: () =>
      new Promise((resolve) => {
        file.once('close', () => resolve());
        file.once('error', () => resolve());
        file.end();
      }),
  };
}

const MAXIMUM_KEPT_BYTES = 16 * 1024 * 1024;

/** A pipe would keep the server waiting for a reader, and lose lines when that goes. */
function checkWritable(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isFIFO()) {
    throw new StartupError(`--audit-log-path ${path} is a pipe: name a file, or - for standard error`);
  }
  try {
    closeSync(openSync(path, 'a', 0o600));
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new StartupError(`--audit-log-path ${path} cannot be written to (${code})`);
  }
}
