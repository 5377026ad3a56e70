import { type ResourceName } from '@porch/api';
import { type ObjectChange } from '@porch/repository';
import { type Kysely } from 'kysely';
import { checkVersionIsKept } from '../change-feed';
import { readCounter } from './object-reader';
import { type RowCodec } from './row-codec';
import { type StoreDatabase } from './schema';
import { type SqlDialect } from './sql-dialect';

const PAGE = 500;

/** The kept history of changes. */
export class ChangeLog {
  constructor(
    private readonly dialect: SqlDialect,
    private readonly codec: RowCodec,
  ) {}

  /** The next changes after a version, at most a page. @throws PorchError Expired */
  read(
    database: Kysely<StoreDatabase>,
    after: number,
    resource: ResourceName | undefined,
  ): Promise<readonly ObjectChange[]> {
    return this.dialect.snapshot(database, async (transaction) => {
      const [compactedTo, current] = [
        await readCounter(transaction, 'compactedTo'),
        await readCounter(transaction, 'resourceVersion'),
      ];
      checkVersionIsKept(after, compactedTo, current);
      if (after === current) return [];
      const rows = await transaction
        .selectFrom('changes')
        .selectAll()
        .where('resource_version', '>', after)
        .$if(resource !== undefined, (query) => query.where('resource', '=', resource ?? ''))
        .orderBy('resource_version')
        .limit(PAGE)
        .execute();
      return rows.map((row) => this.codec.toChange(row));
    });
  }

  /** Forgets changes up to a version, never beyond the newest. */
  async compact(database: Kysely<StoreDatabase>, upTo: number): Promise<void> {
    await database.transaction().execute(async (transaction) => {
      const current = await readCounter(transaction, 'resourceVersion');
      const limit = Math.min(upTo, current);
      await transaction
        .updateTable('counters')
        .set({ value: limit })
        .where('name', '=', 'compactedTo')
        .where('value', '<', limit)
        .execute();
      await transaction.deleteFrom('changes').where('resource_version', '<=', limit).execute();
    });
  }
}
