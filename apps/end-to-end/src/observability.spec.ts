import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeNeeding, DEV_FULL, POSTGRESQL } from './support/describe-needing';
import { AdminRequests } from './support/admin-requests';
import { endProcess, lineFrom } from './support/child-line';
import { serverBundle, workspaceRoot } from './support/paths';
import { PATIENCE } from './support/patience';
import { PorchServer } from './support/porch-server';
import { type PostgresServer, startPostgres } from '@porch/store/testing';

describe('what a server tells of itself', () => {
  let server: PorchServer;
  let requests: AdminRequests;
  beforeAll(async () => {
    server = await PorchServer.start({ flags: ['--event-ttl', '1s'] });
    requests = new AdminRequests(server);
  });
  afterAll(async () => {
    requests?.close();
    await server?.remove();
  });
  const text = async (path: string) => {
    const { status, text: body } = await requests.send('GET', path);
    return `${status} ${body}`;
  };

  it('is well, by checks that have names', async () => {
    expect(await text('/readyz?verbose')).toBe(
      '200 [+]ping ok\n[+]shutdown ok\n[+]leaving ok\n[+]store ok\n[+]cache ok\nreadyz check passed\n',
    );
    expect(await text('/livez?verbose')).toBe('200 [+]ping ok\nlivez check passed\n');
    for (const check of ['store', 'cache']) expect(await text(`/readyz/${check}`)).toBe('200 ok');
  });

  it('has the metrics that the documentation names, and no others of its own', async () => {
    const page = readFileSync(join(workspaceRoot, 'docs/observability.md'), 'utf8');
    const documented = [...page.matchAll(/^\| `(porch_\w+)` +\| (\w+)/gm)].map(([, name, type]) => `${name} ${type}`);
    const served = [...(await text('/metrics')).matchAll(/^# TYPE (porch_\w+) (\w+)$/gm)];
    expect(served.map(([, name, type]) => `${name} ${type}`).sort()).toEqual(documented.sort());
  });

  it('counts what packages cost', async () => {
    await server.porch(['rpkg', 'init', 'counted', '--repository', 'playground', '--workspace', 'w']);
    const path = '/apis/porch.kpt.dev/v1alpha1/namespaces/default/packagerevisionresources/playground.counted.w';
    const stored = await requests.json<{ spec: { resources: Record<string, string> } }>('GET', path);
    stored.spec.resources['Kptfile'] +=
      'pipeline:\n  mutators:\n  - image: set-namespace:v0.4\n    configMap: {namespace: a}\n';
    await requests.json('PUT', path, stored);
    await requests.json('GET', path);
    const metrics = await text('/metrics');
    expect(metrics).toContain('\nporch_function_runs_total{function="set-namespace",result="success"} 1\n');
    expect(metrics).toMatch(/\nporch_renders_total\{result="success"\} [1-9]/);
    expect(metrics).toMatch(/\nporch_git_operations_total\{operation="push",result="success"\} [1-9]/);
    expect(metrics).toContain('\nporch_cache_repositories{state="Ready"} 1\n');
    expect(metrics).toContain('\nporch_cache_package_revisions 1\n');
    expect(metrics).toMatch(/\nporch_cache_contents_bytes [1-9]/);
    expect(metrics).toMatch(/\nnodejs_eventloop_lag_p99_seconds \d/);
  });

  it('forgets Events when their time is over, before the eyes of watchers', async () => {
    const events = '/api/v1/namespaces/default/events';
    const event = { apiVersion: 'v1', kind: 'Event', metadata: { name: 'passing' }, involvedObject: { kind: 'Pod' } };
    const { metadata } = await requests.json<{ metadata: { resourceVersion: string } }>('POST', events, event);
    const query = `watch=true&resourceVersion=${metadata.resourceVersion}`;
    // The watch ends by itself some time after the removal; what it has said by then counts.
    for (let seconds = 4; ; seconds *= 2) {
      const watched = await text(`${events}?${query}&timeoutSeconds=${seconds}`);
      if (watched.includes('"type":"DELETED"')) break;
      expect(seconds * 1000).toBeLessThan(PATIENCE);
    }
    expect((await requests.send('GET', `${events}/passing`)).status).toBe(404);
  });
});

describeNeeding([DEV_FULL], 'a server whose log has no room left', () => {
  const folder = mkdtempSync(join(tmpdir(), 'porch-full-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('goes on serving', async () => {
    const command = 'exec "$0" "$@" 2> /dev/full';
    const flags = ['--data-dir', folder, '--secure-port', '0', '--log-level', 'trace'];
    const child = spawn('sh', ['-c', command, process.execPath, serverBundle, ...flags]);
    const [, kubeconfig = ''] = await lineFrom(child, /^ready \S+ kubeconfig (.+)$/m);
    const requests = new AdminRequests({ kubeconfig });
    for (let index = 0; index < 5; index += 1) {
      expect((await requests.send('GET', '/api/v1/namespaces')).status).toBe(200);
    }
    requests.close();
    expect(await endProcess(child, 'SIGTERM')).toBe(0);
  });
});

describeNeeding([POSTGRESQL], 'a server that loses its database', () => {
  let postgres: PostgresServer | undefined;
  let server: PorchServer | undefined;
  afterAll(async () => {
    await server?.remove();
    await postgres?.stop();
  });

  it('is alive and not ready, says which check failed and logs why', async () => {
    postgres = await startPostgres();
    server = await PorchServer.start({ env: { PORCH_DATABASE_URL: await postgres.createDatabase() } });
    const requests = new AdminRequests(server);
    expect((await requests.send('GET', '/readyz')).text).toBe('ok');
    await postgres.stop();
    postgres = undefined;
    const failed = await requests.send('GET', '/readyz');
    expect(failed.status).toBe(500);
    expect(failed.text).toContain('[-]store failed: reason withheld\n');
    expect((await requests.send('GET', '/livez')).text).toBe('ok');
    const [line] = await server.log.until(/^\{.*"check":"store".*\}$/m);
    expect(JSON.parse(line)).toMatchObject({
      msg: 'a health check failed',
      error: expect.stringMatching(/\w/) as string,
    });
    requests.close();
    expect(await server.stop()).toBe(0);
  });
});
