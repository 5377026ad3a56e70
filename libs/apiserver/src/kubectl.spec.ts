import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { SERVER_CERTIFICATE, TEST_AUTHORITY } from './testing/certificates';
import { ADMIN_TOKEN, startTestServer, type TestServer } from './testing/test-server';

const hasKubectl = spawnSync('kubectl', ['version', '--client']).status === 0;

/** Real kubectl against the server: what it prints and how it exits. */
(hasKubectl ? describe : describe.skip)('kubectl', () => {
  let server: TestServer;
  let home: string;

  beforeAll(async () => {
    server = await startTestServer();
    const { url } = await server.api.listen({ host: '127.0.0.1', port: 0, tls: SERVER_CERTIFICATE });
    const authority = Buffer.from(TEST_AUTHORITY).toString('base64');
    home = await mkdtemp(join(tmpdir(), 'porch-kubectl-'));
    const kubeconfig = {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'porch', cluster: { server: url, 'certificate-authority-data': authority } }],
      users: [{ name: 'admin', user: { token: ADMIN_TOKEN } }],
      contexts: [{ name: 'porch', context: { cluster: 'porch', user: 'admin', namespace: 'default' } }],
      'current-context': 'porch',
    };
    await writeFile(join(home, 'config'), JSON.stringify(kubeconfig));
  });
  afterAll(async () => {
    await server.close();
    await rm(home, { recursive: true });
  });

  function environment(): NodeJS.ProcessEnv {
    return { PATH: process.env['PATH'], HOME: home, KUBECONFIG: join(home, 'config') };
  }

  function kubectl(args: string, input?: string | object): Promise<{ code: number; out: string; err: string }> {
    return new Promise((resolve) => {
      const child = execFile('kubectl', args.split(' '), { env: environment(), timeout: 240_000 }, (error, out, err) =>
        resolve({ code: error ? Number(error.code ?? 1) : 0, out, err }),
      );
      child.stdin?.end(typeof input === 'object' ? JSON.stringify(input) : (input ?? ''));
    });
  }

  const repository = {
    apiVersion: 'config.porch.kpt.dev/v1alpha1',
    kind: 'Repository',
    metadata: { name: 'blueprints' },
    spec: { type: 'git', git: { repo: 'https://git.example/blueprints.git' } },
  };
  const revision = (workspaceName: string) => ({
    apiVersion: 'porch.kpt.dev/v1alpha1',
    kind: 'PackageRevision',
    metadata: { name: `blueprints.nginx.${workspaceName}` },
    spec: { repository: 'blueprints', packageName: 'nginx', workspaceName, tasks: [{ type: 'init', init: {} }] },
  });

  it('reads the version and every resource', async () => {
    expect((await kubectl('version')).out).toContain('Server Version: v1.33');
    const { out } = await kubectl('api-resources --cached=false');
    expect(out).toMatch(/repositories +repo +config\.porch\.kpt\.dev\/v1alpha1 +true +Repository/);
    expect(out).toMatch(/packages +porch\.kpt\.dev\/v1alpha1 +true +PorchPackage/);
  });

  it('applies, shows, changes and deletes a repository', async () => {
    expect((await kubectl('apply -f -', repository)).out).toContain('created');
    expect((await kubectl('apply -f -', repository)).out).toContain('unchanged');
    const changed = { ...repository, spec: { ...repository.spec, description: 'all of them' } };
    expect(await kubectl('apply -f -', changed)).toMatchObject({
      err: '',
      out: expect.stringContaining('configured') as string,
    });
    expect((await kubectl('get repositories')).out).toMatch(
      /NAME +TYPE +CONTENT +SYNC SCHEDULE +DEPLOYMENT +READY +ADDRESS +BRANCH +AGE\nblueprints +git +Package +https:\/\/git\.example\/blueprints\.git +main +\w+\n/,
    );
    expect((await kubectl('get repo blueprints -o jsonpath={.metadata.generation}')).out).toBe('2');
    expect((await kubectl('annotate repo blueprints note=1')).code).toBe(0);
    expect((await kubectl('delete repo blueprints')).out).toContain(
      'repository.config.porch.kpt.dev "blueprints" deleted',
    );
  });

  it("refuses unknown fields and immutable changes with the server's words", async () => {
    const unknown = await kubectl('create -f -', { ...repository, spec: { ...repository.spec, colour: 'red' } });
    expect(unknown).toMatchObject({ code: 1 });
    expect(unknown.err).toContain('strict decoding error: unknown field "spec.colour"');
    expect((await kubectl('create -f -', repository)).code).toBe(0);
    const moved = { ...repository, spec: { type: 'git', git: { repo: 'https://git.example/other.git' } } };
    expect((await kubectl('apply -f -', moved)).err).toContain('spec.git.repo is immutable');
  });

  it('creates core objects, which it sends as protobuf', async () => {
    expect((await kubectl('create namespace team')).out).toBe('namespace/team created\n');
    expect(
      (await kubectl('create secret generic login -n team --from-literal=username=u --from-literal=password=p')).code,
    ).toBe(0);
    expect((await kubectl('get secret login -n team -o jsonpath={.data.username}')).out).toBe('dQ==');
    expect((await kubectl('create configmap settings -n team --from-literal=a=b')).code).toBe(0);
    expect((await kubectl('get configmaps -A')).out).toMatch(/team +settings +1 /);
    expect((await kubectl('create configmap x -n nowhere --from-literal=a=b')).err).toContain(
      'namespaces "nowhere" not found',
    );
  });

  it('creates, lists, proposes, approves and deletes package revisions', async () => {
    expect((await kubectl('create -f -', revision('v1'))).out).toContain(
      'packagerevision.porch.kpt.dev/blueprints.nginx.v1 created',
    );
    expect((await kubectl('get packagerevisions')).out).toMatch(
      /NAME +PACKAGE +WORKSPACENAME +REVISION +LATEST +LIFECYCLE +REPOSITORY\nblueprints\.nginx\.v1 +nginx +v1 +0 +false +Draft +blueprints/,
    );
    expect(
      (await kubectl('patch packagerevision blueprints.nginx.v1 --type=merge -p {"spec":{"lifecycle":"Proposed"}}'))
        .code,
    ).toBe(0);
    const approved = await kubectl(
      'patch packagerevision blueprints.nginx.v1 --subresource=approval --type=merge -p {"spec":{"lifecycle":"Published"}}',
    );
    expect(approved).toMatchObject({ code: 0, err: '' });
    expect((await kubectl('get packagerevisions --field-selector spec.lifecycle=Published -o name')).out).toBe(
      'packagerevision.porch.kpt.dev/blueprints.nginx.v1\n',
    );
    expect((await kubectl('get packagerevisions -l kpt.dev/latest-revision=true --no-headers')).out).toMatch(
      / 1 +true +Published/,
    );
    expect((await kubectl('delete packagerevision blueprints.nginx.v1')).err).toContain(
      'must be proposed for deletion',
    );
    expect((await kubectl('create -f -', revision('v2'))).code).toBe(0);
    expect((await kubectl('delete packagerevision blueprints.nginx.v2 --timeout=4m')).code).toBe(0);
  });

  it('applies a package revision on the server, creating what is missing', async () => {
    const applied = await kubectl('apply --server-side -f -', revision('v3'));
    expect(applied.out).toContain('blueprints.nginx.v3 serverside-applied');
    const labelled = { ...revision('v3'), metadata: { name: 'blueprints.nginx.v3', labels: { team: 'red' } } };
    expect((await kubectl('apply --server-side -f -', labelled)).code).toBe(0);
    expect((await kubectl('get packagerevision blueprints.nginx.v3 -o jsonpath={.metadata.labels.team}')).out).toBe(
      'red',
    );
    expect((await kubectl('apply --server-side -f -', revision('v3'))).code).toBe(0);
    expect((await kubectl('get packagerevision blueprints.nginx.v3 -o jsonpath={.metadata.labels}')).out).toBe('');
  });

  it('applies on the client, replaces and shows changes as they come', async () => {
    expect((await kubectl('apply -f -', revision('v4'))).out).toContain('created');
    const labelled = { ...revision('v4'), metadata: { name: 'blueprints.nginx.v4', labels: { team: 'blue' } } };
    expect(await kubectl('apply -f -', labelled)).toMatchObject({ err: '', code: 0 });
    expect((await kubectl('label packagerevision blueprints.nginx.v4 tier=gold')).code).toBe(0);
    const current = (await kubectl('get packagerevision blueprints.nginx.v4 -o json')).out;
    expect(JSON.parse(current)).toMatchObject({ metadata: { labels: { team: 'blue', tier: 'gold' } } });
    expect((await kubectl('replace -f -', current)).out).toContain('replaced');
    expect((await kubectl('apply -f - --dry-run=server', revision('v5'))).out).toContain('created (server dry run)');
    expect((await kubectl('get packagerevision blueprints.nginx.v5')).err).toContain(
      'packagerevisions.porch.kpt.dev "blueprints.nginx.v5" not found',
    );
  });

  it('shows changes live', async () => {
    const watching = spawn('kubectl', ['get', 'packagerevisions', '--watch-only', '-o', 'name'], {
      env: environment(),
    });
    const ended = once(watching, 'close');
    let line: string | undefined;
    createInterface(watching.stdout).once('line', (text) => (line = text));
    // Nothing tells when its watch has begun: it is given changes until it shows one.
    for (let count = 0; line === undefined && watching.exitCode === null; count += 1) {
      const path = '/apis/porch.kpt.dev/v1alpha1/namespaces/default/packagerevisions/blueprints.nginx.v4';
      const patch = { metadata: { labels: { count: String(count) } } };
      await server.request('PATCH', path, patch, { 'Content-Type': 'application/merge-patch+json' });
      await delay(100);
    }
    watching.kill('SIGKILL');
    await ended;
    expect(line).toBe('packagerevision.porch.kpt.dev/blueprints.nginx.v4');
  });

  it('shows packages and the files of revisions', async () => {
    expect((await kubectl('get packages')).out).toMatch(/blueprints\.nginx +nginx +blueprints/);
    expect((await kubectl('get packagerevisionresources')).out).toMatch(
      /FILES\nblueprints\.nginx\.v1 +nginx +v1 +0 +blueprints +1/,
    );
  });

  it('explains, diffs, describes and waits', async () => {
    expect((await kubectl('explain packagerevision.spec.lifecycle')).out).toContain('State of the revision');
    const changed = { ...repository, spec: { ...repository.spec, description: 'diffed' } };
    expect((await kubectl('diff -f -', changed)).out).toContain('+  description: diffed');
    expect((await kubectl('describe repo blueprints')).out).toContain('Name:         blueprints');
    const status =
      '{"status":{"conditions":[{"type":"Ready","status":"True","reason":"Ready","message":"m","lastTransitionTime":"2026-01-01T00:00:00Z"}]}}';
    expect((await kubectl(`patch repo blueprints --subresource=status --type=merge -p ${status}`)).code).toBe(0);
    expect((await kubectl('wait repo/blueprints --for=condition=Ready --timeout=4m')).out).toContain('condition met');
  });
});
