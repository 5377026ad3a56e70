// The cache over repositories in memory: what it adds to every operation, at 10 and at 10,000 package revisions.
import { setMaxListeners } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createRepositoryCache } from '@porch/cache';
import { backgroundContext } from '@porch/repository';
import { createInMemoryRepositoryOpener, RepositorySteps, samplePackage } from '@porch/repository/testing';
import { createSqliteStore } from '@porch/store';
import { samples, summarize, timed } from '../../../tools/bench/measuring.mjs';

const PACKAGES = 20;
const REVISIONS = 5;
const APPROVALS = 60;
const namespace = 'default';
const repository = { namespace, name: 'repo-0' };
const context = backgroundContext();
setMaxListeners(0, context.signal);

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');

export async function run({ quick }) {
  const directory = await mkdtemp(join(tmpdir(), 'porch-cache-bench-'));
  try {
    const small = await openWorld(join(directory, 'small.db'), 1, 10);
    const large = await openWorld(join(directory, 'large.db'), quick ? 10 : 100, PACKAGES * REVISIONS);
    const approvals = await measureApprovals([small, large]);
    const measured = await measureReads(large);
    await close(small);
    await close(large);
    return figures({ ...large, ...measured, approvals });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function figures({ opening, warmStarts, syncs, lists, pages, gets, approvals, heapPerRevision }) {
  const figure = (name, unit, values, extra = {}) => ({ name: `cache.${name}`, unit, ...summarize(values), ...extra });
  const [atTen, atTenThousand] = approvals;
  const ratio = summarize(atTenThousand).value / summarize(atTen).value;
  return [
    figure('open-and-sync', 'ms', [opening]),
    figure('warm-start', 'ms', warmStarts),
    figure('sync-unchanged', 'ms', syncs),
    figure('list-all', 'ms', lists),
    figure('list-500-by-label', 'ms', pages),
    figure('get', 'ms', gets),
    figure('approve', 'ms', atTenThousand),
    { name: 'cache.approve.flat.ratio', unit: 'ratio', value: ratio, spread: 0, want: 1.5 },
    { name: 'cache.heap.per-revision.kb', unit: 'kB', value: heapPerRevision, spread: 0, want: 8 },
  ];
}

async function openWorld(path, repositories, revisions) {
  const opener = createInMemoryRepositoryOpener();
  const objects = Array.from({ length: repositories }, (_, index) => repositoryObject(`repo-${index}`));
  for (const object of objects) fill(opener.remote(object.spec.git.repo), revisions);
  const store = await createSqliteStore({ path });
  const cache = await createRepositoryCache({ store, opener });
  const before = heap();
  const opening = await timed(() => Promise.all(objects.map((object) => cache.openRepository(object, context))));
  const known = cache.snapshot({}).items.length;
  return { path, opener, store, cache, opening, heapPerRevision: (heap() - before) / known / 1024 };
}

async function close({ cache, store }) {
  await cache.close();
  await store.close();
}

async function measureReads(world) {
  const { path, opener, cache } = world;
  const labelSelector = [{ key: 'kpt.dev/latest-revision', operator: 'in', values: ['true'] }];
  const lists = await samples(20, () => cache.snapshot({}));
  const pages = await samples(20, () => cache.snapshot({ namespace, labelSelector }).items.slice(0, 500));
  const gets = await samples(200, (at) => cache.snapshot({ namespace, name: `repo-0.p${at % 2}.w1` }));
  const syncs = await samples(20, () => cache.syncRepository(repository, context));
  const warmStarts = [];
  for (let at = 0; at < 3; at += 1) {
    await close(world);
    world.store = await createSqliteStore({ path });
    warmStarts.push(
      await timed(async () => (world.cache = await createRepositoryCache({ store: world.store, opener }))),
    );
  }
  return { lists, pages, gets, syncs, warmStarts };
}

/** Taken in turns, so that whatever else the machine does hits all alike. */
async function measureApprovals(worlds) {
  const all = worlds.map(({ cache }) => ({ steps: new RepositorySteps(cache.getRepository(repository)), times: [] }));
  for (let at = 0; at < APPROVALS; at += 1) {
    for (const { steps, times } of all) {
      const proposed = await steps.propose(await steps.create('p0', `approved-${at}`));
      times.push(await timed(() => steps.approve(proposed, 0)));
      const published = await steps.find('p0', `approved-${at}`);
      // Taken away again, so that each approval finds the same.
      await steps.repository.deletePackageRevision(await steps.proposeDeletion(published), context);
    }
  }
  return all.map(({ times }) => times);
}

function fill(remote, revisions) {
  const perPackage = Math.min(REVISIONS, revisions);
  for (let at = 0; at < revisions; at += 1) {
    const packageName = `p${Math.floor(at / perPackage)}`;
    const revision = (at % perPackage) + 1;
    remote.put({
      key: { repository: { namespace: '', name: '' }, packageName, workspaceName: `w${revision}` },
      kind: 'revision',
      revision,
      lifecycle: 'Published',
      contentVersion: remote.nextContentVersion(),
      tasks: [{ type: 'init', init: { description: `package ${packageName}`, keywords: ['bench'] } }],
      resources: samplePackage(packageName, String(revision), { tier: 'front' }),
      selfLock: {
        type: 'git',
        git: { repo: 'memory://bench', directory: packageName, ref: `${packageName}/v${revision}` },
      },
      createdAt: new Date('2026-01-02T03:04:05Z'),
      publishedBy: 'porch@kpt.dev',
      publishedAt: new Date('2026-01-02T03:04:05Z'),
    });
  }
}

function repositoryObject(name) {
  return {
    apiVersion: 'config.porch.kpt.dev/v1alpha1',
    kind: 'Repository',
    metadata: { name, namespace: 'default', uid: `uid-${name}`, generation: 1 },
    spec: { type: 'git', git: { repo: `memory://${name}` } },
  };
}

function heap() {
  collectGarbage();
  collectGarbage();
  return process.memoryUsage().heapUsed;
}
