import { isPorchError, PorchError, redactUrl } from '@porch/api';
import { type ObjectStore } from '@porch/repository';
import { Kysely, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import { ChangeHub } from '../change-hub';
import { migrate } from '../sql/migrations';
import { readCounter } from '../sql/object-reader';
import { type StoreDatabase } from '../sql/schema';
import { sealAnew } from '../sql/seal-anew';
import { databaseError } from '../sql/database-error';
import { contentCodec, type EncryptionOptions } from '../sql/encryption-options';
import { SqlStore } from '../sql/sql-store';
import { boundedPool } from './bounded-pool';
import { ChangeListener } from './change-listener';
import { ChangeTail } from './change-tail';
import { inTime } from './in-time';
import { postgresDialect } from './postgres-dialect';

export interface PostgresStoreOptions {
  /** `postgres://user:password@host:port/database`; TLS by its `sslmode`. */
  readonly url: string;
  /** Connections of this server; 10 unless told. One more listens. */
  readonly maximumConnections?: number;
  /** How long the database may take for an answer, locks that others hold included; 30,000 unless told. */
  readonly answerMilliseconds?: number;
  /** How many changes stay readable for those who come late; 50,000 unless told. */
  readonly changesKept?: number;
  readonly encryption?: EncryptionOptions;
}

/**
 * A store that several servers share. Every server is told what any of them wrote, in the same order.
 * @throws PorchError ServiceUnavailable in one sentence without the password, when the database cannot be used or is
 * newer than this program
 */
export async function createPostgresStore(options: PostgresStoreOptions): Promise<ObjectStore> {
  const dialect = postgresDialect(`the database ${safeUrl(options.url)}`);
  const config = {
    connectionString: options.url,
    application_name: 'porch',
    connectionTimeoutMillis: 10_000,
    // A server whose machine vanished in the middle of a write must not keep the others from theirs.
    idle_in_transaction_session_timeout: 60_000,
  };
  const pool = new Pool({ ...config, max: options.maximumConnections ?? 10, keepAlive: true });
  // A connection that breaks while nobody uses it is replaced when it is next needed. One that breaks while it is used
  // fails its query, and says so on the connection as well, where somebody has to listen.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const answerMilliseconds = options.answerMilliseconds ?? 30_000;
  const bounded = boundedPool(pool, answerMilliseconds);
  const database = new Kysely<StoreDatabase>({ dialect: new PostgresDialect({ pool: bounded }) });
  try {
    // A migration takes as long as it takes, and others wait for it.
    await migrate(new Kysely<StoreDatabase>({ dialect: new PostgresDialect({ pool }) }), dialect);
    const content = contentCodec(options.encryption);
    const sealedAnew = await sealAnew(database, content);
    if (sealedAnew > 0) options.encryption?.onSealedAnew?.(sealedAnew);
    const hub = new ChangeHub(await readCounter(database, 'resourceVersion'));
    const store: SqlStore = new SqlStore({
      database,
      dialect,
      content,
      hub,
      changesKept: options.changesKept ?? 50_000,
      // A commit is answered when it is on the database's disk.
      flush: () => Promise.resolve(),
      announced: async (changes) => {
        const last = Number(changes.at(-1)?.resourceVersion ?? 0);
        hub.publish(changes);
        if (hub.position >= last) return;
        // What other servers wrote before has to be read first, which the database may have become unable to answer.
        tail.wake();
        await inTime(hub.reached(last), answerMilliseconds).catch((error: unknown) => {
          throw isPorchError(error) ? error : databaseError(dialect.description, 'cannot be read', error);
        });
      },
      close: async () => {
        await listener.stop();
        await tail.stop();
        await database.destroy();
      },
    });
    const tail = new ChangeTail(hub, store);
    const listener = new ChangeListener(config, () => tail.wake());
    await listener.start();
    tail.start();
    tail.wake();
    return store;
  } catch (error) {
    await database.destroy();
    throw isPorchError(error) ? error : databaseError(dialect.description, 'cannot be used', error);
  }
}

function safeUrl(url: string): string {
  if (!/^postgres(ql)?:\/\//.test(url)) {
    throw new PorchError('Invalid', 'the database URL must start with postgres:// or postgresql://');
  }
  return redactUrl(url);
}
