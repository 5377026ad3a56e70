import { AdminRequests } from './support/admin-requests';
import { RandomNumbers } from './support/crash/random-numbers';
import { freePort } from './support/free-port';
import { InformerLog, type InformerSpec } from './support/informer-log';
import { PorchServer } from './support/porch-server';

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
const PACKAGE_REVISIONS = '/apis/porch.kpt.dev/v1alpha1/namespaces/default/packagerevisions';
const seed = Number(process.env['PORCH_INFORMER_SEED'] ?? 1);

interface Item {
  readonly metadata: { readonly name: string; readonly resourceVersion: string; readonly labels?: object };
  readonly data?: object;
  readonly spec?: object;
}

/** Selections of objects whose labels are team (red, blue, green), tier (a, b) or nothing. */
function randomSelectors(random: RandomNumbers): string[] {
  const team = () => random.pick(['red', 'blue', 'green']);
  const selectors = [
    `team=${team()}`,
    `team!=${team()}`,
    `team in (${team()},${team()}),tier`,
    `!team`,
    `tier notin (a)`,
  ];
  return [random.pick(selectors), random.pick(selectors), random.pick(selectors)];
}

describe(`informers of @kubernetes/client-node (PORCH_INFORMER_SEED=${seed})`, () => {
  const random = new RandomNumbers(seed);
  let server: PorchServer;
  let requests: AdminRequests;
  let informers: InformerLog;
  let flags: string[];
  /** What the server said it wrote, as name@version. */
  const written = { configMaps: new Set<string>(), packageRevisions: new Set<string>() };

  const specs: InformerSpec[] = [
    { path: CONFIG_MAPS },
    ...randomSelectors(random).map((labelSelector) => ({ path: CONFIG_MAPS, labelSelector })),
    { path: CONFIG_MAPS, fieldSelector: `metadata.name=map-${random.below(990)}` },
    { path: PACKAGE_REVISIONS },
    { path: PACKAGE_REVISIONS, labelSelector: 'team' },
    { path: PACKAGE_REVISIONS, fieldSelector: 'spec.lifecycle=Draft' },
  ];

  beforeAll(async () => {
    flags = ['--secure-port', String(await freePort())];
    server = await PorchServer.start({ flags });
    requests = new AdminRequests(server);
    informers = new InformerLog(server.kubeconfig, specs);
    await informers.until(() => informers.records.every(({ lists }) => lists > 0));
  });
  afterAll(async () => {
    requests?.close();
    await informers?.stop();
    await server?.remove();
  });

  const restart = async (signal: NodeJS.Signals): Promise<void> => {
    await server.stop(signal);
    server = await PorchServer.start({ dataDirectory: server.dataDirectory, flags });
  };
  const labels = () => ({
    ...(random.below(4) > 0 ? { team: random.pick(['red', 'blue', 'green']) } : {}),
    ...(random.below(2) > 0 ? { tier: random.pick(['a', 'b']) } : {}),
  });
  const note = (into: Set<string>, { metadata }: Item) => into.add(`${metadata.name}@${metadata.resourceVersion}`);
  /** Resolves when the server is there; it may be away for a while. */
  let there = Promise.resolve();
  /** Runs steps by eight at a time. One that fails is lost, as a client's may be, and the next waits for the server. */
  const inParallel = async (count: number, step: (index: number) => Promise<unknown>) => {
    let next = 0;
    const lost: unknown[] = [];
    const work = async () => {
      while (next < count) {
        await step(next++).catch((error: unknown) => lost.push(error));
        await there;
      }
    };
    await Promise.all(Array.from({ length: 8 }, work));
    return lost;
  };
  const createMap = async (index: number) => {
    const metadata = { name: `map-${index}`, labels: labels() };
    note(written.configMaps, await requests.json<Item>('POST', CONFIG_MAPS, { metadata, data: { at: '0' } }));
  };
  const changeMap = async (change: number) => {
    const path = `${CONFIG_MAPS}/map-${random.below(990)}`;
    if (random.below(6) === 0) await requests.json('DELETE', path);
    else {
      const body = {
        metadata: { name: path.slice(CONFIG_MAPS.length + 1), labels: labels() },
        data: { at: `${change}` },
      };
      note(written.configMaps, await requests.json<Item>('PUT', path, body));
    }
  };
  const createRevision = async (index: number) => {
    const body = {
      metadata: { labels: labels() },
      spec: {
        repository: 'playground',
        packageName: `p${index}`,
        workspaceName: 'w',
        tasks: [{ type: 'init', init: {} }],
      },
    };
    note(written.packageRevisions, await requests.json<Item>('POST', PACKAGE_REVISIONS, body));
  };
  const changeRevision = async (change: number) => {
    const path = `${PACKAGE_REVISIONS}/playground.p${random.below(10)}.w`;
    if (random.below(8) === 0) await requests.json('DELETE', path);
    else {
      const lifecycle = random.pick(['Draft', 'Proposed']);
      const patch = {
        metadata: { labels: { team: random.pick(['red', null]), change: `${change}` } },
        spec: { lifecycle },
      };
      const headers = { 'content-type': 'application/merge-patch+json' };
      note(written.packageRevisions, await requests.json<Item>('PATCH', path, patch, headers));
    }
  };

  it('see a thousand objects come', async () => {
    expect(await inParallel(990, createMap)).toEqual([]);
    expect(await inParallel(10, createRevision)).toEqual([]);
    await informers.until(() => informers.records[0]?.told.size === 990);
  });

  it.each(['SIGTERM', 'SIGKILL'] as const)('see every change around a server that ends by %s', async (signal) => {
    const before = written.configMaps.size;
    const changeOrRestart = async (change: number) => {
      if (change === 150) there = restart(signal);
      else await (change % 12 === 0 ? changeRevision(change) : changeMap(change));
    };
    await inParallel(400, changeOrRestart);
    expect(written.configMaps.size - before).toBeGreaterThan(200);
  });

  it('hold at the end what a fresh list shows', async () => {
    for (const [index, { path, labelSelector, fieldSelector }] of specs.entries()) {
      const query = new URLSearchParams({
        ...(labelSelector && { labelSelector }),
        ...(fieldSelector && { fieldSelector }),
      });
      const { items } = await requests.json<{ items: Item[] }>('GET', `${path}?${query.toString()}`);
      const versions = new Map(items.map(({ metadata }) => [metadata.name, metadata.resourceVersion]));
      const record = informers.records[index];
      await informers.until(
        () =>
          record?.told.size === versions.size &&
          [...versions].every(([name, version]) => record.told.get(name) === version),
      );
      const store = (await informers.stores())[index] ?? [];
      const byName = (rows: typeof store) => [...rows].sort(([a], [b]) => (a < b ? -1 : 1));
      const fresh = items.map(
        ({ metadata, data, spec }) => [metadata.name, metadata.resourceVersion, metadata.labels, data, spec] as const,
      );
      expect(JSON.stringify(byName(store))).toBe(JSON.stringify(byName(fresh)));
    }
  });

  it('missed nothing, and nothing came twice or out of order', () => {
    expect(informers.records.flatMap(({ faults }, index) => faults.map((fault) => [specs[index], fault]))).toEqual([]);
    for (const { sent, told } of informers.records) expect(told).toEqual(sent);
    // An informer that had to list anew would not have been told of what came before.
    expect(informers.records.map(({ lists }) => lists)).toEqual(specs.map(() => 1));
    expect([...written.configMaps].filter((write) => !informers.records[0]?.seen.has(write))).toEqual([]);
    expect([...written.packageRevisions].filter((write) => !informers.records[5]?.seen.has(write))).toEqual([]);
  });
});
