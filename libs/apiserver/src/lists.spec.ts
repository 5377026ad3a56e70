import { startTestServer, type TestServer } from './testing/test-server';

interface List {
  readonly status: number;
  readonly reason?: string;
  readonly resourceVersion: string;
  readonly names: readonly string[];
  readonly continue: string;
}

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
const REVISIONS = '/apis/porch.kpt.dev/v1alpha1/namespaces/default/packagerevisions';

describe('lists', () => {
  let server: TestServer;
  beforeEach(async () => {
    server = await startTestServer({ limits: { watchHistory: 16 } });
  });
  afterEach(() => server.close());

  const send = async (method: string, path: string, body?: unknown, type = 'application/json') => {
    const response = await server.request(method, path, body, { 'Content-Type': type });
    expect(response.ok).toBe(true);
  };
  const configMap = (name: string, labels = {}) => send('POST', CONFIG_MAPS, { metadata: { name, labels } });
  const list = async (path: string): Promise<List> => {
    const response = await server.request('GET', path);
    const { reason, metadata, items } = (await response.json()) as {
      reason: string;
      metadata: { resourceVersion: string; continue?: string };
      items?: { metadata: { name: string } }[];
    };
    const names = (items ?? []).map((item) => item.metadata.name);
    const { resourceVersion, continue: next = '' } = metadata;
    return { status: response.status, reason, resourceVersion, names, continue: next };
  };

  it('shows in later pages what was there when the first was read', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) await configMap(name, { team: 'red' });
    const selected = `${CONFIG_MAPS}?labelSelector=team%3Dred`;
    const first = await list(`${selected}&limit=2`);
    expect(first.names).toEqual(['a', 'b']);
    await send('DELETE', `${CONFIG_MAPS}/a`);
    await send('DELETE', `${CONFIG_MAPS}/c`);
    await send('PATCH', `${CONFIG_MAPS}/d`, { metadata: { labels: { team: 'blue' } } }, 'application/merge-patch+json');
    await configMap('d-new', { team: 'red' });
    const second = await list(`${selected}&limit=2&continue=${first.continue}`);
    const third = await list(`${selected}&limit=2&continue=${second.continue}`);
    expect([second.names, third.names, third.continue]).toEqual([['c', 'd'], ['e', 'f'], '']);
    expect([second.resourceVersion, third.resourceVersion]).toEqual(Array(2).fill(first.resourceVersion));
    expect((await list(selected)).names).toEqual(['b', 'd-new', 'e', 'f']);
  });

  it('pages through what a field selector selects', async () => {
    for (const name of ['a', 'b', 'c', 'd']) await configMap(name);
    const selected = `${CONFIG_MAPS}?fieldSelector=metadata.name!%3Db&limit=2`;
    const first = await list(selected);
    await send('DELETE', `${CONFIG_MAPS}/d`);
    const second = await list(`${selected}&continue=${first.continue}`);
    expect([first.names, second.names, second.continue]).toEqual([['a', 'c'], ['d'], '']);
  });

  it('pages through package revisions as they were', async () => {
    for (const packageName of ['a', 'b', 'c']) {
      await send('POST', REVISIONS, { spec: { repository: 'r', packageName, workspaceName: 'v1' } });
    }
    const first = await list(`${REVISIONS}?limit=1`);
    await send('DELETE', `${REVISIONS}/r.b.v1`);
    const second = await list(`${REVISIONS}?limit=1&continue=${first.continue}`);
    expect([first.names, second.names]).toEqual([['r.a.v1'], ['r.b.v1']]);
    expect((await list(REVISIONS)).names).toEqual(['r.a.v1', 'r.c.v1']);
  });

  it('refuses to begin like a watch', async () => {
    const response = await server.request('GET', '/api/v1/configmaps?sendInitialEvents=true');
    expect([response.status, await response.json()]).toEqual([
      422,
      expect.objectContaining({
        message:
          'ListOptions.meta.k8s.io "" is invalid: sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list',
      }),
    ]);
  });

  it('shows exactly the version that is asked for', async () => {
    await configMap('a');
    const { resourceVersion } = await list(CONFIG_MAPS);
    await configMap('b');
    const exact = await list(`${CONFIG_MAPS}?resourceVersion=${resourceVersion}&resourceVersionMatch=Exact`);
    expect(exact).toMatchObject({ names: ['a'], resourceVersion });
    const later = `${CONFIG_MAPS}?resourceVersion=${Number(resourceVersion) + 100}&resourceVersionMatch=Exact`;
    expect(await list(later)).toMatchObject({ status: 504, reason: 'Timeout' });
  });

  it('answers 410 when a page comes too late, so that clients list anew', async () => {
    for (const name of ['a', 'b']) await configMap(name);
    const first = await list(`${CONFIG_MAPS}?limit=1`);
    for (let write = 0; write < 40; write += 1) await configMap(`later-${write}`);
    expect(await list(`${CONFIG_MAPS}?limit=1&continue=${first.continue}`)).toMatchObject({
      status: 410,
      reason: 'Expired',
    });
  });
});
