import { type DataDirectory } from './data-directory';
import { StartupError } from './startup-error';

interface Database {
  exec(sql: string): unknown;
  close(): void;
}

/** Node's own SQLite, from Node 22 on; the types here are of Node 20. */
interface SqliteModule {
  readonly DatabaseSync: new (path: string) => Database;
}

/**
 * Makes this process the only server on a data directory, until it ends, however it ends: the lock is one that the
 * operating system holds on an open SQLite file, so a killed server leaves none behind.
 * @throws StartupError when another server has it
 */
export function holdDataDirectory(directory: DataDirectory): { release(): void } {
  const database = openDatabase(directory.file('lock.sqlite'));
  try {
    database.exec('PRAGMA busy_timeout = 0');
    database.exec('BEGIN EXCLUSIVE');
  } catch {
    database.close();
    throw new StartupError(
      `another server holds the data directory ${directory.path}: stop it, or choose another directory with --data-dir`,
    );
  }
  return { release: () => database.close() };
}

function openDatabase(path: string): Database {
  const builtIn = process.getBuiltinModule('node:sqlite') as SqliteModule | undefined;
  if (builtIn) return new builtIn.DatabaseSync(path);
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the addon must not load where it is not needed
  const Libsql = require('libsql') as new (path: string) => Database;
  return new Libsql(path);
}
