import { isPorchError } from '@porch/api';
import { type ObjectStore } from '@porch/repository';
import { createObjectStore, readEncryptionKey } from '@porch/store';
import { readFileSync } from 'node:fs';
import { type DataDirectory } from './data-directory';
import { type ServerLogger } from './logger';
import { type ServerFlags } from './server-flags';
import { StartupError } from './startup-error';

export interface OpenedObjectStore {
  readonly store: ObjectStore;
  /** Whether other servers may be using it too. */
  readonly shared: boolean;
}

/** The embedded store, or PostgreSQL where a URL is given. @throws StartupError saying what is wrong, without the password */
export async function openObjectStore(
  flags: ServerFlags,
  directory: DataDirectory,
  logger: ServerLogger,
): Promise<OpenedObjectStore> {
  const url = databaseUrl(flags);
  if (url !== undefined && flags.text('keep-drafts') === 'local') {
    throw new StartupError(
      '--keep-drafts local would hide drafts from other servers on the same database: ' +
        'leave it out, or store objects in the data directory instead of PostgreSQL',
    );
  }
  try {
    const keys = flags.list('encryption-key-file').map(readEncryptionKey);
    const onSealedAnew = (texts: number) =>
      logger.info({ texts }, 'encrypted anew what was not encrypted with the first --encryption-key-file');
    const encryption = keys.length === 0 ? {} : { encryption: { keys, onSealedAnew } };
    const store =
      url === undefined
        ? await createObjectStore({ type: 'sqlite', path: directory.file('store.sqlite'), ...encryption })
        : await createObjectStore({ type: 'postgres', url, ...encryption });
    return { store, shared: url !== undefined };
  } catch (error) {
    if (isPorchError(error)) throw new StartupError(error.message);
    throw error;
  }
}

function databaseUrl(flags: ServerFlags): string | undefined {
  const file = flags.optional('database-url-file');
  if (file === undefined) return flags.optional('database-url') ?? process.env['PORCH_DATABASE_URL'];
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new StartupError(
      `--database-url-file ${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? ''})`,
    );
  }
}
