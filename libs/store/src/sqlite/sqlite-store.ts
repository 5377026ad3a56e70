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
  const database = openDatabase(path, dialect);
  try {
    await migrate(database, dialect);
    const content = contentCodec(encryption);
    const sealedAnew = await sealAnew(database, content);
    if (sealedAnew > 0) encryption?.onSealedAnew?.(sealedAnew);
    const hub = new ChangeHub(await readCounter(database, 'resourceVersion'));
    return new SqlStore({
      database,
      dialect,
      content,
      hub,
      changesKept,
      announced: (changes) => {
        hub.publish(changes);
        return hub.reached(Number(changes.at(-1)?.resourceVersion ?? 0));
      },
      close: () => database.destroy(),
    });
  } catch (error) {
    await database.destroy();
    throw opening(dialect, error);
  }
}

function openDatabase(path: string, dialect: SqlDialect): Kysely<StoreDatabase> {
  try {
    const file = openSqliteFile(path);
    file.pragma('journal_mode = WAL');
    file.pragma('synchronous = FULL');
    file.pragma('busy_timeout = 2000');
    return new Kysely<StoreDatabase>({ dialect: new SqliteDialect({ database: file }) });
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
