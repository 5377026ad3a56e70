import {
  CONFIG_API_VERSION,
  isPorchError,
  type KubernetesObject,
  NAMESPACES,
  REPOSITORIES,
  toTimestamp,
} from '@porch/api';
import { type ObjectStore } from '@porch/repository';
import { initBareRepository } from '@porch/repository-git';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { type DataDirectory } from './data-directory';

export const PLAYGROUND = { namespace: 'default', name: 'playground' } as const;

/** The namespace every kubeconfig starts in. */
export async function ensureDefaultNamespace(store: ObjectStore): Promise<void> {
  if (await store.get(NAMESPACES, '', PLAYGROUND.namespace)) return;
  const creation = store.create(NAMESPACES, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: PLAYGROUND.namespace,
      uid: randomUUID(),
      creationTimestamp: toTimestamp(new Date()),
      labels: { 'kubernetes.io/metadata.name': PLAYGROUND.namespace },
    },
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  });
  await creation.catch((error: unknown) => {
    // Another server on the same store may be starting too.
    if (!isPorchError(error) || error.reason !== 'AlreadyExists') throw error;
  });
}

/**
 * At the first start on a data directory: a bare git repository, registered as `playground`. Whoever unregisters it
 * later is left in peace. Only for a server with a store of its own: others could not reach the directory.
 */
export async function ensurePlayground(directory: DataDirectory, store: ObjectStore): Promise<void> {
  const path = directory.file('repositories', 'playground.git');
  if (existsSync(path)) return;
  await initBareRepository(path, { branch: 'main' });
  if (!(await store.get(REPOSITORIES, PLAYGROUND.namespace, PLAYGROUND.name))) {
    await store.create(REPOSITORIES, playgroundObject(pathToFileURL(path).href));
  }
}

function playgroundObject(repo: string): KubernetesObject {
  return {
    apiVersion: CONFIG_API_VERSION,
    kind: 'Repository',
    metadata: {
      ...PLAYGROUND,
      uid: randomUUID(),
      generation: 1,
      creationTimestamp: toTimestamp(new Date()),
    },
    spec: {
      description: 'A git repository of this server, to try things in',
      type: 'git',
      content: 'Package',
      git: { repo, branch: 'main', createBranch: true, directory: '/' },
    },
  };
}
