import { isPorchError } from '@porch/api';
import { type Clock, type ObjectStore, systemClock } from '@porch/repository';
import { Kysely, SqliteDialect } from 'kysely';
import { ChangeHub } from '../change-hub';
import { migrate } from '../sql/migrations';
import { readCounter } from '../sql/object-reader';
import { type StoreDatabase } from '../sql/schema';
import { sealAnew } from '../sql/seal-anew';
import { type SqlDialect } from '../sql/sql-dialect';
import { databaseError } from '../sql/database-error';
import { contentCodec, type EncryptionOptions } from '../sql/encryption-options';
import { SqlStore } from '../sql/sql-store';
import { openSqliteFile } from './sqlite-driver';
import { WalFlusher } from './wal-flusher';

export interface SqliteStoreOptions {
  /** The database's file; it is made if there is none, its directory is not. */
  readonly path: string;
  readonly clock?: Clock;
  /** How many changes stay readable for those who come late; 50,000 unless told. */
  readonly changesKept?: number;
  readonly encryption?: EncryptionOptions;
}

/**
 * A store in one file, for one server. What is acknowledged is on the disk.
 * @throws PorchError ServiceUnavailable in one sentence: the file cannot be opened, is no database, or is newer than
 * this program
 */
export async function createSqliteStore(options: SqliteStoreOptions): Promise<ObjectStore> {
  const { path, clock = systemClock, changesKept = 50_000, encryption } = options;
  const dialect = sqliteDialect(path, clock);
  const { database, flusher } = openDatabase(path, dialect);
  const flush = () => flusher?.flush() ?? Promise.resolve();
  const close = async () => {
    await flusher?.close();
    await database.destroy();
  };
  try {
    await migrate(database, dialect);
    const content = contentCodec(encryption);
    const sealedAnew = await sealAnew(database, content);
    await flush();
    if (sealedAnew > 0) encryption?.onSealedAnew?.(sealedAnew);
    const hub = new ChangeHub(await readCounter(database, 'resourceVersion'));
    return new SqlStore({
      database,
      dialect,
      content,
      hub,
      changesKept,
      flush,
      announced: (changes) => {
        hub.publish(changes);
        return hub.reached(Number(changes.at(-1)?.resourceVersion ?? 0));
      },
      close,
    });
  } catch (error) {
    await close();
    throw opening(dialect, error);
  }
}

/** Where the file system allows no write-ahead log, SQLite waits for the disk itself, and there is no flusher. */
function openDatabase(
  path: string,
  dialect: SqlDialect,
): { database: Kysely<StoreDatabase>; flusher: WalFlusher | undefined } {
  try {
    const file = openSqliteFile(path);
    const set = (setting: string) => file.prepare(`pragma ${setting}`).all([]);
    const [journal] = set('journal_mode = WAL') as { journal_mode?: string }[];
    const flusher = journal?.journal_mode === 'wal' ? new WalFlusher(path) : undefined;
    set(`synchronous = ${flusher ? 'NORMAL' : 'FULL'}`);
    set('busy_timeout = 2000');
    return { database: new Kysely<StoreDatabase>({ dialect: new SqliteDialect({ database: file }) }), flusher };
  } catch (error) {
    throw opening(dialect, error);
  }
}

function opening(dialect: SqlDialect, error: unknown): unknown {
  if (isPorchError(error)) return error;
  return databaseError(dialect.description, 'cannot be opened', error);
}

function sqliteDialect(path: string, clock: Clock): SqlDialect {
  return {
    description: `the database ${path}`,
    byteOrder: undefined,
    maximumParameters: 30_000,
    lockForMigration: () => Promise.resolve(),
    snapshot: (database, read) => database.transaction().execute(read),
    now: () => Promise.resolve(clock.now().getTime()),
    announce: () => Promise.resolve(),
  };
}
