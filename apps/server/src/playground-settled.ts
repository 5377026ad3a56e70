import { type KubernetesObject, REPOSITORIES, type RepositoryObject } from '@porch/api';
import { type ObjectStore } from '@porch/repository';
import { PLAYGROUND } from './playground';

/**
 * Waits until the playground's condition says Ready or what is wrong with it; at once where it is not registered. The
 * signal ends the waiting, not the server.
 */
export async function playgroundSettled(store: ObjectStore, signal: AbortSignal): Promise<void> {
  const current = await store.get(REPOSITORIES, PLAYGROUND.namespace, PLAYGROUND.name);
  if (!current || isSettled(current)) return;
  await new Promise<void>((resolve) => {
    const subscription = store
      .changes({ resource: REPOSITORIES, after: current.metadata.resourceVersion ?? '0' })
      .subscribe({
        next: ({ type, object }) => {
          if (object.metadata.name !== PLAYGROUND.name || object.metadata.namespace !== PLAYGROUND.namespace) return;
          if (type === 'Deleted' || isSettled(object)) done();
        },
        error: () => done(),
      });
    const done = () => {
      subscription.unsubscribe();
      signal.removeEventListener('abort', done);
      resolve();
    };
    signal.addEventListener('abort', done, { once: true });
  });
}

function isSettled(object: KubernetesObject): boolean {
  const conditions = (object as unknown as RepositoryObject).status?.conditions ?? [];
  const ready = conditions.find((condition) => condition.type === 'Ready');
  return ready !== undefined && ready.reason !== 'Reconciling';
}
