import { type Readable } from 'node:stream';
import { type HttpRequest } from '../http/connection';
import { isTable, type Table, TABLE_ACCEPT } from '../table';
import { Backoff } from './backoff';
import { isExpired, isPassing, type WatchOptions, watchStream } from './watch-stream';

export interface TableWatchSource {
  /** The whole collection afresh. */
  table(options: WatchOptions): Promise<Table>;
  open(request: HttpRequest): Promise<Readable>;
  path: string;
}

/**
 * Changes as the server's tables, one row for each, resumed like {@link watchResource}. Only the first table of a
 * connection has column definitions. A version that the server no longer knows is answered with a table of everything.
 */
export async function* watchTables(source: TableWatchSource, options: WatchOptions): AsyncGenerator<Table> {
  const { signal } = options;
  const backoff = options.backoff ?? new Backoff();
  let version = options.resourceVersion;
  while (!signal?.aborted) {
    try {
      if (version === undefined) {
        const table = await source.table(options);
        version = table.metadata?.resourceVersion ?? '';
        yield table;
      }
      const request = { path: source.path, resourceVersion: version, accept: TABLE_ACCEPT };
      for await (const { type, object } of watchStream((opened) => source.open(opened), request, options)) {
        backoff.reset();
        version = versionOf(object) ?? version;
        if (type !== 'BOOKMARK' && isTable(object)) yield object;
      }
    } catch (error) {
      if (signal?.aborted) return;
      if (isExpired(error)) version = undefined;
      else if (!isPassing(error)) throw error;
    }
    await backoff.wait(signal).catch(() => undefined);
  }
}

function versionOf(object: unknown): string | undefined {
  const own = (object as { metadata?: { resourceVersion?: string } }).metadata?.resourceVersion;
  if (own || !isTable(object)) return own || undefined;
  return object.rows?.at(-1)?.object?.metadata?.resourceVersion;
}
