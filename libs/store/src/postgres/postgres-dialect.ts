import { sql } from 'kysely';
import { type SqlDialect } from '../sql/sql-dialect';

/** Where servers tell each other that there is something to read. */
export const CHANNEL = 'porch_changes';
/** Any number that no other program takes for its advisory locks. */
const MIGRATION_LOCK = 7_067_104_001;

export function postgresDialect(description: string): SqlDialect {
  return {
    description,
    byteOrder: sql`"C"`,
    maximumParameters: 60_000,
    async lockForMigration(transaction) {
      await sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`.execute(transaction);
    },
    snapshot: (database, read) => database.transaction().setIsolationLevel('repeatable read').execute(read),
    async now(database) {
      const { rows } = await sql<{
        now: string;
      }>`select (extract(epoch from clock_timestamp()) * 1000)::bigint as now`.execute(database);
      return Number(rows[0]?.now);
    },
    async announce(transaction, resourceVersion) {
      await sql`select pg_notify(${CHANNEL}, ${String(resourceVersion)})`.execute(transaction);
    },
  };
}
