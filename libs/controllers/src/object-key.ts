import { type KubernetesObject, type ResourceName } from '@porch/api';

/** Names a stored object. */
export interface ObjectKey {
  readonly resource: ResourceName;
  readonly namespace: string;
  readonly name: string;
}

export function keyOf(resource: ResourceName, object: KubernetesObject): ObjectKey {
  const { namespace = '', name = '' } = object.metadata;
  return { resource, namespace, name };
}

export function keyText({ resource, namespace, name }: ObjectKey): string {
  return `${resource}/${namespace}/${name}`;
}

export function parseKey(text: string): ObjectKey {
  const [resource = '', namespace = '', name = ''] = text.split('/');
  return { resource, namespace, name };
}
