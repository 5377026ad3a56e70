import {
  backgroundContext,
  type ObjectStore,
  type PackageRevisionChange,
  type RepositoryCache,
  type RepositoryHealth,
} from '@porch/repository';
import {
  createFakeClock,
  createInMemoryRepository,
  createInMemoryRepositoryOpener,
  RepositorySteps,
} from '@porch/repository/testing';
import { createRepositoryCache, type RepositoryCacheOptions } from './repository-cache';
import { repositoryObject } from './repository-object.fixture';
import { createScratchStore } from './store.fixture';

export const context = backgroundContext();

export interface World {
  readonly store: ObjectStore;
  readonly clock: ReturnType<typeof createFakeClock>;
  readonly opener: ReturnType<typeof createInMemoryRepositoryOpener>;
  readonly cache: RepositoryCache;
  readonly changes: PackageRevisionChange[];
  readonly health: RepositoryHealth[];
  /** Changes that could not be read when they were announced. */
  readonly unreadable: PackageRevisionChange[];
}

const open: RepositoryCache[] = [];

/** Closes what a test opened; for `afterEach`. */
export async function closeWorlds(): Promise<void> {
  await Promise.all(open.splice(0).map((cache) => cache.close()));
}

export async function makeWorld(
  shared: Partial<World> = {},
  options: Partial<RepositoryCacheOptions> = {},
): Promise<World> {
  const clock = shared.clock ?? createFakeClock();
  const store = shared.store ?? createScratchStore(clock);
  const opener = shared.opener ?? createInMemoryRepositoryOpener({ clock });
  const cache = await createRepositoryCache({ store, opener, clock, ...options });
  open.push(cache);
  const changes: PackageRevisionChange[] = [];
  const health: RepositoryHealth[] = [];
  const unreadable: PackageRevisionChange[] = [];
  cache.changes.subscribe((change) => {
    // Whoever is told of a change can read it.
    const found = cache.snapshot({ namespace: 'default', name: change.packageRevision.name }).items[0];
    const expected = change.type === 'Deleted' ? undefined : change.packageRevision.resourceVersion;
    if (found?.resourceVersion !== expected) unreadable.push(change);
    changes.push(change);
  });
  cache.health.subscribe((change) => health.push(change));
  return { store, clock, opener, cache, changes, health, unreadable };
}

export const lines = (changes: readonly PackageRevisionChange[]) =>
  changes.map(({ type, packageRevision: { name, lifecycle, revision, latest } }) =>
    [type, name, lifecycle, revision, ...(latest ? ['latest'] : [])].join(' '),
  );

export async function openWith(world: World, name = 'repo', object = repositoryObject(name)) {
  const repository = await world.cache.openRepository(object, context);
  return { repository, steps: new RepositorySteps(repository) };
}

/** Somebody who works on the remote without this server. */
export function outsider(world: World, name = 'repo') {
  const remote = world.opener.remote(`memory://${name}`);
  return new RepositorySteps(createInMemoryRepository({ key: { namespace: 'default', name }, remote }));
}

export const key = { namespace: 'default', name: 'repo' };
