import { once } from 'node:events';
import { type IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { systemClock } from '@porch/repository';
import { SERVER_CERTIFICATE, TEST_AUTHORITY } from './testing/certificates';
import { ADMIN_TOKEN, startTestServer, type TestServer } from './testing/test-server';

describe('hostile requests', () => {
  let server: TestServer;
  const errors: object[] = [];
  beforeAll(async () => {
    server = await startTestServer({
      logger: { info: () => undefined, warn: () => undefined, error: (fields) => errors.push(fields) },
    });
  });
  afterAll(() => server.close());

  const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
  const post = async (body: string | Buffer, headers: Record<string, string> = {}) => {
    const response = await fetch(`${server.listening.url}${CONFIG_MAPS}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${ADMIN_TOKEN}`, 'Content-Type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : new Uint8Array(body),
    });
    return { status: response.status, body: (await response.json()) as { kind: string; message: string } };
  };
  /** What comes back for bytes on the wire, until the server closes or has answered. */
  const raw = (text: string, to = server) =>
    new Promise<string>((resolve, reject) => {
      const socket = connect(to.listening.port, '127.0.0.1', () => socket.write(text));
      let received = '';
      socket.on('data', (chunk) => {
        received += chunk.toString();
        if (received.includes('\r\n\r\n') && !received.includes('100 Continue')) socket.end();
      });
      socket.on('error', reject);
      socket.on('close', () => resolve(received));
    });
  const head = (path: string, more = '') =>
    `GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${ADMIN_TOKEN}\r\n${more}\r\n`;

  it('refuses bodies over the limit, declared or not', async () => {
    const large = `{"metadata":{"name":"c"},"data":{"a":"${'x'.repeat(6 * 1024 * 1024)}"}}`;
    expect(await post(large)).toMatchObject({
      status: 413,
      body: { message: 'Request entity too large: limit is 6291456' },
    });
    const chunked = `POST ${CONFIG_MAPS} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${ADMIN_TOKEN}\r\nContent-Length: 99999999\r\n\r\n`;
    expect(await raw(chunked)).toContain('413');
  });

  it.each(['declared', 'undeclared'])('hears a %s body out, so that its sender hears the refusal', async (length) => {
    const { url } = await server.api.listen({ host: '127.0.0.1', port: 0, tls: SERVER_CERTIFICATE });
    const large = Buffer.alloc(7 * 1024 * 1024, 'x');
    const headers = {
      Authorization: `Bearer ${ADMIN_TOKEN}`,
      ...(length === 'declared' ? { 'Content-Length': large.length } : {}),
    };
    for (let attempt = 0; attempt < 10; attempt += 1) {
      const sent = request(url + CONFIG_MAPS, { method: 'POST', headers, ca: TEST_AUTHORITY, agent: false }).end(large);
      const [response] = (await once(sent, 'response')) as [IncomingMessage];
      expect(response.statusCode).toBe(413);
      expect(await text(response)).toContain('Request entity too large');
    }
  });

  it('does not wait for a slow body', async () => {
    const slow = `POST ${CONFIG_MAPS} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${ADMIN_TOKEN}\r\nContent-Length: 100\r\n\r\n{"meta`;
    const impatient = await startTestServer({ limits: { bodyTimeoutMilliseconds: 300 }, clock: systemClock });
    expect(await raw(slow, impatient)).toMatch(/400 Bad Request[^]*did not arrive in time/);
    await impatient.close();
  });

  it('does not inflate compressed bodies', async () => {
    const bomb = gzipSync(Buffer.alloc(1024 * 1024, ' '));
    expect((await post(bomb, { 'Content-Encoding': 'gzip' })).status).toBe(415);
  });

  it.each([
    ['nested JSON', '{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000), 'application/json'],
    ['nested lists', `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 'application/json'],
    ['a __proto__ key', '{"metadata":{"name":"c"},"data":{"__proto__":"x"}}', 'application/json'],
    [
      'an escaped __proto__ key',
      '{"metadata":{"name":"c","labels":{"\\u005f_proto__":{"polluted":true}}}}',
      'application/json',
    ],
    [
      'YAML that grows',
      `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghij'
        .split('')
        .map((name, index) => `${name}: &${name} [${`*${'abcdefghi'[index]},`.repeat(9)}]\n`)
        .join('')}`,
      'application/yaml',
    ],
    ['no JSON', '{"metadata":', 'application/json'],
    ['a list', '[]', 'application/json'],
    ['null', 'null', 'application/json'],
    ['YAML with a tag', 'metadata: !!js/function "x"', 'application/yaml'],
    ['a cut protobuf frame', 'k8s\u0000\u000a\u0020', 'application/vnd.kubernetes.protobuf'],
  ])('refuses %s', async (_name, body, contentType) => {
    const answer = await post(body, { 'Content-Type': contentType });
    expect(answer.status).toBe(400);
    expect(answer.body.kind).toBe('Status');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('takes a package revision without spec for one with an empty spec', async () => {
    const path = '/apis/porch.kpt.dev/v1alpha1/namespaces/default/packagerevisions';
    const response = await server.request('POST', path, { metadata: { name: 'a.b.c' } });
    expect([response.status, await response.json()]).toEqual([
      400,
      expect.objectContaining({ message: 'spec.repositoryName is required' }),
    ]);
  });

  it('never echoes a body that it cannot read', async () => {
    const { body } = await post('{"stringData":{"password":"hunter2" oops');
    expect(body.message).not.toContain('hunter2');
  });

  it.each([
    '//evil.example/api',
    '/api//v1/secrets',
    '/api/v1/%zz',
    '/api/v1/../../etc/passwd',
    'http://evil.example/api',
    '/apis/%2e%2e/v1',
    '*',
  ])('answers the path %s as one that is not there', async (path) => {
    expect(await raw(head(path))).toMatch(/^HTTP\/1\.1 (400|404) /);
  });

  it('lets no header into an answer', async () => {
    const answer = await raw(head('/api/v1/namespaces/default/configmaps/x%0d%0aSet-Cookie:%20a=b'));
    expect(answer).not.toMatch(/^Set-Cookie/m);
    const warned = await server.request('POST', `${CONFIG_MAPS}?dryRun=All`, {
      metadata: { name: 'warned' },
      'x"\r\nSet-Cookie: a=b': 1,
    });
    expect(warned.status).toBe(201);
    expect(warned.headers.get('set-cookie')).toBeNull();
    expect(warned.headers.get('warning')).toContain('unknown field');
  });

  it.each([
    ['no token', {}],
    ['an empty token', { Authorization: 'Bearer ' }],
    ['another scheme', { Authorization: `Basic ${ADMIN_TOKEN}` }],
    ['a wrong token', { Authorization: 'Bearer nope' }],
    ['a token of no issuer', { Authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJpc3MiOiJ4In0.' }],
  ])('does not know who sends %s', async (_name, headers) => {
    expect((await fetch(`${server.listening.url}/api`, { headers })).status).toBe(401);
  });

  it('survives random requests without an error of its own', async () => {
    const path = fc.oneof(
      fc.constantFrom(
        CONFIG_MAPS,
        '/apis',
        '/openapi/v3',
        `${CONFIG_MAPS}/c`,
        '/apis/porch.kpt.dev/v1alpha1/packagerevisions',
      ),
      fc.webPath(),
    );
    const query = fc.constantFrom(
      '',
      '?labelSelector=((',
      '?fieldSelector=a%00',
      '?limit=-1',
      '?watch=0',
      '?resourceVersion=1e9',
      '?dryRun=&pretty=1',
    );
    const type = fc.constantFrom(
      'application/json',
      'application/yaml',
      'application/vnd.kubernetes.protobuf',
      'application/json-patch+json',
      'application/merge-patch+json',
      'application/strategic-merge-patch+json',
      'application/apply-patch+yaml',
      'x',
    );
    const body = fc.oneof(
      fc.json(),
      fc.string(),
      fc.constantFrom('k8s\u0000', '{"metadata":{"name":"c"}}', '[{"op":"move","path":"/a","from":"/b"}]'),
    );
    const method = fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS');
    await fc.assert(
      fc.asyncProperty(method, path, query, type, body, async (verb, where, which, contentType, content) => {
        const response = await fetch(`${server.listening.url}${where}${which}`, {
          method: verb,
          signal: AbortSignal.timeout(120_000),
          headers: { Authorization: `Bearer ${ADMIN_TOKEN}`, 'Content-Type': contentType },
          ...(verb === 'GET' ? {} : { body: content }),
        });
        const text = await response.text();
        expect(response.status).toBeLessThan(500);
        if (response.status >= 400) expect(JSON.parse(text)).toMatchObject({ kind: 'Status' });
      }),
      { numRuns: 150 },
    );
    expect(errors).toEqual([]);
  });
});
