import { isPorchError, type KubernetesObject, type ResourceName, toTimestamp } from '@porch/api';
import { type Clock, type ObjectStore } from '@porch/repository';

/** Reads an object, decides what it should be, and writes that; again when somebody else was faster. */
export async function updateStored(
  store: ObjectStore,
  resource: ResourceName,
  key: { readonly namespace: string; readonly name: string },
  change: (object: KubernetesObject) => KubernetesObject | 'remove' | undefined,
): Promise<void> {
  for (;;) {
    const object = await store.get(resource, key.namespace, key.name);
    if (!object) return;
    const changed = change(object);
    if (changed === undefined) return;
    const preconditions = { resourceVersion: object.metadata.resourceVersion ?? '' };
    try {
      if (changed === 'remove') await store.delete(resource, key.namespace, key.name, preconditions);
      else await store.update(resource, changed, preconditions);
      return;
    } catch (error) {
      if (!isPorchError(error) || (error.reason !== 'Conflict' && error.reason !== 'NotFound')) throw error;
    }
  }
}

/** Takes one finalizer away; the object goes with the last one when its deletion was asked for. */
export async function removeFinalizer(
  store: ObjectStore,
  resource: ResourceName,
  key: { readonly namespace: string; readonly name: string },
  finalizer: string,
): Promise<void> {
  await updateStored(store, resource, key, (object) => {
    const finalizers = object.metadata.finalizers ?? [];
    if (!finalizers.includes(finalizer)) return undefined;
    const left = finalizers.filter((other) => other !== finalizer);
    if (left.length === 0 && object.metadata.deletionTimestamp) return 'remove';
    return { ...object, metadata: { ...object.metadata, finalizers: left } };
  });
}

/** Removes an object as the API would: at once, or when those who hold it by finalizers agree. */
export async function deleteStored(
  store: ObjectStore,
  clock: Clock,
  resource: ResourceName,
  key: { readonly namespace: string; readonly name: string; readonly uid?: string | undefined },
): Promise<void> {
  await updateStored(store, resource, key, (object) => {
    if (key.uid !== undefined && object.metadata.uid !== key.uid) return undefined;
    if ((object.metadata.finalizers?.length ?? 0) === 0) return 'remove';
    if (object.metadata.deletionTimestamp) return undefined;
    const { metadata } = object;
    return {
      ...object,
      metadata: { ...metadata, deletionTimestamp: toTimestamp(clock.now()), deletionGracePeriodSeconds: 0 },
    };
  });
}
