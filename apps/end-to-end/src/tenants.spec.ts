import { mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AdminRequests, type Answer } from './support/admin-requests';
import { PorchServer } from './support/porch-server';
import { succeed } from './support/run-program';

const PORCH = '/apis/porch.kpt.dev/v1alpha1';
const CONFIG = '/apis/config.porch.kpt.dev/v1alpha1';
const RBAC = '/apis/rbac.authorization.k8s.io/v1';

/** Two teams that may do everything in a namespace of their own, on one server. */
describe('tenants', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'porch-tenants-')));
  let server: PorchServer;
  let requests: AdminRequests;
  const tokens: Record<string, string> = {};

  const as = (team: string, method: string, path: string, body?: object): Promise<Answer> =>
    requests.send(method, path, body && JSON.stringify(body), { authorization: `Bearer ${tokens[team]}` });
  const repository = (name: string, repo: string) => ({
    metadata: { name },
    spec: { type: 'git', git: { repo, branch: 'main', createBranch: true } },
  });
  const revision = (name: string, task: object) => ({
    spec: { repository: name, packageName: 'p', workspaceName: 'v1', tasks: [task] },
  });
  const clone = (upstreamRef: object) => ({ type: 'clone', clone: { upstreamRef } });

  async function makeTeam(team: string): Promise<void> {
    await requests.json('POST', '/api/v1/namespaces', { metadata: { name: team } });
    const namespaced = `namespaces/${team}`;
    await requests.json('POST', `/api/v1/${namespaced}/serviceaccounts`, { metadata: { name: 'member' } });
    await requests.json('POST', `${RBAC}/${namespaced}/roles`, {
      metadata: { name: 'all' },
      rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }],
    });
    await requests.json('POST', `${RBAC}/${namespaced}/rolebindings`, {
      metadata: { name: 'all' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'all' },
      subjects: [{ kind: 'ServiceAccount', name: 'member', namespace: team }],
    });
    const path = `/api/v1/${namespaced}/serviceaccounts/member/token`;
    const { status } = await requests.json<{ status: { token: string } }>('POST', path, { spec: {} });
    tokens[team] = status.token;
    const bare = join(folder, `${team}.git`);
    await succeed('git', ['init', '--quiet', '--bare', '--initial-branch=main', bare]);
    const created = await as(team, 'POST', `${CONFIG}/${namespaced}/repositories`, repository(team, urlOf(team)));
    expect(created.status).toBe(201);
    const init = await untilServed(() =>
      as(team, 'POST', `${PORCH}/${namespaced}/packagerevisions`, revision(team, { type: 'init', init: {} })),
    );
    expect(init.status).toBe(201);
  }

  const urlOf = (team: string) => pathToFileURL(join(folder, `${team}.git`)).href;

  /** A repository that was just registered may still be opened. */
  async function untilServed(send: () => Promise<Answer>): Promise<Answer> {
    for (;;) {
      const answer = await send();
      if (answer.status !== 503 && answer.status !== 409) return answer;
    }
  }

  beforeAll(async () => {
    server = await PorchServer.start({ flags: ['--allow-local-repositories', folder] });
    requests = new AdminRequests(server);
    await Promise.all(['blue', 'red'].map(makeTeam));
    await as('blue', 'POST', '/api/v1/namespaces/blue/secrets', { metadata: { name: 'login' } });
  });
  afterAll(async () => {
    requests?.close();
    await server?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it('see nothing of one another in lists, watches, reads and questions', async () => {
    const forbidden = [
      '/api/v1/namespaces',
      '/api/v1/namespaces/blue',
      '/api/v1/secrets',
      '/api/v1/namespaces/blue/secrets',
      '/api/v1/namespaces/blue/secrets/login',
      '/api/v1/namespaces/blue/secrets/missing',
      '/api/v1/watch/namespaces/blue/secrets',
      `${PORCH}/packagerevisions`,
      `${PORCH}/packagerevisions?watch=true`,
      `${PORCH}/packagerevisions?fieldSelector=metadata.namespace%3Dred`,
      `${PORCH}/packagerevisions?fieldSelector=metadata.name%3Dblue.p.v1`,
      `${PORCH}/namespaces/blue/packagerevisions/blue.p.v1`,
      `${PORCH}/namespaces/blue/packagerevisionresources/blue.p.v1`,
      `${PORCH}/namespaces/blue/packages`,
      `${CONFIG}/repositories`,
      `${CONFIG}/namespaces/blue/repositories?watch=true&resourceVersion=1`,
      '/metrics',
    ];
    for (const path of forbidden) expect([path, (await as('red', 'GET', path)).status]).toEqual([path, 403]);
    const empty = [
      '/api/v1/namespaces/red/secrets?fieldSelector=metadata.namespace%3Dblue',
      `${PORCH}/namespaces/red/packagerevisions?fieldSelector=metadata.namespace%3Dblue`,
      `${PORCH}/namespaces/red/packagerevisionresources?fieldSelector=metadata.name%3Dblue.p.v1`,
    ];
    for (const path of empty) {
      const { items } = JSON.parse((await as('red', 'GET', path)).text) as { items: unknown[] };
      expect([path, items]).toEqual([path, []]);
    }
    expect((await as('red', 'GET', `${PORCH}/namespaces/red/packagerevisions/blue.p.v1`)).status).toBe(404);
  });

  it('reach no package of one another, and are told the same as of one that is not there', async () => {
    const path = `${PORCH}/namespaces/red/packagerevisions`;
    for (const name of ['blue.p.v1', 'none.p.v1']) {
      const task = clone({ upstreamRef: { name } });
      const { status, text } = await as('red', 'POST', path, {
        spec: { ...revision('red', task).spec, packageName: 'x' },
      });
      expect([status, text.replaceAll(name, 'NAME')]).toEqual([404, expect.stringContaining('\\"NAME\\" not found')]);
    }
    const foreign = await as('red', 'POST', path, revision('blue', { type: 'init', init: {} }));
    const missing = await as('red', 'POST', path, revision('none', { type: 'init', init: {} }));
    expect(foreign.text.replaceAll('blue', 'none')).toBe(missing.text);
  });

  it('use no local repository of one another, by whatever address', async () => {
    symlinkSync(folder, join(folder, 'link'));
    const own = urlOf('blue');
    const playground = pathToFileURL(join(server.dataDirectory, 'repositories/playground.git')).href;
    const addresses = [own, own.replace('blue.git', 'link/blue.git'), own.replace('blue', '%62lue'), playground];
    for (const repo of addresses) {
      const registered = await as('red', 'POST', `${CONFIG}/namespaces/red/repositories`, repository('mine', repo));
      const task = clone({ type: 'git', git: { repo, ref: 'main', directory: 'p' } });
      const cloned = await as('red', 'POST', `${PORCH}/namespaces/red/packagerevisions`, {
        spec: { ...revision('red', task).spec, packageName: 'stolen' },
      });
      expect([repo, registered.status, cloned.status]).toEqual([repo, 422, 422]);
    }
    const mirrors = pathToFileURL(join(server.dataDirectory, 'git/mirrors/0123.git')).href;
    const refused = await as('red', 'POST', `${CONFIG}/namespaces/red/repositories`, repository('mirror', mirrors));
    expect(refused.text).toContain('a local repository has to lie below `repositories`');
  });

  it('report nothing in the name of one another', async () => {
    const event = (namespace: string) => ({
      metadata: { name: namespace },
      involvedObject: { kind: 'Secret', namespace, name: 'login' },
    });
    expect((await as('red', 'POST', '/api/v1/namespaces/red/events', event('blue'))).status).toBe(422);
    expect((await as('red', 'POST', '/api/v1/namespaces/red/events', event('red'))).status).toBe(201);
  });
});
