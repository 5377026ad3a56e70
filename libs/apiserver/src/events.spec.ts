import { startTestServer, type TestServer } from './testing/test-server';

interface Event {
  readonly metadata: {
    readonly name: string;
    readonly resourceVersion: string;
    readonly managedFields?: readonly { readonly apiVersion: string; readonly fieldsV1: object }[];
  };
  readonly [field: string]: unknown;
}

const CORE = '/api/v1/namespaces/default/events';
const NEW = '/apis/events.k8s.io/v1/namespaces/default/events';

const about = { kind: 'ConfigMap', namespace: 'default', name: 'cm', apiVersion: 'v1' };
const newEvent = (name: string, more: object = {}) => ({
  metadata: { name },
  eventTime: '2026-01-02T03:04:05.678901Z',
  reportingController: 'example.com/controller',
  reportingInstance: 'controller-0',
  action: 'Rendering',
  reason: 'Rendered',
  regarding: about,
  note: 'it is rendered',
  type: 'Normal',
  ...more,
});

describe('events in both of their groups', () => {
  let server: TestServer;
  beforeEach(async () => {
    server = await startTestServer();
  });
  afterEach(() => server.close());

  const call = async <T = Event>(method: string, path: string, body?: unknown, type = 'application/json') => {
    const response = await server.request(method, path, body, { 'Content-Type': type });
    return { status: response.status, body: (await response.json()) as T };
  };
  const list = async (path: string) => (await call<{ items: Event[] }>('GET', path)).body.items;

  it('are the same objects under the names of either', async () => {
    const { status, body } = await call('POST', `${NEW}?fieldManager=recorder`, newEvent('new'));
    expect([status, body['apiVersion'], body['note']]).toEqual([201, 'events.k8s.io/v1', 'it is rendered']);
    const old = (await call('GET', `${CORE}/new`)).body;
    expect(old).toMatchObject({
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { resourceVersion: body.metadata.resourceVersion },
      involvedObject: about,
      message: 'it is rendered',
      reportingComponent: 'example.com/controller',
      eventTime: '2026-01-02T03:04:05.678901Z',
    });
    expect(old).not.toHaveProperty('regarding');
    await call('POST', CORE, { metadata: { name: 'old' }, involvedObject: about, message: 'm', count: 3 });
    expect((await call('GET', `${NEW}/old`)).body).toMatchObject({ regarding: about, note: 'm', deprecatedCount: 3 });
    expect((await list(NEW)).map(({ metadata }) => metadata.name)).toEqual(['new', 'old']);
  });

  it('tell who owns which field in the same names', async () => {
    await call('POST', `${NEW}?fieldManager=recorder`, newEvent('new'));
    const series = { series: { count: 2, lastObservedTime: '2026-01-02T03:05:05.678901Z' } };
    const patched = await call('PATCH', `${NEW}/new?fieldManager=other`, series, 'application/merge-patch+json');
    expect(patched.status).toBe(200);
    const [owner, other] = patched.body.metadata.managedFields ?? [];
    expect(owner).toMatchObject({ apiVersion: 'events.k8s.io/v1', fieldsV1: { 'f:note': {}, 'f:regarding': {} } });
    expect(other).toMatchObject({ fieldsV1: { 'f:series': { 'f:count': {} } } });
    const [inCore] = (await call('GET', `${CORE}/new`)).body.metadata.managedFields ?? [];
    expect(inCore).toMatchObject({ apiVersion: 'v1', fieldsV1: { 'f:message': {}, 'f:involvedObject': {} } });
  });

  it('are selected by the names of the group that is asked', async () => {
    await call('POST', NEW, newEvent('new'));
    await call('POST', CORE, { metadata: { name: 'old' }, involvedObject: about, source: { component: 'kubelet' } });
    const names = async (path: string, selector: string) =>
      (await list(`${path}?fieldSelector=${encodeURIComponent(selector)}`)).map(({ metadata }) => metadata.name);
    expect(await names(NEW, 'regarding.name=cm,reportingController=example.com/controller')).toEqual(['new']);
    expect(await names(CORE, 'involvedObject.name=cm,reportingComponent=example.com/controller')).toEqual(['new']);
    expect(await names(CORE, 'source=kubelet')).toEqual(['old']);
    expect(await names(CORE, 'source=example.com/controller')).toEqual(['new']);
    expect(await call('GET', `${NEW}?fieldSelector=involvedObject.name%3Dcm`)).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('"involvedObject.name" is not a known field selector') as string },
    });
  });

  it('are watched in both, each in its own form', async () => {
    const { body } = await call<{ metadata: { resourceVersion: string } }>('GET', NEW);
    const watched = (path: string) =>
      server
        .request('GET', `${path}?watch=true&timeoutSeconds=1&resourceVersion=${body.metadata.resourceVersion}`)
        .then((response) => response.text());
    await call('POST', NEW, newEvent('new'));
    const [old, renamed] = (await Promise.all([watched(CORE), watched(NEW)])).map(
      (text) => JSON.parse(text) as { type: string; object: Event },
    );
    expect(old).toMatchObject({ type: 'ADDED', object: { apiVersion: 'v1', message: 'it is rendered' } });
    expect(renamed).toMatchObject({
      type: 'ADDED',
      object: { apiVersion: 'events.k8s.io/v1', note: 'it is rendered' },
    });
  });

  it.each([
    [{ eventTime: undefined }, 'eventTime: Required value'],
    [{ reportingController: undefined }, 'reportingComponent: Required value'],
    [{ reportingController: 'not a name' }, 'reportingComponent: Invalid value: "not a name"'],
    [{ reportingInstance: 'x'.repeat(129) }, 'reportingInstance: Invalid value: "": can have at most 128 characters'],
    [{ action: '' }, 'action: Required value'],
    [{ note: 'x'.repeat(1025) }, 'message: Invalid value: "": can have at most 1024 bytes'],
    [{ type: 'Strange' }, 'type: Invalid value: "": has invalid value: Strange'],
    [{ deprecatedCount: 1 }, 'count: Invalid value: "": needs to be unset'],
    [{ regarding: { ...about, namespace: '' } }, undefined],
  ])('are refused in the newer group when they break its rules: %j', async (more, problem) => {
    const { status, body } = await call<{ message: string }>('POST', NEW, newEvent('new', more));
    if (problem === undefined) expect(status).toBe(201);
    else expect([status, body.message]).toEqual([422, expect.stringContaining(problem)]);
  });

  it('change in nothing but their series when they are updated in the newer group', async () => {
    await call('POST', NEW, newEvent('new'));
    const merge = (patch: object) =>
      call<{ message: string }>('PATCH', `${NEW}/new`, patch, 'application/merge-patch+json');
    expect((await merge({ series: { count: 2, lastObservedTime: '2026-01-02T03:05:05.678901Z' } })).status).toBe(200);
    const { status, body } = await merge({ note: 'another' });
    expect([status, body.message]).toEqual([
      422,
      expect.stringContaining('message: Invalid value: "another": field is immutable'),
    ]);
    expect((await call('DELETE', `${NEW}/new`)).body).toMatchObject({ kind: 'Status', status: 'Success' });
    expect(await list(CORE)).toEqual([]);
  });

  it('are printed with the time they were seen last, and how often', async () => {
    const now = new Date().toISOString();
    await call('POST', NEW, newEvent('new', { series: { count: 4, lastObservedTime: now } }));
    await call('POST', CORE, {
      metadata: { name: 'old' },
      involvedObject: { ...about, name: '' },
      source: { component: 'c', host: 'h' },
    });
    for (const path of [CORE, NEW]) {
      const table = await server.request('GET', path, undefined, {
        Accept: 'application/json;as=Table;v=v1;g=meta.k8s.io',
      });
      const { columnDefinitions, rows } = (await table.json()) as {
        columnDefinitions: { name: string }[];
        rows: { cells: unknown[] }[];
      };
      const cells = rows.map((row) =>
        Object.fromEntries(columnDefinitions.map(({ name }, at) => [name, row.cells[at]])),
      );
      expect(cells).toMatchObject([
        {
          Reason: 'Rendered',
          Object: 'configmap/cm',
          Source: 'example.com/controller',
          Message: 'it is rendered',
          Count: 4,
        },
        { Object: 'configmap', Source: 'c, h', Count: 1 },
      ]);
      expect(cells[0]?.['Last Seen']).toMatch(/^\d+s$/);
    }
  });
});
