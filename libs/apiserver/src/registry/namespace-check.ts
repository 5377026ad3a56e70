import { type KubernetesObject, NAMESPACES, type ResourceName } from '@porch/api';
import { type ObjectStore } from '@porch/repository';
import { namespaceNotFound, namespaceTerminating } from '../http/request-errors';

/** Refuses new objects where they could not stay. @throws PorchError NotFound, Forbidden */
export async function checkNamespaceAccepts(
  store: ObjectStore,
  namespace: string,
  resource: ResourceName,
  object: KubernetesObject,
): Promise<void> {
  const found = await store.get(NAMESPACES, '', namespace);
  if (found === undefined) throw namespaceNotFound(namespace);
  if (!found.metadata.deletionTimestamp) return;
  throw namespaceTerminating(resource, object.metadata.name ?? object.metadata.generateName ?? '', namespace);
}
