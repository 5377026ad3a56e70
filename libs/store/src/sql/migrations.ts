import { PorchError } from '@porch/api';
import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import { FIRST_RESOURCE_VERSION } from '../write-plan';
import { type StoreDatabase } from './schema';
import { type SqlDialect } from './sql-dialect';

type Migration = (transaction: Transaction<StoreDatabase>, dialect: SqlDialect) => Promise<void>;

/** Each takes the schema from the version of its place to the next; only ever appended to. */
const MIGRATIONS: readonly Migration[] = [createTables];

/** The schema this program works with. */
export const SCHEMA_VERSION = MIGRATIONS.length;

/**
 * Brings the tables up to date, all or nothing.
 * @throws PorchError ServiceUnavailable when a newer program has been at the data
 */
export async function migrate(database: Kysely<StoreDatabase>, dialect: SqlDialect): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await dialect.lockForMigration(transaction);
    const found = await schemaVersion(transaction, dialect);
    if (found > SCHEMA_VERSION) throw newerSchema(dialect, found);
    if (found === SCHEMA_VERSION) return;
    for (const migration of MIGRATIONS.slice(found)) await migration(transaction, dialect);
    await transaction
      .updateTable('counters')
      .set({ value: SCHEMA_VERSION })
      .where('name', '=', 'schemaVersion')
      .execute();
  });
}

async function schemaVersion(transaction: Transaction<StoreDatabase>, dialect: SqlDialect): Promise<number> {
  const text = textType(dialect);
  await transaction.schema
    .createTable('counters')
    .ifNotExists()
    .addColumn('name', text, (column) => column.primaryKey())
    .addColumn('value', 'bigint', (column) => column.notNull())
    .execute();
  await transaction
    .insertInto('counters')
    .values({ name: 'schemaVersion', value: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await transaction
    .selectFrom('counters')
    .select('value')
    .where('name', '=', 'schemaVersion')
    .executeTakeFirstOrThrow();
  return Number(row.value);
}

async function createTables(transaction: Transaction<StoreDatabase>, dialect: SqlDialect): Promise<void> {
  const text = textType(dialect);
  await transaction.schema
    .createTable('objects')
    .addColumn('object_key', text, (column) => column.primaryKey())
    .addColumn('resource', text, (column) => column.notNull())
    .addColumn('namespace', text, (column) => column.notNull())
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('uid', text, (column) => column.notNull())
    .addColumn('resource_version', 'bigint', (column) => column.notNull())
    .addColumn('content', 'text', (column) => column.notNull())
    .execute();
  await transaction.schema
    .createIndex('objects_in_order')
    .on('objects')
    .columns(['resource', 'namespace', 'name'])
    .unique()
    .execute();
  await transaction.schema
    .createTable('object_labels')
    .addColumn('object_key', text, (column) => column.notNull())
    .addColumn('resource', text, (column) => column.notNull())
    .addColumn('label_key', text, (column) => column.notNull())
    .addColumn('label_value', text, (column) => column.notNull())
    .addPrimaryKeyConstraint('object_labels_key', ['object_key', 'label_key'])
    .execute();
  await transaction.schema
    .createIndex('object_labels_by_value')
    .on('object_labels')
    .columns(['resource', 'label_key', 'label_value', 'object_key'])
    .execute();
  await transaction.schema
    .createTable('changes')
    .addColumn('resource_version', 'bigint', (column) => column.primaryKey())
    .addColumn('resource', text, (column) => column.notNull())
    .addColumn('object_key', text, (column) => column.notNull())
    .addColumn('type', text, (column) => column.notNull())
    .addColumn('content', 'text', (column) => column.notNull())
    .addColumn('previous', 'text')
    .execute();
  await transaction.schema
    .createTable('leases')
    .addColumn('name', text, (column) => column.primaryKey())
    .addColumn('holder', text, (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute();
  await transaction
    .insertInto('counters')
    .values([
      { name: 'resourceVersion', value: FIRST_RESOURCE_VERSION },
      { name: 'compactedTo', value: FIRST_RESOURCE_VERSION },
    ])
    .execute();
}

function textType(dialect: SqlDialect): RawBuilder<unknown> {
  return dialect.byteOrder ? sql`text collate ${dialect.byteOrder}` : sql`text`;
}

function newerSchema(dialect: SqlDialect, found: number): PorchError {
  return new PorchError(
    'ServiceUnavailable',
    `${dialect.description} was written by a newer version of this program (schema ${found}, this one knows ` +
      `${SCHEMA_VERSION}); start that version, or restore a backup from before the upgrade`,
  );
}
