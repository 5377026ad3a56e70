import { type Kysely } from 'kysely';
import { type StoreDatabase } from './schema';
import { type SqlDialect } from './sql-dialect';

/** Named leases that all servers on a database share, by that database's clock. */
export class LeaseTable {
  constructor(private readonly dialect: SqlDialect) {}

  async acquire(
    database: Kysely<StoreDatabase>,
    name: string,
    holder: string,
    durationMilliseconds: number,
  ): Promise<boolean> {
    const now = await this.dialect.now(database);
    const expires_at = now + durationMilliseconds;
    const taken = await database
      .insertInto('leases')
      .values({ name, holder, expires_at })
      .onConflict((conflict) =>
        conflict
          .column('name')
          .doUpdateSet({ holder, expires_at })
          .where((where) => where.or([where('leases.holder', '=', holder), where('leases.expires_at', '<=', now)])),
      )
      .returning('holder')
      .executeTakeFirst();
    return taken !== undefined;
  }

  async release(database: Kysely<StoreDatabase>, name: string, holder: string): Promise<void> {
    await database.deleteFrom('leases').where('name', '=', name).where('holder', '=', holder).execute();
  }
}
