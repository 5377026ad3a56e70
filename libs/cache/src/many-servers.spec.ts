import { existsSync } from 'node:fs';
import { isPorchError } from '@porch/api';
import { backgroundContext, type CachedPackageRevision, type RepositoryCache } from '@porch/repository';
import { createInMemoryRepositoryOpener, RepositorySteps, samplePackage } from '@porch/repository/testing';
import { repositoryObject } from './repository-object.fixture';
import { createRepositoryCache } from './repository-cache';
import { createPostgresStore, type PostgresServer, startPostgres } from './store.fixture';

const installed = existsSync('/usr/lib/postgresql');
const context = backgroundContext();
const SERVERS = 3;
const PACKAGES = ['a', 'b', 'c'];

/** Numbers that look random and are the same each time. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state >>> 8;
  }
}

(installed ? describe : describe.skip)('several servers on one PostgreSQL', () => {
  let postgres: PostgresServer;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres?.stop());

  it('agree on everything and on the order of everything under random traffic', async () => {
    const url = await postgres.createDatabase();
    const opener = createInMemoryRepositoryOpener();
    const servers = await Promise.all(Array.from({ length: SERVERS }, () => startServer(url, opener)));
    await Promise.all(servers.map((server, index) => traffic(server, index)));
    const last = servers[0]!.cache.snapshot({}).resourceVersion;
    for (const { store, cache } of servers) {
      const current = await store.currentResourceVersion();
      while (Number(cache.snapshot({}).resourceVersion) < Number(current)) await new Promise(setImmediate);
    }
    expect(Number(last)).toBeGreaterThan(1000);

    const [first, ...others] = servers.map(({ lines }) => lines);
    expect(first!.length).toBeGreaterThan(100);
    expect(new Set(first).size).toBe(first!.length);
    for (const lines of others) expect(lines).toEqual(first);

    const shown = servers.map(({ cache }) => JSON.stringify(cache.snapshot({}).items));
    expect(new Set(shown).size).toBe(1);
    const stored = opener.remote('memory://repo').all();
    const identities = (revisions: readonly Pick<CachedPackageRevision, 'key' | 'contentVersion' | 'lifecycle'>[]) =>
      revisions
        .map((item) => [item.key.packageName, item.key.workspaceName, item.contentVersion, item.lifecycle].join(' '))
        .sort();
    expect(identities(servers[0]!.cache.snapshot({}).items)).toEqual(identities(stored));
    for (const packageName of PACKAGES) {
      const revisions = servers[0]!.cache.snapshot({ packageName }).items;
      const numbered = revisions.map(({ revision }) => revision).filter((revision) => revision > 0);
      expect(new Set(numbered).size).toBe(numbered.length);
      expect(revisions.filter(({ latest }) => latest).map(({ revision }) => revision)).toEqual(
        numbered.length > 0 ? [Math.max(...numbered)] : [],
      );
    }
    for (const { cache, store } of servers) {
      await cache.close();
      await store.close();
    }
  });
});

interface Server {
  readonly store: Awaited<ReturnType<typeof createPostgresStore>>;
  readonly cache: RepositoryCache;
  readonly steps: RepositorySteps;
  readonly lines: string[];
}

async function startServer(url: string, opener: ReturnType<typeof createInMemoryRepositoryOpener>): Promise<Server> {
  const store = await createPostgresStore({ url, maximumConnections: 4 });
  const cache = await createRepositoryCache({ store, opener });
  const lines: string[] = [];
  cache.changes.subscribe(({ type, packageRevision: { name, resourceVersion, lifecycle, latest } }) =>
    lines.push(`${resourceVersion} ${type} ${name} ${lifecycle} ${latest}`),
  );
  const repository = await cache.openRepository(repositoryObject('repo'), context);
  return { store, cache, steps: new RepositorySteps(repository), lines };
}

/** Creates, pushes, proposes, approves and deletes whatever it finds; what another server did first is a refusal. */
async function traffic({ cache, steps }: Server, server: number): Promise<void> {
  const random = numbers(server + 1);
  const pick = <T>(items: readonly T[]): T | undefined => items[random.next().value % Math.max(1, items.length)];
  for (let round = 0; round < 40; round += 1) {
    const packageName = pick(PACKAGES)!;
    const revision = pick(cache.snapshot({ packageName }).items.filter(({ kind }) => kind === 'revision'));
    try {
      if (!revision || random.next().value % 3 === 0) await steps.create(packageName, `w${server}-${round}`);
      else if (revision.lifecycle === 'Draft' && round % 2)
        await steps.push(revision, samplePackage('x', `${server} ${round}`));
      else if (revision.lifecycle === 'Draft') await steps.propose(revision);
      else if (revision.lifecycle === 'Proposed') await steps.approve(revision, 0);
      else if (revision.lifecycle === 'Published') await steps.proposeDeletion(revision);
      else await steps.repository.deletePackageRevision(revision, context);
      if (round % 10 === 9) await cache.syncRepository({ namespace: 'default', name: 'repo' }, context);
    } catch (error) {
      if (!isPorchError(error) || !['Conflict', 'NotFound', 'AlreadyExists', 'Invalid'].includes(error.reason))
        throw error;
    }
  }
}
