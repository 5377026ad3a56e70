import { type Kysely, type Transaction } from 'kysely';
import { type ObjectKey, parseKeyText } from '../object-key';
import { type ContentCodec } from './content-codec';
import { type StoreDatabase } from './schema';

const PAGE = 200;

/**
 * Writes anew what is not encrypted with the key that encrypts now, in objects and in their history, so that former keys
 * can be taken away. No object changes by it. Others may write meanwhile: a row that is not as it was read is left alone.
 * @returns how many texts were written
 * @throws PorchError when something is encrypted with a key that is not among the given ones
 */
export async function sealAnew(database: Kysely<StoreDatabase>, codec: ContentCodec): Promise<number> {
  if (codec.sealed.length === 0) return 0;
  return (await inPages(database, codec, sealObjects, '')) + (await inPages(database, codec, sealChanges, 0));
}

/** Where the next page starts, undefined after the last one; and how many texts were written. */
interface Page<Position> {
  readonly next: Position | undefined;
  readonly written: number;
}

type Sealing<Position> = (
  transaction: Transaction<StoreDatabase>,
  codec: ContentCodec,
  after: Position,
) => Promise<Page<Position>>;

async function inPages<Position>(
  database: Kysely<StoreDatabase>,
  codec: ContentCodec,
  seal: Sealing<Position>,
  start: Position,
): Promise<number> {
  let written = 0;
  for (let after: Position | undefined = start; after !== undefined;) {
    const from: Position = after;
    const page = await database.transaction().execute((transaction) => seal(transaction, codec, from));
    written += page.written;
    after = page.next;
  }
  return written;
}

const sealObjects: Sealing<string> = async (transaction, codec, after) => {
  const rows = await transaction
    .selectFrom('objects')
    .select(['object_key', 'resource', 'namespace', 'name', 'content'])
    .where('resource', 'in', codec.sealed)
    .where('object_key', '>', after)
    .orderBy('object_key')
    .limit(PAGE)
    .execute();
  let written = 0;
  for (const { object_key, content, ...key } of rows) {
    const sealed = anew(codec, key, content);
    if (sealed === content) continue;
    await transaction
      .updateTable('objects')
      .set({ content: sealed })
      .where('object_key', '=', object_key)
      .where('content', '=', content)
      .execute();
    written += 1;
  }
  return { next: rows.length < PAGE ? undefined : rows.at(-1)?.object_key, written };
};

const sealChanges: Sealing<number> = async (transaction, codec, after) => {
  const rows = await transaction
    .selectFrom('changes')
    .select(['resource_version', 'resource', 'object_key', 'content', 'previous'])
    .where('resource', 'in', codec.sealed)
    .where('resource_version', '>', after)
    .orderBy('resource_version')
    .limit(PAGE)
    .execute();
  let written = 0;
  for (const row of rows) {
    const key = parseKeyText(row.object_key);
    const content = anew(codec, key, row.content);
    const previous = row.previous === null ? null : anew(codec, key, row.previous);
    if (content === row.content && previous === row.previous) continue;
    await transaction
      .updateTable('changes')
      .set({ content, previous })
      .where('resource_version', '=', Number(row.resource_version))
      .execute();
    written += 1;
  }
  return { next: rows.length < PAGE ? undefined : Number(rows.at(-1)?.resource_version), written };
};

function anew(codec: ContentCodec, key: ObjectKey, content: string): string {
  return codec.isCurrent(key, content) ? content : codec.encode(key, codec.decode(key, content));
}
