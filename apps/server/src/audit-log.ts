import { type Audit } from '@porch/apiserver';
import { createWriteStream } from 'node:fs';
import { type ServerLogger } from './logger';

/** Where audit lines go: a file of their own, or among the logs. */
export function createAuditLog(
  path: string | undefined,
  logger: ServerLogger,
): { readonly audit: Audit; close(): Promise<void> } {
  if (path === undefined || path === '-') {
    return { audit: (entry) => logger.info({ audit: entry }, 'audit'), close: () => Promise.resolve() };
  }
  const stream = createWriteStream(path, { flags: 'a', mode: 0o600 });
  stream.on('error', (error) => logger.error({ err: error, path }, 'the audit log cannot be written'));
  return {
    audit: (entry) => void stream.write(`${JSON.stringify(entry)}\n`),
    close: () => new Promise((resolve) => stream.end(resolve)),
  };
}
