import { createServer } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer } from 'node:net';
import { isPorchError, SecretText } from '@porch/api';
import { createClient } from './create-client';
import { bearer, staticCredentials } from './credentials/static-credentials';
import { packageRevisions, repositories } from './resource-type';
import { retryOnConflict } from './retry-on-conflict';
import { createScriptedServer, failure, type Script, type ScriptedServer } from './testing/scripted-server';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

async function setUp(
  script: Script,
  config: object = {},
): Promise<{ server: ScriptedServer; client: ReturnType<typeof createClient> }> {
  const server = await createScriptedServer(script);
  const client = createClient({ connection: { server: server.url, namespace: 'ns', ...config } });
  open.push(client, server);
  return { server, client };
}
const revisionPath = '/apis/porch.kpt.dev/v1alpha1/namespaces/ns/packagerevisions';

describe('the client', () => {
  it('sends its credentials and reads one object', async () => {
    const object = { apiVersion: 'v', kind: 'PackageRevision', metadata: { name: 'a.b.c' }, spec: {} };
    const { server, client } = await setUp(() => ({ body: object }), {
      credentials: staticCredentials({ authorization: bearer(new SecretText('t')) }),
      impersonate: { user: 'ann', groups: ['g1', 'g2'] },
    });
    expect(await client.get(packageRevisions, { name: 'a.b.c' })).toEqual(object);
    expect(server.lines()).toEqual([`GET ${revisionPath}/a.b.c`]);
    expect(server.requests[0]?.headers).toMatchObject({
      authorization: 'Bearer t',
      'impersonate-user': 'ann',
      'impersonate-group': 'g1, g2',
    });
  });

  it('follows a list to its last page and gives items their kind', async () => {
    const { server, client } = await setUp(({ query }) =>
      query['continue'] === undefined
        ? { body: { metadata: { resourceVersion: '7', continue: 'more' }, items: [{ metadata: { name: 'a' } }] } }
        : { body: { metadata: { resourceVersion: '7' }, items: [{ metadata: { name: 'b' } }] } },
    );
    const list = await client.list(repositories, {
      namespace: '',
      labelSelector: 'x=y',
      fieldSelector: 'metadata.name=a',
    });
    expect(list.resourceVersion).toBe('7');
    expect(list.items.map(({ kind, metadata }) => [kind, metadata.name])).toEqual([
      ['Repository', 'a'],
      ['Repository', 'b'],
    ]);
    expect(server.requests.map(({ path, query }) => [path, query])).toEqual([
      [
        '/apis/config.porch.kpt.dev/v1alpha1/repositories',
        { limit: '500', labelSelector: 'x=y', fieldSelector: 'metadata.name=a' },
      ],
      [
        '/apis/config.porch.kpt.dev/v1alpha1/repositories',
        { limit: '500', labelSelector: 'x=y', fieldSelector: 'metadata.name=a', continue: 'more' },
      ],
    ]);
  });

  it('writes: create, update of a part, patch, delete', async () => {
    const { server, client } = await setUp(({ body }) => ({ body: body ?? {} }));
    const object = {
      apiVersion: '',
      kind: 'PackageRevision' as const,
      metadata: { name: 'n', namespace: 'other' },
      spec: {},
    };
    await client.create(packageRevisions, object, { dryRun: true, fieldManager: 'me' });
    await client.update(packageRevisions, object, { subresource: 'approval' });
    await client.patch(packageRevisions, { name: 'n' }, { spec: {} });
    await client.delete(packageRevisions, { name: 'n' }, { preconditions: { uid: 'u' } });
    const other = revisionPath.replace('/ns/', '/other/');
    expect(server.requests.map(({ method, path, query }) => [method, path, query])).toEqual([
      ['POST', other, { dryRun: 'All', fieldManager: 'me' }],
      ['PUT', `${other}/n/approval`, {}],
      ['PATCH', `${revisionPath}/n`, {}],
      ['DELETE', `${revisionPath}/n`, {}],
    ]);
    expect(server.requests[0]?.body).toMatchObject({ apiVersion: 'porch.kpt.dev/v1alpha1' });
    expect(server.requests[2]?.headers['content-type']).toBe('application/merge-patch+json');
    expect(server.requests[3]?.body).toEqual({
      kind: 'DeleteOptions',
      apiVersion: 'porch.kpt.dev/v1alpha1',
      preconditions: { uid: 'u' },
    });
  });

  it.each([
    [failure(404, 'NotFound', 'x "n" not found'), 'NotFound', 'x "n" not found'],
    [failure(409, 'Conflict', 'changed'), 'Conflict', 'changed'],
    [failure(409, 'AlreadyExists', 'there'), 'AlreadyExists', 'there'],
    [failure(500, '', 'Internal error occurred: boom'), 'InternalError', 'Internal error occurred: boom'],
    [failure(400, 'RepositoryConflict', 'denied'), 'RepositoryConflict', 'denied'],
    [{ status: 502, body: '<html>bad gateway</html>' }, 'InternalError', /answered GET .* with 502: <html>/],
    [{ status: 503, body: '' }, 'ServiceUnavailable', /with 503$/],
  ])('turns the answer %j into an error', async (answer, reason, message) => {
    const { client } = await setUp(() => answer);
    const error = await client.get(packageRevisions, { name: 'n' }).catch((caught: unknown) => caught);
    expect(isPorchError(error) && error.reason).toBe(reason);
    expect(String((error as Error).message)).toMatch(message);
  });

  it('asks its credentials again after a 401, once', async () => {
    let current = 1;
    const credentials = {
      resolve: () => Promise.resolve({ authorization: bearer(new SecretText(`t${current}`)) }),
      refused: () => (current += 1) > 0,
    };
    const { server, client } = await setUp(
      ({ headers }) =>
        headers.authorization === 'Bearer t2' ? { body: {} } : failure(401, 'Unauthorized', 'Unauthorized'),
      { credentials },
    );
    await client.get(packageRevisions, { name: 'n' });
    expect(server.requests).toHaveLength(2);
    current = 5;
    await expect(client.get(packageRevisions, { name: 'n' })).rejects.toThrow('Unauthorized');
    expect(server.requests).toHaveLength(4);
  });

  it('keeps connections open between requests', async () => {
    const ports = new Set<number | undefined>();
    const server = createServer((request, response) => {
      ports.add(request.socket.remotePort);
      response.end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const client = createClient({
      connection: { server: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
    });
    open.push(client, server);
    for (let i = 0; i < 3; i += 1) await client.json('/version');
    expect(ports.size).toBe(1);
  });

  it('goes through an HTTP proxy', async () => {
    const { server } = await setUp(() => ({ body: { through: true } }));
    const asked: string[] = [];
    const proxy = createServer();
    proxy.on('connect', (request, socket) => {
      asked.push(`${request.url} ${request.headers['proxy-authorization'] ?? ''}`);
      const [host = '', port = ''] = (request.url ?? '').split(':');
      const upstream = connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        upstream.pipe(socket).pipe(upstream);
      });
      upstream.on('error', () => socket.destroy());
      socket.on('error', () => upstream.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const { port } = proxy.address() as AddressInfo;
    const client = createClient({ connection: { server: server.url, proxyUrl: `http://u:p@127.0.0.1:${port}` } });
    open.push(client, proxy);
    expect(await client.json('/x')).toEqual({ through: true });
    expect(asked).toEqual([`${new URL(server.url).host} Basic ${Buffer.from('u:p').toString('base64')}`]);
  });

  it('says in words that nobody listens, and stops when told to', async () => {
    const { server, client } = await setUp(() => new Promise(() => undefined));
    const stop = new AbortController();
    const slow = client.json('/slow', { signal: stop.signal });
    stop.abort(new Error('enough'));
    await expect(slow).rejects.toThrow('enough');
    await expect(client.json('/slow', { signal: AbortSignal.timeout(20) })).rejects.toThrow(/did not answer in time/);
    await server.close();
    await expect(client.json('/x')).rejects.toThrow(/the connection to the server 127\.0\.0\.1:\d+ was refused/);
  });

  it('says what a server may want that breaks off plain connections', async () => {
    const tls = createTcpServer((socket) => socket.resetAndDestroy());
    await new Promise<void>((resolve) => tls.listen(0, '127.0.0.1', resolve));
    const { port } = tls.address() as AddressInfo;
    const asked = createClient({ connection: { server: `http://127.0.0.1:${port}`, namespace: 'ns' } });
    open.push(asked, tls);
    await expect(asked.json('/x')).rejects.toThrow(
      `the server 127.0.0.1:${port} broke off the connection; it may want https:// in its address`,
    );
  });

  it('never shows a secret in what it throws', async () => {
    const { client } = await setUp(() => ({ status: 500, body: '' }), {
      credentials: staticCredentials({ authorization: bearer(new SecretText('s3cret')) }),
    });
    const error = await client.json('/x').catch((caught: unknown) => caught);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('s3cret');
  });
});

describe('retrying on conflict', () => {
  it('repeats the attempt until it goes through, five times at most', async () => {
    let left = 2;
    const { server, client } = await setUp(() =>
      left-- > 0 ? failure(409, 'Conflict', 'changed') : { body: { done: true } },
    );
    expect(await retryOnConflict(() => client.json('/x'))).toEqual({ done: true });
    expect(server.requests).toHaveLength(3);
    left = 99;
    await expect(retryOnConflict(() => client.json('/x'))).rejects.toThrow('changed');
    expect(server.requests).toHaveLength(8);
  });

  it('does not repeat any other failure', async () => {
    const { server, client } = await setUp(() => failure(409, 'AlreadyExists', 'there'));
    await expect(retryOnConflict(() => client.json('/x'))).rejects.toThrow('there');
    expect(server.requests).toHaveLength(1);
  });
});
