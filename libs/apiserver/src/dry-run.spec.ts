import { startTestServer, type TestServer } from './testing/test-server';

const REVISIONS = '/apis/porch.kpt.dev/v1alpha1/namespaces/default/packagerevisions';

describe('a dry run', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.close());

  it('of a new package revision shows what would be stored, without a version, and stores nothing', async () => {
    const spec = { repository: 'r', packageName: 'dry', workspaceName: 'v1' };
    const dry = await server.request('POST', `${REVISIONS}?dryRun=All`, { spec });
    const { metadata } = (await dry.json()) as { metadata: Record<string, unknown> };
    expect([dry.status, metadata['name'], 'resourceVersion' in metadata]).toEqual([201, 'r.dry.v1', false]);
    expect((await server.request('GET', `${REVISIONS}/r.dry.v1`)).status).toBe(404);
  });
});
