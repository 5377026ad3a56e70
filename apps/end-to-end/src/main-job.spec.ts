import { packageRevisions } from '@porch/client';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeNeeding, program } from './support/describe-needing';
import { endProcess, lineFrom } from './support/child-line';
import { addFiles, overlay } from './support/package-folder';
import { conformance } from './support/paths';
import { PorchApi } from './support/porch-api';
import { PorchServer } from './support/porch-server';

const examples = join(conformance, 'fixtures/kpt/package-examples');

const deployment = (image: string) => `apiVersion: apps/v1
kind: Deployment
metadata: # the web front
  name: web
spec:
  replicas: 1 # kpt-set: \${replicas}
  template:
    spec:
      containers:
      - name: web
        image: ${image} # pinned by platform
`;

const pipeline = (kptfile: string) => `${kptfile}pipeline:
  mutators:
  - image: set-namespace:v0.4.1
    configMap:
      namespace: shop
  - image: ghcr.io/kptdev/krm-functions-catalog/set-labels:v0.2.0
    configMap:
      team: blue
  - image: apply-setters:v0.2
    configMap:
      replicas: "3"
`;

describeNeeding([program('kubectl')], 'the main job, by kubectl and porchctl on real git', () => {
  let server: PorchServer;
  const work = mkdtempSync(join(tmpdir(), 'porch-main-job-'));
  const folder = (name: string) => join(work, name);

  beforeAll(async () => {
    server = await PorchServer.start();
    await server.kube(['wait', 'repository/playground', '--for=condition=Ready', '--timeout=4m']);
    const revision = await draft('web');
    addFiles(folder('web'), {
      Kptfile: pipeline(readFileSync(join(folder('web'), 'Kptfile'), 'utf8')),
      'deployment.yaml': deployment('web:1'),
    });
    await server.porch(['rpkg', 'push', revision, folder('web')]);
    await publish(revision);
  });
  afterAll(async () => {
    await server.remove();
    rmSync(work, { recursive: true, force: true });
  });

  const draft = async (name: string, workspace = 'v1') => {
    await server.porch(['rpkg', 'init', name, '--repository', 'playground', '--workspace', workspace]);
    await server.porch(['rpkg', 'pull', `playground.${name}.${workspace}`, folder(name)]);
    return `playground.${name}.${workspace}`;
  };
  const publish = async (revision: string) => {
    await server.porch(['rpkg', 'propose', revision]);
    await server.porch(['rpkg', 'approve', revision]);
  };

  it.each(['cert-manager-basic', 'ingress-nginx'])('publishes the example package %s', async (example) => {
    const revision = await draft(example);
    overlay(join(examples, example), folder(example));
    await server.porch(['rpkg', 'push', revision, folder(example)]);
    await publish(revision);
    const files = (await server.git('ls-tree', '-r', '--name-only', `${example}/v1`)).split('\n');
    expect(files).toContain(`${example}/Kptfile`);
    await server.git('fsck', '--strict');
  });

  it('runs the functions of a package and keeps comments', async () => {
    const published = await server.git('show', 'web/v1:web/deployment.yaml');
    expect(published).toContain('metadata: # the web front\n');
    expect(published).toContain('  namespace: shop\n');
    expect(published).toContain('  replicas: 3 # kpt-set: ${replicas}\n');
    expect(published).toContain('team: blue');
  });

  it('makes an approval one commit on main and one tag', async () => {
    await publish(await draft('approved'));
    const [main, tag] = await Promise.all([server.git('rev-parse', 'main'), server.git('rev-parse', 'approved/v1')]);
    expect(main).toBe(tag);
    expect(await server.git('log', '-1', '--format=%s', 'main')).toBe('Approving package revision approved/1\n');
    expect(await server.git('for-each-ref', 'refs/heads/drafts/approved', 'refs/heads/proposed/approved')).toBe('');
  });

  it('clones downstream, keeps local changes over an upgrade', async () => {
    await server.porch([
      'rpkg',
      'clone',
      'playground.web.v1',
      'team-web',
      '--repository',
      'playground',
      '--workspace',
      'v1',
    ]);
    await server.porch(['rpkg', 'pull', 'playground.team-web.v1', folder('team-web')]);
    const local = readFileSync(join(folder('team-web'), 'deployment.yaml'), 'utf8');
    addFiles(folder('team-web'), {
      'deployment.yaml': local.replace('spec:\n', 'spec:\n  minReadySeconds: 7 # ours\n'),
    });
    await server.porch(['rpkg', 'push', 'playground.team-web.v1', folder('team-web')]);
    await publish('playground.team-web.v1');

    await server.porch(['rpkg', 'copy', 'playground.web.v1', '--workspace', 'v2']);
    await server.porch(['rpkg', 'pull', 'playground.web.v2', folder('web2')]);
    const upstream = readFileSync(join(folder('web2'), 'deployment.yaml'), 'utf8');
    addFiles(folder('web2'), { 'deployment.yaml': upstream.replace('web:1', 'web:2') });
    await server.porch(['rpkg', 'push', 'playground.web.v2', folder('web2')]);
    await publish('playground.web.v2');

    const upgraded = await server.porch(['rpkg', 'upgrade', 'playground.team-web.v1', '--workspace', 'v2']);
    expect(upgraded).toBe('playground.team-web.v1 upgraded to playground.team-web.v2\n');
    await publish('playground.team-web.v2');
    const merged = await server.git('show', 'team-web/v2:team-web/deployment.yaml');
    expect(merged).toContain('minReadySeconds: 7 # ours');
    expect(merged).toContain('image: web:2 # pinned by platform');
    expect(await server.git('show', 'team-web/v2:team-web/Kptfile')).toMatch(/ref: web\/v2/);
  });

  it('lets one of two approvals at once win', async () => {
    const revision = await draft('race');
    await server.porch(['rpkg', 'propose', revision]);
    const answers = await Promise.all([1, 2].map(() => server.porchctl(['rpkg', 'approve', revision])));
    expect(answers.map((answer) => answer.status).sort()).toEqual([0, 1]);
    expect((await server.git('tag', '--list', 'race/*')).trim()).toBe('race/v1');
  });

  it('stores nothing of a push whose function nobody has', async () => {
    const revision = await draft('odd');
    const before = await server.git('rev-parse', 'refs/heads/drafts/odd/v1');
    const kptfile = readFileSync(join(folder('odd'), 'Kptfile'), 'utf8');
    addFiles(folder('odd'), {
      Kptfile: `${kptfile}pipeline:\n  mutators:\n  - image: example.com/no-such-function:v1\n`,
    });
    const { status, stderr } = await server.porchctl(['rpkg', 'push', revision, folder('odd')]);
    expect(status).toBe(1);
    expect(stderr).toContain('Package NOT pushed to remote');
    expect(stderr).toContain('example.com/no-such-function:v1');
    expect(await server.git('rev-parse', 'refs/heads/drafts/odd/v1')).toBe(before);
  });

  it.each<[object, number, string]>([
    [{ packageName: 'p', repository: 'nowhere' }, 404, 'repositories.config.porch.kpt.dev "nowhere" not found'],
    [{ packageName: 'p' }, 400, 'spec.repositoryName is required'],
    [{ packageName: 'P_x', repository: 'playground' }, 422, 'RFC 1123'],
    [{ packageName: '../p', repository: 'playground' }, 422, 'spec.packageName'],
    [{ packageName: 'web/inner', repository: 'playground' }, 422, 'packages cannot be nested'],
    [{ packageName: 'web', repository: 'playground' }, 409, 'package "web" already exists in repository "playground"'],
  ])('answers %j with the right code and changes nothing', async (spec, code, message) => {
    const refs = await server.git('for-each-ref');
    const api = await PorchApi.connect(server.kubeconfig);
    const body = { apiVersion: 'porch.kpt.dev/v1alpha1', kind: 'PackageRevision' as const, metadata: {} };
    await expect(
      api.client.create(packageRevisions, { ...body, spec: { workspaceName: 'bad', ...spec } }),
    ).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message) as string,
    });
    api.close();
    expect(await server.git('for-each-ref')).toBe(refs);
  });

  it('shows a creation, a transition and a removal live', async () => {
    const watch = spawn('kubectl', ['get', 'packagerevisions', '-w', '--output-watch-events', '--no-headers'], {
      env: { ...process.env, ...server.environment },
    });
    try {
      await lineFrom(watch, /playground\.web\.v1/);
      const steps = [
        lineFrom(watch, /ADDED +playground\.seen\.v1 .*Draft/),
        lineFrom(watch, /MODIFIED +playground\.seen\.v1 .*Proposed/),
        lineFrom(watch, /DELETED +playground\.seen\.v1/),
      ];
      const revision = await draft('seen');
      await server.porch(['rpkg', 'propose', revision]);
      await server.porch(['rpkg', 'reject', revision]);
      await server.porch(['rpkg', 'del', revision]);
      await Promise.all(steps);
    } finally {
      await endProcess(watch, 'SIGKILL');
    }
  });

  it('describes a revision and finds the latest by label', async () => {
    expect(await server.kube(['describe', 'packagerevision', 'playground.web.v1'])).toContain('Package Name:');
    await publish(await draft('labelled'));
    const names = await server.kube(['get', 'packagerevisions', '-l', 'kpt.dev/latest-revision=true', '-o', 'name']);
    expect(names).toContain('packagerevision.porch.kpt.dev/playground.labelled.v1\n');
    expect(names).not.toContain('playground.labelled.main');
  });

  it('drops what is registered with a namespace, and never touches git', async () => {
    const manifest = (namespace: string) => ({
      apiVersion: 'config.porch.kpt.dev/v1alpha1',
      kind: 'Repository',
      metadata: { name: 'mirror', namespace },
      spec: { type: 'git', git: { repo: `file://${join(server.dataDirectory, 'repositories/playground.git')}` } },
    });
    const refs = await server.git('for-each-ref');
    await server.kube(['create', 'namespace', 'guests']);
    await server.kube(['apply', '-f', '-'], { input: JSON.stringify(manifest('guests')) });
    await server.kube(['wait', '-n', 'guests', 'repository/mirror', '--for=condition=Ready', '--timeout=4m']);
    expect(await server.kube(['get', 'packagerevisions', '-n', 'guests', '-o', 'name'])).toContain('mirror.web.v1');
    await server.kube(['delete', 'namespace', 'guests', '--wait', '--timeout=4m']);
    expect(await server.git('for-each-ref')).toBe(refs);
  });

  it('refuses a local repository outside the directories it may use', async () => {
    const manifest = {
      apiVersion: 'config.porch.kpt.dev/v1alpha1',
      kind: 'Repository',
      metadata: { name: 'outside' },
      spec: { type: 'git', git: { repo: `file://${work}/outside.git` } },
    };
    const { status, stderr } = await server.kubectl(['apply', '-f', '-'], { input: JSON.stringify(manifest) });
    expect(status).toBe(1);
    expect(stderr).toContain('--allow-local-repositories');
  });
});
