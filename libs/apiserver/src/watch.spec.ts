import { setImmediate as immediate } from 'node:timers/promises';
import { connect } from 'node:net';
import { ADMIN_TOKEN, startTestServer, type TestServer } from './testing/test-server';

interface WatchEvent {
  type: string;
  object: {
    kind: string;
    metadata: {
      name?: string;
      resourceVersion: string;
      annotations?: Record<string, string>;
      labels?: Record<string, string>;
    };
    [field: string]: unknown;
  };
}

/** A client that reads events one by one. */
class WatchClient {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  #text = '';

  constructor(readonly response: Response) {
    if (!response.body) throw new Error('no body');
    this.#reader = response.body.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  }

  /** The next event, undefined when the watch has ended. */
  async next(): Promise<WatchEvent | undefined> {
    for (;;) {
      const end = this.#text.indexOf('\n');
      if (end >= 0) {
        const line = this.#text.slice(0, end);
        this.#text = this.#text.slice(end + 1);
        return JSON.parse(line) as WatchEvent;
      }
      const { done, value } = await this.#reader.read();
      if (done) return undefined;
      this.#text += Buffer.from(value).toString('utf8');
    }
  }

  async take(count: number): Promise<string[]> {
    const seen: string[] = [];
    while (seen.length < count) {
      const event = await this.next();
      if (!event) break;
      seen.push(`${event.type} ${event.object.metadata.name ?? ''}`.trim());
    }
    return seen;
  }

  cancel(): Promise<void> {
    return this.#reader.cancel();
  }
}

describe('watching', () => {
  let server: TestServer;
  beforeEach(async () => {
    server = await startTestServer({ limits: { watchHistory: 8 } });
  });
  afterEach(() => server.close());

  const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
  const put = async (name: string, labels: Record<string, string> = {}, data: Record<string, string> = {}) => {
    const path = `${CONFIG_MAPS}/${name}`;
    const known = (await server.request('GET', path)).ok;
    const body = { metadata: { name, labels }, data };
    const response = await server.request(known ? 'PUT' : 'POST', known ? path : CONFIG_MAPS, body);
    return (await response.json()) as { metadata: { resourceVersion: string } };
  };
  const watch = async (query: string, path = CONFIG_MAPS, headers: Record<string, string> = {}) =>
    new WatchClient(await server.request('GET', `${path}?watch=1&${query}`, undefined, headers));
  const listVersion = async () =>
    ((await (await server.request('GET', CONFIG_MAPS)).json()) as { metadata: { resourceVersion: string } }).metadata
      .resourceVersion;

  it('goes on from a known version without replay', async () => {
    await put('a');
    const client = await watch(`resourceVersion=${await listVersion()}`);
    await put('b');
    await put('a', {}, { k: 'v' });
    await server.request('DELETE', `${CONFIG_MAPS}/b`);
    expect(await client.take(3)).toEqual(['ADDED b', 'MODIFIED a', 'DELETED b']);
    await client.cancel();
  });

  it('replays changes after an earlier version', async () => {
    const version = await listVersion();
    await put('a');
    await put('b');
    const client = await watch(`resourceVersion=${version}`);
    expect(await client.take(2)).toEqual(['ADDED a', 'ADDED b']);
    await client.cancel();
  });

  it.each(['', 'resourceVersion=0'])('begins with what there is, given "%s"', async (query) => {
    await put('a');
    const client = await watch(query);
    expect(await client.take(1)).toEqual(['ADDED a']);
    await put('b');
    expect(await client.take(1)).toEqual(['ADDED b']);
    await client.cancel();
  });

  it('marks the end of the initial events when asked', async () => {
    await put('a');
    const client = await watch('sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true');
    expect(await client.take(1)).toEqual(['ADDED a']);
    const bookmark = await client.next();
    expect(bookmark).toMatchObject({
      type: 'BOOKMARK',
      object: { kind: 'ConfigMap', metadata: { annotations: { 'k8s.io/initial-events-end': 'true' } } },
    });
    expect(Number(bookmark?.object.metadata.resourceVersion)).toBeGreaterThan(1000);
    await client.cancel();
  });

  it('refuses sendInitialEvents without a version match, and strange versions', async () => {
    expect((await server.request('GET', `${CONFIG_MAPS}?watch=1&sendInitialEvents=true`)).status).toBe(422);
    expect((await server.request('GET', `${CONFIG_MAPS}?watch=1&resourceVersion=abc`)).status).toBe(400);
    const future = await server.request('GET', `${CONFIG_MAPS}?watch=1&resourceVersion=99999999`);
    expect(future.status).toBe(504);
    expect(await future.json()).toMatchObject({ details: { causes: [{ reason: 'ResourceVersionTooLarge' }] } });
  });

  it('tells a client whose version is no longer kept to start anew', async () => {
    const version = await listVersion();
    for (let index = 0; index < 20; index += 1) await put('a', {}, { k: String(index) });
    const client = await watch(`resourceVersion=${version}`);
    expect(await client.next()).toMatchObject({
      type: 'ERROR',
      object: { kind: 'Status', code: 410, reason: 'Expired' },
    });
    expect(await client.next()).toBeUndefined();
  });

  it('says Added and Deleted when objects enter and leave a selection', async () => {
    await put('a', { team: 'red' });
    const client = await watch(`resourceVersion=${await listVersion()}&labelSelector=team%3Dblue`);
    await put('a', { team: 'blue' });
    await put('a', { team: 'blue' }, { k: 'v' });
    const left = await put('a', { team: 'red' });
    expect(await client.take(2)).toEqual(['ADDED a', 'MODIFIED a']);
    const gone = await client.next();
    expect(gone).toMatchObject({ type: 'DELETED', object: { metadata: { labels: { team: 'blue' } } } });
    expect(gone?.object.metadata.resourceVersion).toBe(left.metadata.resourceVersion);
    await client.cancel();
  });

  it('selects one object by name, as kubectl does when it waits', async () => {
    const client = await watch('resourceVersion=0&fieldSelector=metadata.name%3Db');
    await put('a');
    await put('b');
    expect(await client.take(1)).toEqual(['ADDED b']);
    await client.cancel();
  });

  it('sends a table for each event, columns with the first', async () => {
    const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
    const client = await watch(`resourceVersion=${await listVersion()}`, CONFIG_MAPS, { Accept: accept });
    await put('a');
    await put('b');
    const [first, second] = [await client.next(), await client.next()];
    expect(first?.object).toMatchObject({
      kind: 'Table',
      columnDefinitions: [{ name: 'Name' }, { name: 'Data' }, { name: 'Age' }],
    });
    expect(second?.object).toMatchObject({ kind: 'Table', columnDefinitions: null, rows: [{ cells: ['b', 0, AGE] }] });
    await client.cancel();
  });

  it('follows package revisions of the engine', async () => {
    const path = '/apis/porch.kpt.dev/v1alpha1/namespaces/default/packagerevisions';
    const client = await watch('fieldSelector=spec.lifecycle%3DProposed', path);
    const spec = { repository: 'r', packageName: 'p', workspaceName: 'w' };
    await server.request('POST', path, { spec });
    await server.request('PATCH', `${path}/r.p.w`, { spec: { lifecycle: 'Proposed' } }, MERGE);
    await server.request('PATCH', `${path}/r.p.w`, { spec: { lifecycle: 'Draft' } }, MERGE);
    expect(await client.take(2)).toEqual(['ADDED r.p.w', 'DELETED r.p.w']);
    await client.cancel();
  });

  it('has no watch of resources and packages', async () => {
    for (const plural of ['packagerevisionresources', 'packages']) {
      expect((await server.request('GET', `/apis/porch.kpt.dev/v1alpha1/${plural}?watch=true`)).status).toBe(405);
    }
  });

  it('notices at once that a client is gone', async () => {
    const client = await watch('');
    const watches = async () =>
      /porch_apiserver_watches\{resource="configmaps"\} (\d)/.exec(
        await (await server.request('GET', '/metrics')).text(),
      )?.[1];
    expect(await watches()).toBe('1');
    await client.cancel();
    while ((await watches()) !== '0') await immediate();
  });

  it('closes a client that does not read, and lets it delay nobody', async () => {
    const stalled = connect(server.listening.port, '127.0.0.1');
    stalled.pause();
    stalled.write(`GET ${CONFIG_MAPS}?watch=1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${ADMIN_TOKEN}\r\n\r\n`);
    const client = await watch('');
    const watches = async () =>
      (await (await server.request('GET', '/metrics')).text()).includes('watches{resource="configmaps"} 2');
    while (!(await watches())) await immediate();
    const data = { large: 'x'.repeat(500_000) };
    let events = 0;
    do {
      await put('a', {}, { ...data, at: String(events) });
      expect(await client.next()).toMatchObject({ object: { metadata: { name: 'a' } } });
      events += 1;
    } while ((await watches()) && events < 200);
    expect(events).toBeLessThan(200);
    stalled.destroy();
    await client.cancel();
  });

  it('ends at the timeout asked for', async () => {
    const client = await watch('timeoutSeconds=1');
    expect(await client.next()).toBeUndefined();
  });

  it('tells the version it got to before it ends, where bookmarks are allowed', async () => {
    await put('a');
    const client = await watch('timeoutSeconds=1&allowWatchBookmarks=true');
    expect(await client.next()).toMatchObject({ type: 'ADDED' });
    const last = await client.next();
    expect(last).toMatchObject({
      type: 'BOOKMARK',
      object: { metadata: { resourceVersion: await server.store.currentResourceVersion() } },
    });
    expect(last?.object.metadata).not.toHaveProperty('annotations');
    expect(await client.next()).toBeUndefined();
  });

  it('ends when the server drains', async () => {
    const client = await watch('');
    const closed = server.api.close();
    expect(await client.next()).toBeUndefined();
    await closed;
  });
});

/** How old it is depends on when a second ends, and on the machine. */
const AGE: unknown = expect.stringMatching(/^\d+s$/);
const MERGE = { 'Content-Type': 'application/merge-patch+json' };
