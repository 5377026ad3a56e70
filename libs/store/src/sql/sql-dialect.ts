import { type Kysely, type RawBuilder, type Transaction } from 'kysely';
import { type StoreDatabase } from './schema';

/** What differs between the databases. */
export interface SqlDialect {
  /** For errors: `the database /var/lib/porch/porch.db`; never a password. */
  readonly description: string;
  /** Compares text byte by byte, so that lists have the same order everywhere. */
  readonly byteOrder: RawBuilder<unknown> | undefined;
  /** How many parameters a statement may have. */
  readonly maximumParameters: number;
  /** Keeps other servers from migrating at the same time, until the transaction ends. */
  lockForMigration(transaction: Transaction<StoreDatabase>): Promise<void>;
  /** Several reads of one moment. */
  snapshot<T>(
    database: Kysely<StoreDatabase>,
    read: (transaction: Transaction<StoreDatabase>) => Promise<T>,
  ): Promise<T>;
  /** Milliseconds since 1970 by the clock all servers on this database share. */
  now(database: Kysely<StoreDatabase>): Promise<number>;
  /** Called in the transaction of a write, so that other servers hear of it when it is committed. */
  announce(transaction: Transaction<StoreDatabase>, resourceVersion: number): Promise<void>;
}
