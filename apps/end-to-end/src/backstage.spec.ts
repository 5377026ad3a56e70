import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type PackageRevisionObject, type PackageRevisionResourcesObject, type RepositoryObject } from '@porch/api';
import { AdminRequests } from './support/admin-requests';
import { PorchServer } from './support/porch-server';
import { succeed } from './support/run-program';

const CORE = '/api/v1/namespaces/default';
const CONFIG = '/apis/config.porch.kpt.dev/v1alpha1/namespaces/default';
const PORCH = '/apis/porch.kpt.dev/v1alpha1/namespaces/default';

interface List<T> {
  readonly kind: string;
  readonly items: T[];
}

/** The calls of the Backstage plugin (H-7), in the order in which its pages make them. */
describe('the Backstage plugin', () => {
  const folder = mkdtempSync(join(tmpdir(), 'porch-backstage-'));
  let server: PorchServer;
  let backend: AdminRequests;
  beforeAll(async () => {
    await succeed('git', ['init', '--bare', '--initial-branch=main', join(folder, 'blueprints.git')]);
    server = await PorchServer.start({ flags: ['--allow-local-repositories', folder] });
    backend = new AdminRequests(server);
  });
  afterAll(async () => {
    backend?.close();
    await server?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const get = <T>(path: string) => backend.json<T>('GET', path);
  const put = <T>(path: string, body: object) => backend.json<T>('PUT', path, body);
  const post = <T>(path: string, body: object) => backend.json<T>('POST', path, body);
  const revision = (name: string) => get<PackageRevisionObject>(`${PORCH}/packagerevisions/${name}`);
  const create = (packageName: string, workspaceName: string, ...tasks: object[]) =>
    post<PackageRevisionObject>(`${PORCH}/packagerevisions`, {
      apiVersion: 'porch.kpt.dev/v1alpha1',
      kind: 'PackageRevision',
      metadata: { name: '', namespace: 'default' },
      spec: { packageName, workspaceName, repository: 'blueprints', lifecycle: 'Draft', tasks },
    });
  const become = async (name: string, lifecycle: string, subresource = '') => {
    const current = await revision(name);
    const path = `${PORCH}/packagerevisions/${name}${subresource}`;
    return put<PackageRevisionObject>(path, { ...current, spec: { ...current.spec, lifecycle } });
  };
  /** What the plugin shows as the error: it looks for the compact kind in the answer's text. */
  const refusal = async (method: string, path: string, body?: object) => {
    const { status, text, contentType } = await backend.send(method, path, body && JSON.stringify(body));
    expect(contentType).toBe('application/json');
    expect(text).toContain('"kind":"Status"');
    const { message, code } = JSON.parse(text) as { message: string; code: number };
    expect(code).toBe(status);
    return { status, message };
  };

  it("is served over TLS with a certificate that only the kubeconfig's authority makes valid", async () => {
    const stranger = new Promise((resolve) => {
      request(`${server.url}/version`, resolve).on('error', resolve).end();
    });
    expect(await stranger).toMatchObject({ code: expect.stringMatching(/SELF_SIGNED|UNABLE_TO_VERIFY/) as string });
    expect(await get('/version')).toMatchObject({ major: '1' });
  });

  it('looks for Config Sync among the groups, and finds none', async () => {
    const { kind, groups } = await get<{ kind: string; groups: { name: string }[] }>('/apis');
    expect(kind).toBe('APIGroupList');
    expect(groups.map(({ name }) => name)).toContain('porch.kpt.dev');
    expect(groups.map(({ name }) => name)).not.toContain('configmanagement.gke.io');
    const missing = await refusal('GET', '/apis/configsync.gke.io/v1beta1/namespaces/default/rootsyncs');
    expect(missing.status).toBe(404);
    expect((await refusal('GET', `${PORCH}/functions`)).status).toBe(404);
  });

  it('shows empty lists as lists', async () => {
    for (const path of [`${CORE}/secrets`, `${PORCH}/packagerevisions`, `${PORCH}/packagerevisionresources`]) {
      expect((await get<List<unknown>>(path)).items).toEqual([]);
    }
  });

  it('registers a repository with its secret', async () => {
    const password = Buffer.from('token').toString('base64');
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'blueprints-auth', namespace: 'default' },
      type: 'kubernetes.io/basic-auth',
      data: { username: Buffer.from('access-token').toString('base64'), password },
    };
    expect(await post(`${CORE}/secrets`, secret)).toMatchObject({ type: secret.type, data: secret.data });
    expect(await get(`${CORE}/secrets/blueprints-auth`)).toMatchObject({ kind: 'Secret', data: secret.data });
    expect((await get<List<{ type: string }>>(`${CORE}/secrets`)).items).toMatchObject([{ type: secret.type }]);
    await post(`${CONFIG}/repositories`, {
      apiVersion: 'config.porch.kpt.dev/v1alpha1',
      kind: 'Repository',
      metadata: {
        name: 'blueprints',
        namespace: 'default',
        labels: { 'kpt.dev/repository-content': 'external-blueprint', 'kpt.dev/repository-access': 'full' },
      },
      spec: {
        description: 'Blueprints',
        type: 'git',
        content: 'Package',
        deployment: false,
        git: {
          repo: `file://${join(folder, 'blueprints.git')}`,
          branch: 'main',
          createBranch: true,
          directory: '/',
          secretRef: { name: 'blueprints-auth' },
        },
      },
    });
    const { items } = await get<List<RepositoryObject>>(`${CONFIG}/repositories`);
    expect(items.map(({ metadata, spec }) => [metadata.name, spec.content])).toEqual([
      ['blueprints', 'Package'],
      ['playground', 'Package'],
    ]);
    let conditions: readonly { status: string }[] = [];
    while (conditions.length === 0 || conditions.some(({ status }) => status !== 'True')) {
      conditions = (await get<RepositoryObject>(`${CONFIG}/repositories/blueprints`)).status?.conditions ?? [];
    }
  });

  it('adds a package, edits its files, proposes and publishes it', async () => {
    const init = { description: 'a package', keywords: ['k'], site: 'https://example.com' };
    const { metadata, spec } = await create('nginx', 'v1', { type: 'init', init });
    expect([metadata.name, spec.lifecycle]).toEqual(['blueprints.nginx.v1', 'Draft']);
    const resourcesPath = `${PORCH}/packagerevisionresources/blueprints.nginx.v1`;
    const resources = await get<PackageRevisionResourcesObject>(resourcesPath);
    const kptfile = `${resources.spec?.resources?.['Kptfile']}pipeline:
  mutators:
  - image: ghcr.io/kptdev/krm-functions-catalog/set-namespace:v0.4.1
    configMap:
      namespace: web
`;
    const configMap = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n';
    const files = { ...resources.spec?.resources, Kptfile: kptfile, 'settings.yaml': configMap };
    const edited = { ...resources, spec: { ...resources.spec, resources: files } };
    const pushed = await put<PackageRevisionResourcesObject>(resourcesPath, edited);
    expect(pushed.status?.renderStatus).toMatchObject({ error: '', result: { exitCode: 0 } });
    const items = pushed.status?.renderStatus?.result?.items as { image: string }[] | undefined;
    expect(items?.map(({ image }) => image)).toEqual(['ghcr.io/kptdev/krm-functions-catalog/set-namespace:v0.4.1']);
    expect(pushed.spec?.resources?.['settings.yaml']).toContain('namespace: web');
    const stale = await refusal('PUT', resourcesPath, edited);
    expect(stale).toMatchObject({ status: 409, message: expect.stringContaining('has been modified') as string });

    await become('blueprints.nginx.v1', 'Proposed');
    await become('blueprints.nginx.v1', 'Published', '/approval');
    const published = await revision('blueprints.nginx.v1');
    expect(published.spec).toMatchObject({ lifecycle: 'Published', revision: 1 });
    expect(published.metadata.labels).toMatchObject({ 'kpt.dev/latest-revision': 'true' });
  });

  it('lists revisions and files, the branch as an external one', async () => {
    const { items } = await get<List<PackageRevisionObject>>(`${PORCH}/packagerevisions`);
    expect(items.map(({ metadata, spec }) => [metadata.name, spec.revision])).toEqual([
      ['blueprints.nginx.main', -1],
      ['blueprints.nginx.v1', 1],
    ]);
    const files = await get<List<PackageRevisionResourcesObject>>(`${PORCH}/packagerevisionresources`);
    expect(files.items.map(({ spec }) => Object.keys(spec?.resources ?? {}).includes('settings.yaml'))).toEqual([
      true,
      true,
    ]);
  });

  it('makes the next revision and clones, but cannot upgrade with several tasks', async () => {
    const edit = { type: 'edit', edit: { sourceRef: { name: 'blueprints.nginx.v1' } } };
    expect((await create('nginx', 'v2', edit)).metadata.name).toBe('blueprints.nginx.v2');
    const clone = { type: 'clone', clone: { upstreamRef: { upstreamRef: { name: 'blueprints.nginx.v1' } } } };
    expect((await create('instance', 'v1', clone)).spec.lifecycle).toBe('Draft');
    const body = {
      metadata: { name: '' },
      spec: { packageName: 'instance', workspaceName: 'v2', repository: 'blueprints', tasks: [clone, edit] },
    };
    expect((await refusal('POST', `${PORCH}/packagerevisions`, body)).message).toContain(
      'task list must not contain more than one task',
    );
  });

  it("cannot restore files with another revision's version", async () => {
    const old = await get<PackageRevisionResourcesObject>(`${PORCH}/packagerevisionresources/blueprints.nginx.v1`);
    const restored = { ...old, metadata: { ...old.metadata, name: 'blueprints.nginx.v2' } };
    const { status } = await refusal('PUT', `${PORCH}/packagerevisionresources/blueprints.nginx.v2`, restored);
    expect(status).toBe(409);
  });

  it('deletes: drafts at once, what is published only after it was proposed', async () => {
    const path = (name: string) => `${PORCH}/packagerevisions/${name}`;
    expect((await refusal('DELETE', path('blueprints.nginx.v1'))).status).toBe(403);
    for (const name of ['blueprints.nginx.v2', 'blueprints.instance.v1']) {
      expect(await backend.json('DELETE', path(name))).toMatchObject({ metadata: { name } });
    }
    await become('blueprints.nginx.v1', 'DeletionProposed');
    await become('blueprints.nginx.v1', 'Published', '/approval');
    await become('blueprints.nginx.v1', 'DeletionProposed');
    await backend.json('DELETE', path('blueprints.nginx.v1'));
    expect((await refusal('GET', path('blueprints.nginx.v1'))).status).toBe(404);
  });

  it('unregisters the repository and deletes its secret', async () => {
    const [repository, secret] = [`${CONFIG}/repositories/blueprints`, `${CORE}/secrets/blueprints-auth`];
    expect(await backend.json('DELETE', repository)).toHaveProperty('kind');
    // Its revisions go first.
    while ((await backend.send('GET', repository)).status === 200) await delay(20);
    expect((await refusal('GET', repository)).status).toBe(404);
    expect(await backend.json('DELETE', secret)).toHaveProperty('kind');
    expect((await refusal('GET', secret)).status).toBe(404);
  });
});
