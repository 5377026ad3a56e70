import { failpoint, type ObjectWrite } from '@porch/repository';
import { type Kysely, sql, type Transaction } from 'kysely';
import { keyText } from '../object-key';
import { keyOfWrite, type PlannedChange, planWrites } from '../write-plan';
import { type ObjectReader } from './object-reader';
import { type RowCodec } from './row-codec';
import { type StoreDatabase } from './schema';
import { type SqlDialect } from './sql-dialect';

const COLUMNS_OF_A_ROW = 7;

/**
 * Carries out transactions. The counter of resourceVersions is taken first and held to the end, which puts the writers
 * of all servers in one order: that of their versions is that of their commits, and no version is ever left out.
 */
export class ObjectWriter {
  readonly #rowsAtOnce: number;

  constructor(
    private readonly dialect: SqlDialect,
    private readonly reader: ObjectReader,
    private readonly codec: RowCodec,
  ) {
    this.#rowsAtOnce = Math.floor(dialect.maximumParameters / COLUMNS_OF_A_ROW);
  }

  write(database: Kysely<StoreDatabase>, writes: readonly ObjectWrite[]): Promise<PlannedChange[]> {
    return database.transaction().execute(async (transaction) => {
      const last = await takeVersions(transaction, writes.length);
      const current = await this.reader.current(transaction, writes.map(keyOfWrite));
      const changes = planWrites(writes, current, last - writes.length + 1);
      await this.writeObjects(transaction, changes);
      await this.insert(
        transaction,
        'changes',
        changes.map((change) => this.codec.toChangeRow(change)),
      );
      await this.dialect.announce(transaction, last);
      failpoint('store.commit');
      return changes;
    });
  }

  private async writeObjects(
    transaction: Transaction<StoreDatabase>,
    changes: readonly PlannedChange[],
  ): Promise<void> {
    const final = new Map(changes.map((change) => [keyText(change.key), change]));
    const before = new Map(changes.toReversed().map((change) => [keyText(change.key), change.previous]));
    const kept = [...final.values()].filter(({ type }) => type !== 'Deleted').map(({ stored }) => stored);
    const gone = [...final].filter(([key, { type }]) => type === 'Deleted' && before.get(key)).map(([key]) => key);
    const unlabelled = [...before].filter(([, stored]) => Object.keys(stored?.labels ?? {}).length > 0);
    await this.remove(
      transaction,
      'object_labels',
      unlabelled.map(([key]) => key),
    );
    await this.remove(transaction, 'objects', gone);
    await this.upsert(
      transaction,
      kept.map((stored) => this.codec.toObjectRow(stored)),
    );
    const labels = kept.flatMap(({ key, labels }) =>
      Object.entries(labels).map(([label_key, label_value]) => ({
        object_key: keyText(key),
        resource: key.resource,
        label_key,
        label_value,
      })),
    );
    await this.insert(transaction, 'object_labels', labels);
  }

  private async upsert(
    transaction: Transaction<StoreDatabase>,
    rows: readonly ReturnType<RowCodec['toObjectRow']>[],
  ): Promise<void> {
    for (const some of this.portions(rows)) {
      await transaction
        .insertInto('objects')
        .values(some)
        .onConflict((conflict) =>
          conflict.column('object_key').doUpdateSet((excluded) => ({
            uid: excluded.ref('excluded.uid'),
            resource_version: excluded.ref('excluded.resource_version'),
            content: excluded.ref('excluded.content'),
          })),
        )
        .execute();
    }
  }

  private async insert<T extends 'changes' | 'object_labels'>(
    transaction: Transaction<StoreDatabase>,
    table: T,
    rows: readonly object[],
  ): Promise<void> {
    for (const some of this.portions(rows))
      await transaction
        .insertInto(table)
        .values(some as never)
        .execute();
  }

  private async remove(
    transaction: Transaction<StoreDatabase>,
    table: 'objects' | 'object_labels',
    keys: readonly string[],
  ): Promise<void> {
    for (const some of this.portions(keys)) {
      await transaction.deleteFrom(table).where('object_key', 'in', some).execute();
    }
  }

  private *portions<T>(items: readonly T[]): Iterable<T[]> {
    for (let at = 0; at < items.length; at += this.#rowsAtOnce) yield items.slice(at, at + this.#rowsAtOnce);
  }
}

async function takeVersions(transaction: Transaction<StoreDatabase>, count: number): Promise<number> {
  const row = await transaction
    .updateTable('counters')
    .set({ value: sql<number>`value + ${count}` })
    .where('name', '=', 'resourceVersion')
    .returning('value')
    .executeTakeFirstOrThrow();
  return Number(row.value);
}
