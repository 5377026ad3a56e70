import { spawn } from 'node:child_process';
import { endProcess, lineFrom } from './support/child-line';
import { KubectlSession } from './support/kubectl-session';
import { type Kubectl, kubectls } from './support/kubectls';
import { PorchServer } from './support/porch-server';
import { type RecordedRequest, RecordingProxy } from './support/recording-proxy';

const table =
  'application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json';
const isWatch = ({ query }: RecordedRequest) => ['true', '1'].includes(query.get('watch') ?? '');

describe('the requests of', () => {
  let server: PorchServer;
  let proxy: RecordingProxy;
  beforeAll(async () => {
    server = await PorchServer.start();
    proxy = await RecordingProxy.start(server);
  });
  afterAll(async () => {
    await proxy?.stop();
    await server?.remove();
  });

  for (const kubectl of kubectls()) {
    const suite = kubectl.installed ? describe : describe.skip;
    suite(`kubectl, ${kubectl.name}${kubectl.installed ? '' : ` [needs ${kubectl.command}]`}`, () => {
      traces(kubectl, () => proxy);
    });
  }
});

/** Each sequence that H-6.5 tells of, with what differs between the ages of kubectl. */
function traces(kubectl: Kubectl, proxy: () => RecordingProxy): void {
  const { minor } = kubectl;
  const team = `team-${kubectl.name.replace(/\W+/g, '-')}`;
  const revisionName = `playground.${team}.w`;
  const validated = minor >= 25 ? ' fieldValidation=Strict' : '';
  let session: KubectlSession;
  beforeAll(() => {
    session = new KubectlSession(kubectl, proxy(), 'default');
  });
  afterAll(() => session?.remove());

  const configMap = (name: string, data: Record<string, string>, finalizers?: string[]) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: team, finalizers },
    data,
  });
  const revision = (packageName: string, metadata: object) => ({
    apiVersion: 'porch.kpt.dev/v1alpha1',
    kind: 'PackageRevision',
    metadata: { namespace: 'default', ...metadata },
    spec: { repository: 'playground', packageName, workspaceName: 'w', tasks: [{ type: 'init', init: {} }] },
  });
  const changedBy = (resource: string, manager: string) => [
    `GET ${resource} 200`,
    `PATCH ${resource} fieldManager=${manager} 200`,
  ];

  it('version and discovery', async () => {
    expect(await session.run('version')).toMatch(/Server Version: .*v?1\.33/);
    expect(await session.run('api-versions')).toMatch(/^porch\.kpt\.dev\/v1alpha1$/m);
    const resources = await session.run('api-resources');
    expect(resources).toMatch(/^repositories +repo +config\.porch\.kpt\.dev\/v1alpha1 +true +Repository$/m);
    expect(resources).toMatch(/^packagerevisions +porch\.kpt\.dev\/v1alpha1 +true +PackageRevision$/m);
    expect(session.trace()).toEqual([]);
  });

  it('create of core kinds', async () => {
    expect(await session.run(`create namespace ${team}`)).toBe(`namespace/${team} created\n`);
    expect(session.trace()).toEqual([`POST namespaces fieldManager=kubectl-create${validated} 201`]);
    await session.run(`create secret generic login -n ${team} --from-literal=username=u`);
    expect(session.trace()).toEqual([`POST secrets fieldManager=kubectl-create${validated} 201`]);
    expect(await session.run(`get secret login -n ${team} -o jsonpath={.data.username}`)).toBe('dQ==');
  });

  it('apply of a core kind: new, changed, unchanged', async () => {
    expect(await session.run('apply -f -', configMap('applied', { a: '1' }))).toContain('created');
    expect(session.trace()).toEqual([
      'GET configmaps/applied 404',
      `GET namespaces/${team} 200`,
      `POST configmaps fieldManager=kubectl-client-side-apply${validated} 201`,
    ]);
    expect(await session.run('apply -f -', configMap('applied', { b: '2' }))).toContain('configured');
    const [patch] = proxy().take().slice(-1);
    expect(patch).toMatchObject({
      method: 'PATCH',
      contentType: 'application/strategic-merge-patch+json',
      status: 200,
    });
    expect(await session.run('apply -f -', configMap('applied', { b: '2' }))).toContain('unchanged');
    expect(session.trace()).toEqual(['GET configmaps/applied 200']);
    expect(await session.run(`get configmap applied -n ${team} -o jsonpath={.data}`)).toBe('{"b":"2"}');
  });

  it('apply of a package revision: new, changed, unchanged', async () => {
    expect(await session.run('apply -f -', revision(team, { name: revisionName }))).toContain('created');
    expect(session.trace()).toEqual([
      `GET packagerevisions/${revisionName} 404`,
      `POST packagerevisions fieldManager=kubectl-client-side-apply${validated} 201`,
    ]);
    const labelled = revision(team, { name: revisionName, labels: { tier: 'gold' } });
    expect(await session.run('apply -f -', labelled)).toContain('configured');
    expect(session.trace()).toEqual([
      `GET packagerevisions/${revisionName} 200`,
      `PATCH packagerevisions/${revisionName} fieldManager=kubectl-client-side-apply${validated} 200`,
    ]);
    expect(await session.run('apply -f -', labelled)).toContain('unchanged');
    expect(session.trace()).toEqual([`GET packagerevisions/${revisionName} 200`]);
  });

  it('apply on the server, of what is there and of what is not', async () => {
    for (const status of [201, 200]) {
      await session.run('apply --server-side -f -', configMap('served', { at: String(status) }));
      expect(session.trace()).toEqual([
        `PATCH configmaps/served fieldManager=kubectl${validated} force=false ${status}`,
      ]);
    }
    const name = `playground.${team}-served.w`;
    await session.run('apply --server-side -f -', revision(`${team}-served`, { name }));
    const [patch] = proxy().take().slice(-1);
    expect(patch).toMatchObject({ method: 'PATCH', contentType: 'application/apply-patch+yaml', status: 201 });
  });

  it('apply on the server of what was applied on the client', async () => {
    await session.run('apply -f -', configMap('migrated', { a: '1', b: '1' }));
    expect(await session.run('apply --server-side -f -', configMap('migrated', { a: '2' }))).toContain('applied');
    const data = await session.run(`get configmap migrated -n ${team} -o jsonpath={.data}`);
    // Only newer ones hand on what they owned, so that what is no longer said goes.
    expect(JSON.parse(data)).toEqual(minor < 27 ? { a: '2', b: '1' } : { a: '2' });
    await session.run(`delete configmap migrated -n ${team}`);
  });

  it('create and replace of files', async () => {
    expect(await session.run('create -f -', revision(`${team}-unnamed`, {}))).toContain(
      `playground.${team}-unnamed.w created`,
    );
    expect(session.trace()).toEqual([`POST packagerevisions fieldManager=kubectl-create${validated} 201`]);
    await session.run('create -f -', configMap('replaced', { a: '1' }));
    expect(await session.run('replace -f -', configMap('replaced', { a: '2' }))).toContain('replaced');
    expect(session.trace()).toEqual([
      'GET configmaps/replaced 200',
      `PUT configmaps/replaced fieldManager=kubectl-replace${validated} 200`,
    ]);
    const missing = await session.attempt('replace -f -', configMap('missing', {}));
    expect([missing.status, missing.stderr]).toEqual([1, expect.stringContaining('configmaps "missing" not found')]);
  });

  it('get: lists and one, as tables and otherwise', async () => {
    expect(await session.run('get packagerevisions')).toMatch(/^NAME +PACKAGE +WORKSPACENAME +REVISION +LATEST/);
    const [list] = proxy().take().slice(-1);
    expect(list).toMatchObject({ path: expect.stringMatching(/packagerevisions$/) as string, accept: table });
    expect(list?.query.toString()).toBe('limit=500');
    expect(await session.run(`get packagerevision ${revisionName}`)).toMatch(/ 0 +false +Draft +playground/);
    expect(proxy().take().at(-1)?.accept).toBe(table);
    for (const output of ['name', 'yaml', 'jsonpath={.kind}{.metadata.name}', 'custom-columns=N:.metadata.name']) {
      expect(await session.run(`get packagerevision ${revisionName} -o ${output}`)).toContain(revisionName);
      const asked = proxy().take();
      expect(asked.at(-1)?.accept).toBe('application/json');
    }
    const missing = await session.attempt('get packagerevision missing');
    expect(missing.stderr).toBe('Error from server (NotFound): packagerevisions.porch.kpt.dev "missing" not found\n');
  });

  it.each([
    ['a list', '', 'LISTED'],
    ['one', ` ${revisionName}`, '0'],
  ])('get --watch of %s', async (_what, name, version) => {
    proxy().take();
    const child = spawn(kubectl.command, `get packagerevisions${name} --watch --show-labels`.split(' '), {
      env: { ...process.env, ...session.environment },
    });
    const gold = lineFrom(child, /^\S+ +\S+ +w +0 +false +Draft/m);
    await Promise.all([gold, proxy().until(isWatch)]);
    const asked = session.trace();
    const changed = lineFrom(child, new RegExp(`^${revisionName} .*watched=${version}`, 'm'));
    await session.run(`label packagerevision ${revisionName} watched=${version} --overwrite`);
    await changed;
    await endProcess(child, 'SIGKILL');
    expect(asked).toHaveLength(2);
    expect(asked[1]).toMatch(new RegExp(`^GET packagerevisions .*resourceVersion=${version} .*watch=(true|1) 200$`));
    if (name) expect(asked[1]).toContain(`fieldSelector=metadata.name=${revisionName}`);
  });

  it('annotate and label', async () => {
    for (const [command, resource, manager] of [
      [`annotate packagerevision ${revisionName} note=1`, `packagerevisions/${revisionName}`, 'kubectl-annotate'],
      [
        `label packagerevision ${revisionName} tier=silver --overwrite`,
        `packagerevisions/${revisionName}`,
        'kubectl-label',
      ],
      [`label configmap applied -n ${team} tier=gold`, 'configmaps/applied', 'kubectl-label'],
    ] as const) {
      await session.run(command);
      const asked = proxy().take();
      expect(asked.at(-1)?.contentType).toBe('application/merge-patch+json');
      proxy().take();
      await session.run(command.replace(/=\w+( --overwrite)?$/, '=other --overwrite'));
      expect(session.trace()).toEqual(changedBy(resource, manager));
    }
  });

  it('describe', async () => {
    expect(await session.run(`describe packagerevision ${revisionName}`)).toMatch(/^Name: +playground\./);
    const asked = session.trace();
    expect(asked.slice(0, 2)).toEqual(Array(2).fill(`GET packagerevisions/${revisionName} 200`));
    expect(asked).toHaveLength(3);
    expect(asked[2]).toMatch(/^GET events fieldSelector=\S*involvedObject\.name=\S+( limit=500)? 200$/);
    expect(await session.run(`describe configmap applied -n ${team}`)).toContain('Events:  <none>');
  });

  it('patch, and approval by patching the sub-resource', async () => {
    await session.run(`patch packagerevision ${revisionName} --type=merge -p {"spec":{"lifecycle":"Proposed"}}`);
    expect(session.trace()).toEqual(changedBy(`packagerevisions/${revisionName}`, 'kubectl-patch'));
    await session.run(`patch packagerevision ${revisionName} -p {"metadata":{"labels":{"default":"type"}}}`);
    expect(session.trace()).toEqual(changedBy(`packagerevisions/${revisionName}`, 'kubectl-patch'));
    const approve = `patch packagerevision ${revisionName} --subresource=approval --type=merge -p {"spec":{"lifecycle":"Published"}}`;
    if (minor < 32) {
      expect((await session.attempt(approve)).stderr).toMatch(/unknown flag: --subresource|invalid subresource value/);
      return;
    }
    await session.run(approve);
    expect(session.trace()).toEqual(changedBy(`packagerevisions/${revisionName}/approval`, 'kubectl-patch'));
    expect(await session.run(`get packagerevision ${revisionName} -o jsonpath={.spec.lifecycle}`)).toBe('Published');
    expect((await session.attempt(`delete packagerevision ${revisionName}`)).stderr).toContain(
      'Error from server (Forbidden): packagerevisions.porch.kpt.dev',
    );
  });

  it('diff, dry runs and explanations', async () => {
    const diff = await session.attempt('diff -f -', configMap('applied', { b: 'diffed' }));
    expect([diff.status, diff.stdout]).toEqual([1, expect.stringContaining('+  b: diffed')]);
    await session.run('apply --dry-run=server -f -', configMap('dry', {}));
    expect(session.trace().at(-1)).toMatch(/^POST configmaps dryRun=All .*201$/);
    expect((await session.attempt(`get configmap dry -n ${team}`)).status).toBe(1);
    const dry = revision(`${team}-dry`, { name: `playground.${team}-dry.w` });
    expect(await session.run('apply --dry-run=server -f -', dry)).toContain('created (server dry run)');
    expect(await session.run('explain packagerevision.spec.lifecycle')).toContain('State of the revision');
    expect(await session.run('explain repository --recursive')).toMatch(/^ +branch\t<string>/m);
  });

  it('fields that no kind has are refused, here or there', async () => {
    const { metadata } = configMap('unknown', {});
    const refused = await session.attempt('create -f -', { apiVersion: 'v1', kind: 'ConfigMap', metadata, datas: {} });
    expect([refused.status, refused.stderr]).toEqual([1, expect.stringContaining('unknown field "datas"')]);
  });

  it('wait for a condition that comes true', async () => {
    const stored = {
      apiVersion: 'config.porch.kpt.dev/v1alpha1',
      kind: 'Repository',
      metadata: { name: team, namespace: 'default' },
      spec: { type: 'git', git: { repo: `https://127.0.0.1:1/${team}.git` } },
    };
    await session.run('create -f -', stored);
    proxy().take();
    const waiting = session.attempt(`wait repo/${team} --for=condition=Tested --timeout=4m`);
    await proxy().until(isWatch);
    const asked = session.trace();
    const condition = {
      type: 'Tested',
      status: 'True',
      reason: 'Tested',
      message: 'm',
      lastTransitionTime: '2026-01-01T00:00:00Z',
    };
    await mergePatch(proxy(), `/apis/config.porch.kpt.dev/v1alpha1/namespaces/default/repositories/${team}/status`, {
      status: { conditions: [condition] },
    });
    expect((await waiting).stdout).toContain('condition met');
    expect(asked[0]).toBe(`GET repositories/${team} 200`);
    for (const request of asked.slice(1)) expect(request).toContain(`fieldSelector=metadata.name=${team}`);
  });

  it('delete: of one, which waits until it is gone, and of all', async () => {
    await session.run(`delete packagerevision playground.${team}-served.w`);
    const selected = `GET packagerevisions fieldSelector=metadata.name=playground.${team}-served.w 200`;
    expect(session.trace()).toEqual([
      `DELETE packagerevisions/playground.${team}-served.w 200`,
      minor < 27 ? selected : `GET packagerevisions/playground.${team}-served.w 404`,
    ]);
    await session.run('create -f -', configMap('held', {}, ['example.com/hold']));
    proxy().take();
    const deleting = session.attempt(`delete configmap held -n ${team}`);
    await proxy().until(isWatch);
    await mergePatch(proxy(), `/api/v1/namespaces/${team}/configmaps/held`, { metadata: { finalizers: null } });
    expect((await deleting).status).toBe(0);
    await session.run(`delete configmaps --all -n ${team}`);
    const asked = session.trace();
    expect(asked[0]).toMatch(/^GET configmaps( limit=500)? 200$/);
    expect(asked.slice(1, 4)).toEqual(['applied', 'replaced', 'served'].map((name) => `DELETE configmaps/${name} 200`));
    expect(await session.run(`delete namespace ${team}`)).toContain('deleted');
    expect((await session.attempt(`get namespace ${team}`)).stderr).toContain('not found');
  });
}

/** A write by somebody else, while kubectl waits. */
async function mergePatch(proxy: RecordingProxy, path: string, patch: object): Promise<void> {
  const headers = { 'Content-Type': 'application/merge-patch+json' };
  const response = await fetch(proxy.url + path, { method: 'PATCH', headers, body: JSON.stringify(patch) });
  expect(response.status).toBe(200);
}
