import { readFile } from 'node:fs/promises';
import { badRequest, SecretText } from '@porch/api';
import { type Credentials, type ResolvedCredentials } from './credentials';
import { bearer } from './static-credentials';

/** How long a token read from a file is used before the file is read again (client-go re-reads each minute). */
const REREAD_AFTER_MS = 60_000;

/** A bearer token kept in a file that something else renews, as kubelets do for service accounts. */
export function tokenFileCredentials(
  file: string,
  certificate: ResolvedCredentials = {},
  now: () => number = Date.now,
): Credentials {
  let cached: { authorization: SecretText; readAt: number } | undefined;
  return {
    async resolve(signal) {
      if (!cached || now() - cached.readAt >= REREAD_AFTER_MS) {
        const token = (await readToken(file, signal)).trim();
        if (token === '') throw badRequest(`the token file ${file} is empty`);
        cached = { authorization: bearer(new SecretText(token)), readAt: now() };
      }
      return { ...certificate, authorization: cached.authorization };
    },
    refused() {
      const stale = cached !== undefined;
      cached = undefined;
      return stale;
    },
  };
}

async function readToken(file: string, signal: AbortSignal | undefined): Promise<string> {
  try {
    return await readFile(file, { encoding: 'utf8', signal });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw badRequest(`the token file ${file} cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'failed'}`);
  }
}
