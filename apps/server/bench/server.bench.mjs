// The server at scale: 10,000 revisions in 100 repositories, git over local HTTP, the embedded store, real TLS.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { makeSyntheticRepository, packageName } from '../../../libs/repository-git/bench/synthetic-repository.mjs';
import { figure, quantile, summarize } from '../../../tools/bench/measuring.mjs';
import { CONFIG, connect, lifecycle, PORCH } from './api-client.mjs';
import { startGitBehindProxy } from './git-behind-proxy.mjs';
import { startServer } from './running-server.mjs';
import { revisionCost, settledMemory } from './settled-memory.mjs';
import { soak } from './soak.mjs';
import { watchFigures } from './watching.mjs';

const FULL = { repositories: 100, packages: 20, revisions: 5, runs: 40, watchers: 1000, soakSeconds: 300, clients: 50 };
const QUICK = { repositories: 2, packages: 4, revisions: 2, runs: 3, watchers: 20, soakSeconds: 3, clients: 5 };

export async function run({ quick = false, root }) {
  const size = quick ? QUICK : FULL;
  const scratch = mkdtempSync(join(tmpdir(), 'porch-bench-'));
  const figures = [];
  try {
    const many = await scenario(join(scratch, 'many'), size, root, (world) => measureAtScale(world, size, figures));
    const few = await scenario(join(scratch, 'few'), { ...size, repositories: 0 }, root, async (world) => {
      await world.restart();
      const memory = await settledMemory(world);
      return { memory, ...(await approvals(world, size.runs)) };
    });
    figures.push(revisionCost(many.memory, few.memory));
    const ratio = summarize(many.own).value / summarize(few.own).value;
    figures.push({ name: 'approve.flat.ratio', unit: 'ratio', value: ratio, spread: 0, want: 1.5 });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return figures;
}

/** A server with its repositories, for as long as `work` takes. */
async function scenario(folder, size, root, work) {
  const gitRoot = join(folder, 'git');
  mkdirSync(join(gitRoot, 'nephio'), { recursive: true });
  const names = Array.from({ length: size.repositories }, (_, at) => `repo-${at}`);
  for (const name of [...names, 'scratch', 'upstream']) {
    const [packages, revisions] = name === 'scratch' || name === 'upstream' ? [2, 5] : [size.packages, size.revisions];
    await makeSyntheticRepository({ directory: join(gitRoot, 'nephio', `${name}.git`), packages, revisions, files: 3 });
  }
  const git = await startGitBehindProxy(gitRoot, resolve(root, '../shared'));
  const dataDirectory = join(folder, 'data');
  mkdirSync(dataDirectory, { recursive: true });
  let server = await startServer(root, dataDirectory);
  try {
    const client = connect(server.url, dataDirectory, { sockets: 8 });
    const registered = [...names, 'scratch', 'upstream'];
    await register(client, git.url, registered);
    await allSynchronized(client, registered.length, 0);
    client.close();
    let started = 0;
    const world = {
      git,
      dataDirectory,
      server: () => server,
      connect: (options) => connect(server.url, dataDirectory, options),
      restart: async () => {
        await server.stop();
        started = Date.now();
        server = await startServer(root, dataDirectory);
        return server.readyMilliseconds;
      },
      /** Resolves when every repository was read since the server started. */
      settled: async () => {
        const asking = connect(server.url, dataDirectory);
        await allSynchronized(asking, registered.length, started);
        asking.close();
      },
    };
    return await work(world);
  } finally {
    await server.stop();
    await git.close();
  }
}

async function register(client, gitUrl, names) {
  await client.json('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'bench' } });
  await client.json('POST', '/api/v1/namespaces/bench/secrets', {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'auth' },
    type: 'kubernetes.io/basic-auth',
    stringData: { username: 'nephio', password: 'secret' },
  });
  for (const name of names) {
    await client.json('POST', `${CONFIG}/repositories`, {
      apiVersion: 'config.porch.kpt.dev/v1alpha1',
      kind: 'Repository',
      metadata: { name },
      spec: { type: 'git', git: { repo: `${gitUrl}/nephio/${name}.git`, branch: 'main', secretRef: { name: 'auth' } } },
    });
  }
}

/** Waits until so many repositories are Ready and were read in full since a time; statuses tell whole seconds. */
async function allSynchronized(client, count, since) {
  const isSynchronized = ({ status }) =>
    status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') &&
    Date.parse(status.lastFullSyncTime) > since - 1000;
  for (const deadline = Date.now() + 300_000; ; await new Promise((wake) => setTimeout(wake, 200))) {
    const { items } = await client.json('GET', `${CONFIG}/repositories`);
    const synchronized = items.filter(isSynchronized);
    if (synchronized.length === count) return;
    if (Date.now() > deadline)
      throw new Error(`only ${synchronized.length} of ${count} repositories were synchronized`);
  }
}

async function measureAtScale(world, size, figures) {
  const add = (name, values, want) => figures.push(figure(name, 'ms', summarize(values), { want }));
  const before = world.server().resident();
  add('start.ready', [await world.restart(), await world.restart(), await world.restart()], 2500);
  const memory = await settledMemory(world);
  const client = world.connect();
  const timed = async (runs, work) => {
    const values = [];
    for (let at = 0; at < runs; at += 1) {
      const began = performance.now();
      await work(at);
      values.push(performance.now() - began);
    }
    return values;
  };
  const all = await client.json('GET', `${PORCH}/packagerevisions`);
  add('list.all.p50', await timed(size.runs, () => client.send('GET', `${PORCH}/packagerevisions`)), 80);
  const page = `${PORCH}/packagerevisions?limit=500&labelSelector=${encodeURIComponent('kpt.dev/latest-revision=true')}`;
  figures.push(percentile('list.page.p99', await timed(size.runs * 3, () => client.send('GET', page)), 20));
  const names = all.items.map((item) => item.metadata.name);
  const one = (at) => client.send('GET', `${PORCH}/packagerevisions/${names[(at * 7919) % names.length]}`);
  figures.push(percentile('get.p99', await timed(size.runs * 10, one), 5));

  const life = lifecycle(client);
  const upstream = names.find((name) => name.startsWith(`upstream.${packageName(0)}.`) && !name.endsWith('.main'));
  const made = [];
  add('init.p50', await timed(size.runs, async (at) => made.push(await life.init('scratch', `made-${at}`))), 55);
  const cloned = [];
  const clone = { type: 'clone', clone: { upstreamRef: { upstreamRef: { name: upstream } } } };
  const cloneOne = async (at) => cloned.push(await life.create('scratch', `cloned-${at}`, 'v1', clone));
  add('clone.p50', await timed(size.runs, cloneOne), 80);
  add('push.p50', await timed(size.runs, (at) => life.push(made[at], withPipeline(at))), 80);
  for (const at of made.keys()) made[at] = await life.get(made[at].metadata.name);
  add('propose.p50', await timed(size.runs, async (at) => (made[at] = await life.propose(made[at]))), 50);
  const { totals, own } = await approvals(world, size.runs);
  add('approve.p50', totals, 65);
  add('delete.p50', await timed(size.runs, (at) => life.remove(cloned[at])), 50);
  client.close();

  figures.push(...(await watchFigures(world, size)));
  figures.push(...(await soak(world, size)));
  figures.push({ name: 'rss.mb', unit: 'MiB', value: world.server().resident(), spread: 0, want: 600 });
  figures.push({ name: 'rss.first-start.mb', unit: 'MiB', value: before, spread: 0 });
  figures.push(await loopDelay(world));
  return { own, memory };
}

/** Approves `runs` fresh drafts in a small repository: how long each took, and how long of that git did not. */
async function approvals(world, runs) {
  const client = world.connect();
  const life = lifecycle(client);
  const totals = [];
  const own = [];
  for (let at = 0; at < runs; at += 1) {
    const proposed = await life.propose(await life.init('upstream', `approved-${at}`));
    world.git.takeSpent();
    const began = performance.now();
    await life.approve(proposed);
    const total = performance.now() - began;
    totals.push(total);
    own.push(Math.max(0, total - world.git.takeSpent()));
  }
  client.close();
  return { totals, own };
}

const withPipeline = (at) => (resources) => ({
  ...resources,
  Kptfile: `${resources.Kptfile.replace(/^pipeline:[\s\S]*?(?=^\S|$(?![\s\S]))/m, '')}pipeline:
  mutators:
  - image: set-namespace:v0.4
    configMap: {namespace: bench-${at}}
  - image: set-labels:v0.2
    configMap: {run: "${at}"}
  - image: set-annotations:v0.1
    configMap: {note: "${at}"}
`,
  'config.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: config\ndata:\n  at: "${at}"\n`,
});

function percentile(name, values, want) {
  const value = quantile(values, 0.99);
  return { name, unit: 'ms', value, spread: value - quantile(values, 0.5), want };
}

async function loopDelay(world) {
  const client = world.connect();
  const text = (await client.send('GET', '/metrics')).body.toString('utf8');
  client.close();
  const seconds = Number(/^nodejs_eventloop_lag_p99_seconds (\S+)/m.exec(text)?.[1] ?? NaN);
  return { name: 'loop.p99', unit: 'ms', value: seconds * 1000, spread: 0, want: 50 };
}
