import { Readable } from 'node:stream';
import { type ServerResponse } from 'node:http';
import fc from 'fast-check';
import { createClient } from '../create-client';
import { repositories } from '../resource-type';
import { createScriptedServer, failure, type Script } from '../testing/scripted-server';
import { Backoff } from './backoff';
import { readEvents } from './read-events';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

async function setUp(script: Script) {
  const server = await createScriptedServer(script);
  const client = createClient({ connection: { server: server.url, namespace: 'ns' } });
  open.push(client, server);
  return { server, client };
}
const object = (name: string, version: string) => ({
  apiVersion: 'config.porch.kpt.dev/v1alpha1',
  kind: 'Repository',
  metadata: { name, namespace: 'ns', resourceVersion: version },
  spec: {},
});
const line = (type: string, value: unknown) => `${JSON.stringify({ type, object: value })}\n`;
const expired = line('ERROR', { kind: 'Status', code: 410, reason: 'Expired', message: 'too old' });
const sending = (...lines: string[]) => ({
  stream: (response: ServerResponse) => {
    for (const each of lines) response.write(each);
    response.end();
  },
});
const fast = () => new Backoff(1, 2);

/** The first events of a watch as `TYPE name version`. */
async function take(client: Awaited<ReturnType<typeof setUp>>['client'], count: number, options = {}) {
  const seen: string[] = [];
  for await (const event of client.watch(repositories, { backoff: fast(), ...options })) {
    seen.push(`${event.type} ${event.object.metadata.name} ${event.object.metadata.resourceVersion}`);
    if (seen.length === count) break;
  }
  return seen;
}

describe('a watch', () => {
  it('begins with what there is and continues from the list', async () => {
    const { server, client } = await setUp(({ query }) =>
      query['watch']
        ? sending(line('MODIFIED', object('a', '6')))
        : { body: { metadata: { resourceVersion: '5' }, items: [object('a', '3')] } },
    );
    expect(await take(client, 2)).toEqual(['ADDED a 3', 'MODIFIED a 6']);
    expect(server.requests[1]?.query).toMatchObject({
      watch: 'true',
      resourceVersion: '5',
      allowWatchBookmarks: 'true',
    });
  });

  it('resumes from the last version it saw, bookmarks included, when the connection ends', async () => {
    const answers = [
      sending(line('ADDED', object('a', '6'))),
      sending(line('BOOKMARK', { metadata: { resourceVersion: '20' } })),
      sending(line('DELETED', object('a', '21'))),
    ];
    const { server, client } = await setUp(() => answers.shift());
    expect(await take(client, 2, { resourceVersion: '5' })).toEqual(['ADDED a 6', 'DELETED a 21']);
    expect(server.requests.map(({ query }) => query['resourceVersion'])).toEqual(['5', '6', '20']);
  });

  it('lists afresh when its version is too old, and tells the differences', async () => {
    const lists = [
      [object('a', '1'), object('b', '2')],
      [object('b', '2'), object('c', '9')],
    ];
    const watches = [
      sending(line('MODIFIED', object('a', '4')), expired),
      sending(line('MODIFIED', object('b', '12'))),
    ];
    const { client } = await setUp(({ query }) =>
      query['watch'] ? watches.shift() : { body: { metadata: { resourceVersion: '3' }, items: lists.shift() } },
    );
    expect(await take(client, 6)).toEqual([
      'ADDED a 1',
      'ADDED b 2',
      'MODIFIED a 4',
      'DELETED a 4',
      'ADDED c 9',
      'MODIFIED b 12',
    ]);
  });

  it('survives a server that is away for a moment, and a connection that breaks in the middle of a line', async () => {
    const answers = [
      failure(503, 'ServiceUnavailable', 'starting'),
      { stream: (response: ServerResponse) => void response.write('{"type":"ADD', () => response.destroy()) },
      sending(line('ADDED', object('a', '6'))),
    ];
    const { client } = await setUp(() => answers.shift());
    expect(await take(client, 1, { resourceVersion: '5' })).toEqual(['ADDED a 6']);
  });

  it('ends with the error when it is refused for good', async () => {
    const { client } = await setUp(() => failure(403, 'Forbidden', 'not you'));
    await expect(take(client, 1, { resourceVersion: '5' })).rejects.toThrow('not you');
  });

  it('ends quietly when it is aborted', async () => {
    const stop = new AbortController();
    const { client } = await setUp(() => ({
      stream: (response) => void response.write(line('ADDED', object('a', '6'))),
    }));
    const seen: string[] = [];
    for await (const event of client.watch(repositories, { resourceVersion: '5', signal: stop.signal })) {
      seen.push(event.type);
      stop.abort();
    }
    expect(seen).toEqual(['ADDED']);
  });

  it('closes its connection when its reader stops', async () => {
    let closed: () => void = () => undefined;
    const disconnected = new Promise<void>((resolve) => (closed = resolve));
    const { client } = await setUp(() => ({
      stream: (response) => {
        response.write(line('ADDED', object('a', '6')));
        response.on('close', closed);
      },
    }));
    await take(client, 1, { resourceVersion: '5' });
    await disconnected;
  });

  it('can bring tables', async () => {
    const table = (version: string) => ({
      kind: 'Table',
      apiVersion: 'meta.k8s.io/v1',
      rows: [{ cells: ['a'], object: { metadata: { name: 'a', resourceVersion: version } } }],
    });
    const answers = [sending(line('ADDED', table('6'))), sending(line('MODIFIED', table('7')))];
    const { server, client } = await setUp(() => answers.shift());
    const seen: unknown[] = [];
    for await (const { rows } of client.watchTables(repositories, { resourceVersion: '5', backoff: fast() })) {
      seen.push(rows[0]?.object?.metadata.resourceVersion);
      if (seen.length === 2) break;
    }
    expect(seen).toEqual(['6', '7']);
    expect(server.requests[0]?.headers.accept).toMatch(/as=Table/);
    expect(server.requests[1]?.query['resourceVersion']).toBe('6');
  });
});

describe('reading events', () => {
  it('gives the same events however the bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            type: fc.constant('ADDED' as const),
            object: fc.record({ text: fc.string({ unit: 'binary' }) }),
          }),
        ),
        fc.integer({ min: 1, max: 7 }),
        async (events, size) => {
          const bytes = Buffer.from(events.map((event) => `${JSON.stringify(event)}\n`).join(''), 'utf8');
          const chunks: Buffer[] = [];
          for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
          const seen: unknown[] = [];
          for await (const event of readEvents(Readable.from(chunks))) seen.push(event);
          expect(seen).toEqual(events);
        },
      ),
      { numRuns: 50 },
    );
  });
});
