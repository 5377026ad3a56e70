import {
  forbidden,
  isPublished,
  type KubernetesObject,
  type ObjectMeta,
  PACKAGE_REVISIONS,
  type PackageRevisionObject,
  REPOSITORIES,
  type RepositoryObject,
  type RepositorySpec,
} from '@porch/api';
/* eslint-disable @nx/enforce-module-boundaries -- tests run over a real store and cache; the library knows the contracts */
import { createRepositoryCache } from '@porch/cache';
import { createMemoryStore } from '@porch/store';
/* eslint-enable @nx/enforce-module-boundaries */
import { backgroundContext, type ObjectStore, type RepositoryCache } from '@porch/repository';
import {
  createFakeClock,
  createInMemoryRepositoryOpener,
  type FakeClock,
  type InMemoryRepositoryOpener,
} from '@porch/repository/testing';
import { type ControlledKind } from './controlled-kind';
import { type FunctionConfigTarget } from './function-config-controller';
import { type Controllers, createControllers } from './create-controllers';

const kind = (name: string, plural: string, group = '', namespaced = true): ControlledKind => ({
  resource: group ? `${plural}.${group}` : plural,
  group,
  kind: name,
  namespaced,
});

export const KINDS: readonly ControlledKind[] = [
  kind('Namespace', 'namespaces', '', false),
  kind('Secret', 'secrets'),
  kind('ConfigMap', 'configmaps'),
  kind('Event', 'events'),
  kind('Repository', 'repositories', 'config.porch.kpt.dev'),
  kind('PackageVariant', 'packagevariants', 'config.porch.kpt.dev'),
  kind('FunctionConfig', 'functionconfigs', 'config.porch.kpt.dev'),
];

export interface World {
  readonly store: ObjectStore;
  readonly clock: FakeClock;
  readonly opener: InMemoryRepositoryOpener;
  readonly cache: RepositoryCache;
  readonly controllers: Controllers;
  readonly warnings: string[];
  readonly functionConfigs?: FunctionConfigTarget;
  readonly eventTtlMilliseconds?: number;
  stop(): Promise<void>;
}

export async function makeWorld(shared: Partial<World> = {}): Promise<World> {
  const clock = shared.clock ?? createFakeClock();
  const store = shared.store ?? createMemoryStore({ clock });
  const opener = shared.opener ?? createInMemoryRepositoryOpener({ clock });
  const cache = await createRepositoryCache({ store, opener, clock });
  const warnings: string[] = [];
  const log = { warn: (_fields: object, message: string) => void warnings.push(message) };
  const { functionConfigs, eventTtlMilliseconds } = shared;
  const choices = {
    ...(functionConfigs ? { functionConfigs } : {}),
    ...(eventTtlMilliseconds === undefined ? {} : { eventTtlMilliseconds }),
  };
  const engine = deletingEngine(cache);
  const controllers = createControllers({ store, cache, engine, kinds: KINDS, clock, log, ...choices });
  await controllers.start();
  return {
    store,
    clock,
    opener,
    cache,
    controllers,
    warnings,
    async stop() {
      await controllers.stop();
      await cache.close();
    },
  };
}

/** What the engine does of a deletion, as far as the garbage collector sees it. */
function deletingEngine(cache: RepositoryCache) {
  return {
    async deletePackageRevision(namespace: string, name: string): Promise<PackageRevisionObject> {
      const [revision] = cache.snapshot({ namespace, name }).items;
      if (revision && isPublished(revision.lifecycle)) throw forbidden(PACKAGE_REVISIONS, name, 'it is published');
      const repository = revision && cache.getRepository(revision.key.repository);
      if (revision) await repository?.deletePackageRevision(revision, backgroundContext());
      return { apiVersion: '', kind: 'PackageRevision', metadata: {}, spec: {} };
    },
  };
}

/** Looks again each time anything was written, until what is looked for is there. */
export async function eventually<T>(world: World, look: () => Promise<T | undefined | false>): Promise<T> {
  for (let turn = 0; turn < 20_000; turn += 1) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error(`nothing came of it; warnings: ${world.warnings.join(', ') || 'none'}`);
}

/** Lets everything that can happen without time passing happen. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

export function repositoryObject(
  name: string,
  spec: Partial<RepositorySpec> = {},
  metadata: ObjectMeta = {},
): RepositoryObject {
  return {
    apiVersion: 'config.porch.kpt.dev/v1alpha1',
    kind: 'Repository',
    metadata: { name, namespace: 'default', uid: `uid-${name}`, generation: 1, ...metadata },
    spec: { type: 'git', git: { repo: `memory://${name}` }, ...spec },
  };
}

export async function readRepository(world: World, name: string): Promise<RepositoryObject | undefined> {
  return (await world.store.get(REPOSITORIES, 'default', name)) as RepositoryObject | undefined;
}

export function configMap(name: string, metadata: ObjectMeta = {}): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: 'default', uid: `uid-${name}`, ...metadata },
  };
}

export function ownedBy(...owners: KubernetesObject[]): ObjectMeta {
  return {
    ownerReferences: owners.map(({ apiVersion, kind: ownerKind, metadata }) => ({
      apiVersion,
      kind: ownerKind,
      name: metadata.name ?? '',
      uid: metadata.uid ?? '',
      blockOwnerDeletion: true,
    })),
  };
}
