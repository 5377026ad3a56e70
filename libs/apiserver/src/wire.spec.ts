import { connect } from 'node:http2';
import { request } from 'node:http';
import { createInterface } from 'node:readline';
import { gunzipSync } from 'node:zlib';
import { KINDS } from './index';
import { readWireFields } from './protobuf/wire-reader';
import { SERVER_CERTIFICATE, TEST_AUTHORITY } from './testing/certificates';
import { ADMIN_TOKEN, startTestServer, type TestServer } from './testing/test-server';

describe('on the wire', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.close());

  const get = async (path: string, accept = 'application/json') => {
    const response = await server.request('GET', path, undefined, { Accept: accept });
    const type = response.headers.get('content-type');
    return { status: response.status, type, body: (await response.json()) as Record<string, unknown> };
  };

  it('describes groups in order of priority', async () => {
    const { body } = await get('/apis');
    expect(body).toMatchObject({ kind: 'APIGroupList', apiVersion: 'v1' });
    const groups = body['groups'] as { name: string; versions: { version: string }[] }[];
    expect(groups.slice(0, 2).map(({ name }) => name)).toEqual(['porch.kpt.dev', 'config.porch.kpt.dev']);
    expect(groups[1]?.versions.map(({ version }) => version)).toEqual(['v1alpha1', 'v1alpha2']);
    expect((await get('/api')).body).toMatchObject({ kind: 'APIVersions', versions: ['v1'] });
    expect((await get('/apis/porch.kpt.dev')).body).toMatchObject({
      kind: 'APIGroup',
      preferredVersion: { version: 'v1alpha1' },
    });
  });

  it.each([
    [
      'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json',
      'v2',
    ],
    ['application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json', 'v2beta1'],
  ])('answers %s in the version offered', async (accept, version) => {
    for (const path of ['/api', '/apis']) {
      const { type, body } = await get(path, accept);
      expect(type).toBe(`application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`);
      expect(body).toMatchObject({ kind: 'APIGroupDiscoveryList', apiVersion: `apidiscovery.k8s.io/${version}` });
    }
  });

  it('falls back to plain discovery for offers it does not know', async () => {
    expect(
      (await get('/apis', 'application/json;g=apidiscovery.k8s.io;v=v9;as=APIGroupDiscoveryList,application/json'))
        .body,
    ).toMatchObject({ kind: 'APIGroupList' });
    expect((await get('/apis', 'text/html')).status).toBe(406);
    expect((await get('/api/v1/configmaps', 'application/vnd.kubernetes.protobuf,*/*')).type).toBe('application/json');
    expect((await get('/api/v1/configmaps', 'image/png')).status).toBe(406);
  });

  it('lists every kind with its verbs, and subresources', async () => {
    const { body } = await get('/apis/porch.kpt.dev/v1alpha1');
    const resources = body['resources'] as { name: string; kind: string; verbs: string[]; namespaced: boolean }[];
    expect(resources.map(({ name }) => name)).toEqual([
      'packagerevisions',
      'packagerevisions/approval',
      'packagerevisionresources',
      'packages',
    ]);
    expect(resources[1]).toMatchObject({
      kind: 'PackageRevision',
      verbs: ['get', 'patch', 'update'],
      namespaced: true,
    });
    expect(resources[2]?.verbs).toEqual(['get', 'list', 'patch', 'update']);
  });

  it.each(['plain', 'v2'])('tells which kinds `kubectl get all` is about: %s', async (form) => {
    const inAll = (entries: unknown) =>
      (entries as Record<string, unknown>[])
        .filter(({ categories }) => Array.isArray(categories) && categories.includes('all'))
        .map((entry) => entry['name'] ?? entry['resource']);
    if (form === 'plain') {
      expect(inAll((await get('/api/v1')).body['resources'])).toEqual(['services']);
      expect(inAll((await get('/apis/apps/v1')).body['resources'])).toEqual(['deployments']);
      return;
    }
    const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
    const groups = (await get('/apis', accept)).body['items'] as { versions: { resources: unknown }[] }[];
    expect(groups.flatMap(({ versions }) => versions.flatMap(({ resources }) => inAll(resources)))).toEqual([
      'deployments',
    ]);
  });

  it('has an OpenAPI 3 document for every group and version', async () => {
    const { paths } = (await get('/openapi/v3')).body as { paths: Record<string, { serverRelativeURL: string }> };
    for (const kind of KINDS) {
      const path = kind.group === '' ? `api/${kind.version}` : `apis/${kind.group}/${kind.version}`;
      const document = (await get(paths[path]?.serverRelativeURL ?? 'missing')).body as {
        components: { schemas: Record<string, Record<string, unknown>> };
      };
      const schema = Object.values(document.components.schemas).find((each) =>
        JSON.stringify(each['x-kubernetes-group-version-kind'])?.includes(`"kind":"${kind.kind}"`),
      );
      expect(schema).toBeDefined();
    }
  });

  it('describes every kind in OpenAPI 2.0 too, as JSON and in the only form that old clients take', async () => {
    const { definitions, paths } = (await get('/openapi/v2')).body as {
      definitions: Record<string, Record<string, unknown>>;
      paths: Record<string, unknown>;
    };
    const text = JSON.stringify({ definitions, paths });
    for (const [, name = ''] of text.matchAll(/"\$ref":"#\/definitions\/([^"]+)"/g))
      expect(definitions).toHaveProperty([name]);
    expect(text).not.toContain('#/components');
    for (const kind of KINDS) expect(text).toContain(`"kind":"${kind.kind}"`);
    const old = await server.request('GET', '/openapi/v2', undefined, {
      Accept: 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf',
    });
    expect(old.headers.get('content-type')).toBe('application/com.github.proto-openapi.spec.v2.v1.0+protobuf');
    const fields = [...readWireFields(Buffer.from(await old.arrayBuffer()))];
    expect(fields.map(({ number }) => number)).toEqual([1, 2, 8, 9]);
    const named = [...readWireFields(fields[3]?.value as Buffer)].map(({ value }) => [
      ...readWireFields(value as Buffer),
    ]);
    expect(named.map(([name]) => String(name?.value))).toEqual(Object.keys(definitions));
  });

  it('writes a compact Status with its type, and an id on every answer', async () => {
    const response = await server.request('GET', '/api/v1/namespaces/default/secrets/none');
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.get('audit-id')).toMatch(/^[-0-9a-f]{36}$/);
    expect(await response.text()).toBe(
      '{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"secrets \\"none\\" not found","reason":"NotFound","details":{"name":"none","kind":"secrets"},"code":404}\n',
    );
  });

  it('prints tables of JSON-typed cells', async () => {
    const path = '/apis/porch.kpt.dev/v1alpha1/namespaces/default/packagerevisions';
    await server.request('POST', path, { spec: { repository: 'r', packageName: 'p', workspaceName: 'w' } });
    for (const version of ['v1', 'v1beta1']) {
      const { body } = await get(path, `application/json;as=Table;v=${version};g=meta.k8s.io,application/json`);
      expect(body).toMatchObject({
        kind: 'Table',
        apiVersion: `meta.k8s.io/${version}`,
        rows: [
          {
            cells: ['r.p.w', 'p', 'w', 0, false, 'Draft', 'r'],
            object: { kind: 'PartialObjectMetadata', metadata: { namespace: 'default' } },
          },
        ],
      });
    }
    const whole = await get(`${path}?includeObject=Object`, 'application/json;as=Table;v=v1;g=meta.k8s.io');
    expect(whole.body).toMatchObject({ rows: [{ object: { kind: 'PackageRevision' } }] });
  });

  it('lists the files of revisions one by one, as a list like any other', async () => {
    const base = '/apis/porch.kpt.dev/v1alpha1/namespaces/default';
    for (let index = 0; index < 20; index += 1) {
      await server.request('POST', `${base}/packagerevisions`, {
        spec: { repository: 's', packageName: `p${index}`, workspaceName: 'w' },
      });
    }
    const selector = 'fieldSelector=spec.repository%3Ds';
    const all = (await get(`${base}/packagerevisionresources?${selector}`)).body as {
      items: { metadata: { name: string } }[];
    };
    expect(all.items.map(({ metadata }) => metadata.name)).toEqual(
      Array.from({ length: 20 }, (_, index) => `s.p${index}.w`).sort(),
    );
    expect((await get(`${base}/packagerevisionresources?fieldSelector=spec.repository%3Dnone`)).body['items']).toEqual(
      [],
    );
    const page = (await get(`${base}/packagerevisionresources?${selector}&limit=15`)).body as {
      metadata: { continue: string };
      items: unknown[];
    };
    expect(page.items).toHaveLength(15);
    const rest = await get(`${base}/packagerevisionresources?${selector}&continue=${page.metadata.continue}`);
    expect(rest.body['items']).toHaveLength(5);
  });

  it('tells of a list that fails, by its status or by cutting it short', async () => {
    const path = '/apis/porch.kpt.dev/v1alpha1/packagerevisionresources';
    const read = server.engine.packageResourcesOf.bind(server.engine);
    let count = 0;
    const failAt = (failing: number) => {
      count = 0;
      server.engine.packageResourcesOf = (revision) => {
        count += 1;
        return count > failing ? Promise.reject(new Error('disk')) : read(revision);
      };
    };
    failAt(0);
    expect((await server.request('GET', path)).status).toBe(500);
    failAt(12);
    const cut = server.request('GET', path).then((response) => response.json());
    await expect(cut).rejects.toThrow();
    server.engine.packageResourcesOf = read;
    expect((await server.request('GET', path)).status).toBe(200);
  });

  it('answers writes of packages with 405, as it advertises and upstream does', async () => {
    const path = '/apis/porch.kpt.dev/v1alpha1/namespaces/default/packages';
    expect((await server.request('POST', path, { spec: { packageName: 'p', repository: 'r' } })).status).toBe(405);
    expect((await server.request('DELETE', `${path}/r.p`)).status).toBe(405);
  });

  it('compresses large answers when asked', async () => {
    await server.request('POST', '/api/v1/namespaces/default/configmaps', {
      metadata: { name: 'large' },
      data: { a: 'x'.repeat(200_000) },
    });
    const { headers, body } = await new Promise<{ headers: Record<string, unknown>; body: Buffer }>(
      (resolve, reject) => {
        const headers = { Authorization: `Bearer ${ADMIN_TOKEN}`, 'Accept-Encoding': 'gzip' };
        const get = request(`${server.listening.url}/api/v1/configmaps`, { headers }, (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => resolve({ headers: response.headers, body: Buffer.concat(chunks) }));
        });
        get.on('error', reject);
        get.end();
      },
    );
    expect(headers['content-encoding']).toBe('gzip');
    expect(body.length).toBeLessThan(10_000);
    expect(JSON.parse(gunzipSync(body).toString())).toMatchObject({ kind: 'ConfigMapList' });
  });

  it.each(['identity', 'gzip'])('sends long lists whole, in the encoding %s', async (encoding) => {
    const names = Array.from({ length: 1500 }, (_, at) => `${encoding}-${String(at).padStart(4, '0')}`);
    for (const name of names) {
      const metadata = { name, namespace: 'default' };
      await server.store.create('configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { name } });
    }
    const list = async (query: string) => {
      const path = `/api/v1/namespaces/default/configmaps?${query}`;
      const response = await server.request('GET', path, undefined, { 'Accept-Encoding': encoding });
      return (await response.json()) as { metadata: { continue?: string }; items: { metadata: { name: string } }[] };
    };
    const all = await list('');
    expect(all.items.map(({ metadata }) => metadata.name)).toEqual(expect.arrayContaining(names));
    const first = await list('limit=900');
    const rest = await list(`continue=${first.metadata.continue}`);
    expect(all.items).toEqual([...first.items, ...rest.items]);
  });

  it('speaks HTTP/2, watches included', async () => {
    const { url } = await server.api.listen({ host: '127.0.0.1', port: 0, tls: SERVER_CERTIFICATE });
    const session = connect(url, { ca: TEST_AUTHORITY });
    const open = (path: string) => session.request({ ':path': path, authorization: `Bearer ${ADMIN_TOKEN}` });
    const stream = open('/api/v1/namespaces?watch=1');
    const line = await new Promise<string>((resolve) => createInterface(stream).once('line', resolve));
    expect(JSON.parse(line)).toMatchObject({
      type: 'ADDED',
      object: { kind: 'Namespace', metadata: { name: 'default' } },
    });
    const closed = new Promise((resolve) => stream.on('close', resolve));
    stream.close();
    await closed;
    const list = open('/api/v1/namespaces/default/secrets');
    list.resume();
    const status = await new Promise((resolve) => list.on('response', (headers) => resolve(headers[':status'])));
    expect(status).toBe(200);
    await new Promise<void>((resolve) => session.close(resolve));
  });

  it('reports metrics, and health by named checks', async () => {
    await server.close();
    let healthy = true;
    server = await startTestServer({
      healthChecks: [
        {
          name: 'store',
          kind: 'ready',
          check: () => (healthy ? undefined : Promise.reject(new Error('secret cause'))),
        },
      ],
    });
    const text = async (path: string) => {
      const response = await server.request('GET', path);
      return `${response.status} ${await response.text()}`;
    };
    expect(await text('/readyz')).toBe('200 ok');
    expect(await text('/readyz?verbose')).toContain('[+]store ok');
    healthy = false;
    expect(await text('/readyz')).toBe(
      '500 [+]ping ok\n[+]shutdown ok\n[-]store failed: reason withheld\nreadyz check failed\n',
    );
    expect(await text('/livez')).toBe('200 ok');
    expect(await text('/metrics')).toMatch(
      /porch_apiserver_requests_total\{method="POST",resource="namespaces",code="201"\} 1/,
    );
  });
});
