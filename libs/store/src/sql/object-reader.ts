import { type KubernetesObject, matchesLabelSelector, type ResourceName } from '@porch/api';
import { type ObjectList, type ObjectListOptions } from '@porch/repository';
import { type Kysely, type SelectQueryBuilder, type Transaction } from 'kysely';
import { continueToken, keyText, type ObjectKey, parseContinueToken } from '../object-key';
import { type StoredObject } from '../write-plan';
import { labelCondition, needsFiltering } from './label-condition';
import { type ObjectRow, type RowCodec } from './row-codec';
import { type StoreDatabase } from './schema';

type Selection = SelectQueryBuilder<StoreDatabase, 'objects', unknown>;

/** Reads stored objects. */
export class ObjectReader {
  constructor(
    private readonly codec: RowCodec,
    private readonly maximumParameters: number,
  ) {}

  async get(database: Kysely<StoreDatabase>, key: ObjectKey): Promise<KubernetesObject | undefined> {
    const row = await database
      .selectFrom('objects')
      .select('content')
      .where('object_key', '=', keyText(key))
      .executeTakeFirst();
    return row && this.codec.toObject({ ...key, content: row.content });
  }

  async list(
    transaction: Transaction<StoreDatabase>,
    resource: ResourceName,
    options: ObjectListOptions,
  ): Promise<ObjectList> {
    const resourceVersion = String(await readCounter(transaction, 'resourceVersion'));
    const selection = select(transaction, resource, options);
    const filtering = needsFiltering(options.labelSelector);
    const limit = filtering ? undefined : options.limit;
    const rows = await ordered(selection)
      .select(['namespace', 'name', 'content'])
      .$if(limit !== undefined, (query) => query.limit((limit ?? 0) + 1))
      .execute();
    const read = rows.map((row) => ({ row, object: this.codec.toObject({ resource, ...row }) }));
    const matching = filtering
      ? read.filter(({ object }) => matchesLabelSelector(options.labelSelector ?? [], object.metadata.labels))
      : read;
    const page = matching.slice(0, options.limit ?? matching.length);
    const items = page.map(({ object }) => object);
    const last = page.at(-1)?.row;
    if (!last || page.length === matching.length) return { items, resourceVersion };
    const total = filtering ? matching.length : await count(selection);
    return {
      items,
      resourceVersion,
      continueAfter: continueToken({ resource, ...last }),
      remainingItemCount: total - page.length,
    };
  }

  /** What is stored under some keys, by their text. */
  async current(
    transaction: Transaction<StoreDatabase>,
    keys: readonly ObjectKey[],
  ): Promise<Map<string, StoredObject>> {
    const found = new Map<string, StoredObject>();
    const texts = [...new Set(keys.map(keyText))];
    for (let at = 0; at < texts.length; at += this.maximumParameters) {
      const some = texts.slice(at, at + this.maximumParameters);
      const rows: ObjectRow[] = await transaction
        .selectFrom('objects')
        .selectAll()
        .where('object_key', 'in', some)
        .execute();
      for (const row of rows) found.set(row.object_key, this.codec.toStored(row));
    }
    return found;
  }
}

export async function readCounter(
  database: Kysely<StoreDatabase>,
  name: 'resourceVersion' | 'compactedTo',
): Promise<number> {
  const row = await database.selectFrom('counters').select('value').where('name', '=', name).executeTakeFirstOrThrow();
  return Number(row.value);
}

function select(
  transaction: Transaction<StoreDatabase>,
  resource: ResourceName,
  options: ObjectListOptions,
): Selection {
  const { namespace, name, labelSelector = [], continueAfter } = options;
  let selection: Selection = transaction.selectFrom('objects').where('resource', '=', resource);
  if (namespace !== undefined) selection = selection.where('namespace', '=', namespace);
  if (name !== undefined) selection = selection.where('name', '=', name);
  for (const requirement of labelSelector)
    selection = selection.where((builder) => labelCondition(builder, requirement));
  if (continueAfter === undefined) return selection;
  const after = parseContinueToken(resource, continueAfter);
  return selection.where((where) =>
    where.or([
      where('namespace', '>', after.namespace),
      where.and([where('namespace', '=', after.namespace), where('name', '>', after.name)]),
    ]),
  );
}

function ordered(selection: Selection): Selection {
  return selection.orderBy('namespace').orderBy('name');
}

async function count(selection: Selection): Promise<number> {
  const row = await selection.select(({ fn }) => fn.countAll().as('count')).executeTakeFirstOrThrow();
  return Number(row.count);
}
