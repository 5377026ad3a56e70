import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AdminRequests } from './support/admin-requests';
import { freePort } from './support/free-port';
import { type CollectedSpan, OtlpCollector } from './support/otlp-collector';
import { PorchServer } from './support/porch-server';
import { succeed } from './support/run-program';

const REVISIONS = '/apis/porch.kpt.dev/v1alpha1/namespaces/default/packagerevisions';

const REPOSITORIES = '/apis/config.porch.kpt.dev/v1alpha1/namespaces/default/repositories';

const revision = (packageName: string) => ({
  apiVersion: 'porch.kpt.dev/v1alpha1',
  kind: 'PackageRevision',
  spec: {
    packageName,
    workspaceName: 'w',
    repository: 'playground',
    lifecycle: 'Draft',
    tasks: [{ type: 'init', init: {} }],
  },
});

describe('a server that exports spans', () => {
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  const callerSpanId = 'b7ad6b7169203331';
  let collector: OtlpCollector;
  let server: PorchServer;
  let requests: AdminRequests;

  beforeAll(async () => {
    collector = await OtlpCollector.start();
    const env = {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20of-the-collector',
      OTEL_BSP_SCHEDULE_DELAY: '50',
    };
    server = await PorchServer.start({ env });
    requests = new AdminRequests(server);
  });
  afterAll(async () => {
    requests?.close();
    await server?.remove();
    await collector?.stop();
  });

  const named = (name: string) => collector.spans.find((span) => span.traceId === traceId && span.name === name);
  const ancestors = (span: CollectedSpan | undefined): string[] => {
    const parent = collector.spans.find(({ spanId }) => spanId === span?.parentSpanId);
    return parent ? [parent.name, ...ancestors(parent)] : [];
  };

  it("continues the client's trace through engine, git, functions and store", async () => {
    const traceparent = `00-${traceId}-${callerSpanId}-01`;
    await requests.json('POST', REVISIONS, revision('traced'), { traceparent });
    const resources = `${REVISIONS.replace('packagerevisions', 'packagerevisionresources')}/playground.traced.w`;
    const stored = await requests.json<{ spec: { resources: Record<string, string> } }>('GET', resources);
    const pipeline = 'pipeline:\n  mutators:\n  - image: set-namespace:v0.4\n    configMap:\n      namespace: traced\n';
    stored.spec.resources['Kptfile'] += pipeline;
    await requests.json('PUT', resources, stored, { traceparent });
    await collector.until(() => named('PUT packagerevisionresources') !== undefined);

    expect(named('POST packagerevisions')).toMatchObject({
      parentSpanId: callerSpanId,
      attributes: { 'http.request.method': 'POST', 'http.response.status_code': 201, 'url.path': REVISIONS },
    });
    expect(ancestors(named('engine createPackageRevision'))).toEqual(['POST packagerevisions']);
    for (const name of ['render', 'git push', 'store transaction']) {
      expect([name, ancestors(named(name))]).toEqual([name, ['engine createPackageRevision', 'POST packagerevisions']]);
    }
    expect(ancestors(named('function'))).toEqual([
      'render',
      'engine updatePackageResources',
      'PUT packagerevisionresources',
    ]);
    expect(String(named('function')?.attributes['porch.function.image'])).toContain('set-namespace:v0.4');
    // Log lines of a request lead to its trace.
    const line = await server.log.until(/^\{.*"method":"PUT".*"msg":"request"\}$/m);
    const requestId = named('PUT packagerevisionresources')?.attributes['porch.request_id'];
    expect(JSON.parse(line[0])).toMatchObject({ traceId, requestId });
  });

  it('leaves work in the background that a request leads to out of its trace', async () => {
    const own = '1af7651916cd43dd8448eb211c80319c';
    const repository = join(server.dataDirectory, 'repositories/second.git');
    await succeed('git', ['init', '--quiet', '--bare', repository]);
    const second = {
      apiVersion: 'config.porch.kpt.dev/v1alpha1',
      kind: 'Repository',
      metadata: { name: 'second' },
      spec: { type: 'git', git: { repo: pathToFileURL(repository).href, branch: 'main', createBranch: true } },
    };
    const fetches = () => collector.spans.filter(({ name }) => name === 'git fetch');
    const before = fetches().length;
    await requests.json('POST', REPOSITORIES, second, { traceparent: `00-${own}-${callerSpanId}-01` });
    await collector.until(() => fetches().length > before);
    await collector.until(({ spans }) => spans.some(({ name }) => name === 'POST repositories'));
    const spans = collector.spans.filter((span) => span.traceId === own).map(({ name }) => name);
    expect(spans.sort()).toEqual(['POST repositories', 'store create']);
  });

  it('says of a failure what kind it is, and leaves probes out', async () => {
    const unknown = { ...revision('failing'), spec: { ...revision('failing').spec, repository: 'nowhere' } };
    expect((await requests.send('POST', REVISIONS, JSON.stringify(unknown))).status).toBe(404);
    expect((await requests.send('GET', '/readyz')).status).toBe(200);
    expect((await requests.send('GET', '/api')).status).toBe(200);
    await collector.until(({ spans }) => spans.some(({ attributes }) => attributes['url.path'] === '/api'));
    const failed = collector.spans.find(
      ({ name, status }) => name === 'engine createPackageRevision' && status?.code === 2,
    );
    expect(failed?.attributes['error.type']).toBe('NotFound');
    expect(collector.spans.filter(({ attributes }) => attributes['url.path'] === '/readyz')).toEqual([]);
  });

  it('sends no secret, and logs none', async () => {
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'traced' } };
    const data = { password: Buffer.from('hunter-of-seven').toString('base64') };
    await requests.json('POST', '/api/v1/namespaces/default/secrets', { ...secret, data });
    await collector.until(({ spans }) => spans.some(({ name }) => name === 'POST secrets'));
    expect(collector.requests.map(({ path }) => path)).toEqual(collector.requests.map(() => '/v1/traces'));
    expect(new Set(collector.requests.map(({ authorization }) => authorization))).toEqual(
      new Set(['Bearer of-the-collector']),
    );
    const sent = Buffer.concat(collector.requests.map(({ body }) => body)).toString('utf8');
    const token = readFileSync(join(server.dataDirectory, 'admin.token'), 'utf8').trim();
    for (const text of ['hunter-of-seven', data.password, token, 'of-the-collector']) {
      expect(sent).not.toContain(text);
      expect(server.log.text).not.toContain(text);
    }
  });
});

describe('a server whose collector', () => {
  /** Whatever patience the exporter has, stopping must not wait for it. */
  const patient = { OTEL_EXPORTER_OTLP_TIMEOUT: '3600000', OTEL_BSP_EXPORT_TIMEOUT: '3600000' };

  it('says nothing of a protocol is sent protobuf, also what was left when the server stops', async () => {
    const collector = await OtlpCollector.start();
    const env = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.url}/here`, OTEL_BSP_SCHEDULE_DELAY: '3600000' };
    const server = await PorchServer.start({ env });
    await server.porch(['rpkg', 'init', 'left', '--repository', 'playground', '--workspace', 'w']);
    expect(await server.stop()).toBe(0);
    await server.remove();
    const sent = collector.requests.filter(
      ({ path, contentType }) => path === '/here' && contentType === 'application/x-protobuf',
    );
    const body = Buffer.concat(sent.map((request) => request.body)).toString('latin1');
    for (const text of ['porch-server', 'POST packagerevisions', 'engine createPackageRevision', 'git push']) {
      expect(body).toContain(text);
    }
    await collector.stop();
  });

  it('hangs works as ever, and stops without waiting for it', async () => {
    const collector = await OtlpCollector.start({ hangs: true });
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: '20', ...patient };
    const server = await PorchServer.start({ env });
    await server.porch(['rpkg', 'init', 'one', '--repository', 'playground', '--workspace', 'w']);
    await collector.until(({ requests }) => requests.length > 0);
    await server.porch(['rpkg', 'init', 'two', '--repository', 'playground', '--workspace', 'w']);
    expect(await server.stop()).toBe(0);
    await server.remove();
    await collector.stop();
  });

  it('is named along with nonsense starts all the same', async () => {
    const collector = await OtlpCollector.start();
    const env = {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_CERTIFICATE: '/nowhere/authority.pem',
      OTEL_EXPORTER_OTLP_HEADERS: 'no equals sign,=,a=b=c,%%%=%',
      OTEL_EXPORTER_OTLP_TIMEOUT: 'soon',
      OTEL_EXPORTER_OTLP_COMPRESSION: 'zip',
      OTEL_RESOURCE_ATTRIBUTES: 'no equals sign,=,k=%ZZ',
      OTEL_TRACES_SAMPLER: 'now and then',
      OTEL_TRACES_SAMPLER_ARG: 'often',
      OTEL_BSP_SCHEDULE_DELAY: '-5',
      OTEL_BSP_MAX_QUEUE_SIZE: 'many',
      OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: '-1',
    };
    const server = await PorchServer.start({ env });
    const requests = new AdminRequests(server);
    const headers = {
      traceparent: `00-${'z'.repeat(32)}-x-01`,
      tracestate: 'a=b,'.repeat(500),
      baggage: '%'.repeat(2000),
    };
    expect((await requests.send('GET', '/api', undefined, headers)).status).toBe(200);
    requests.close();
    expect(await server.stop()).toBe(0);
    await server.remove();
    await collector.stop();
  });

  it('is down works as ever, and says so once rather than with every batch', async () => {
    const env = {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${await freePort()}`,
      OTEL_EXPORTER_OTLP_TIMEOUT: '200',
      OTEL_BSP_SCHEDULE_DELAY: '20',
    };
    const server = await PorchServer.start({ env });
    await server.porch(['rpkg', 'init', 'one', '--repository', 'playground', '--workspace', 'w']);
    await server.log.until(/"msg":"spans could not be sent"/);
    await server.porch(['rpkg', 'init', 'two', '--repository', 'playground', '--workspace', 'w']);
    expect(await server.stop()).toBe(0);
    await server.remove();
  });
});
