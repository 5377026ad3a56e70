import { type KubernetesObject, PorchError, type ResourceName } from '@porch/api';

/** Where an object is stored. */
export interface ObjectKey {
  readonly resource: ResourceName;
  /** The empty string for cluster-scoped objects. */
  readonly namespace: string;
  readonly name: string;
}

/** One string for each key; slashes cannot occur in its parts. */
export function keyText(key: ObjectKey): string {
  return `${key.resource}/${key.namespace}/${key.name}`;
}

/** The key that a text of {@link keyText} stands for. */
export function parseKeyText(text: string): ObjectKey {
  const [resource = '', namespace = '', name = ''] = text.split('/');
  return { resource, namespace, name };
}

/** @throws PorchError Invalid when the object has no name, or one that no Kubernetes object can have */
export function keyOfObject(resource: ResourceName, object: KubernetesObject): ObjectKey {
  const { name, namespace = '' } = object.metadata;
  if (!name) throw new PorchError('Invalid', `cannot store an object of ${resource} without metadata.name`);
  if (name.includes('/') || namespace.includes('/')) {
    throw new PorchError('Invalid', `cannot store ${resource} "${namespace}/${name}": a name has no slash`);
  }
  return { resource, namespace, name };
}

/** The order of lists: by namespace, then by name. */
export function compareKeys(a: ObjectKey, b: ObjectKey): number {
  return compareText(a.namespace, b.namespace) || compareText(a.name, b.name);
}

/** The place in a list after which the next page starts. */
export function continueToken(key: ObjectKey): string {
  return `${key.namespace}/${key.name}`;
}

/** @throws PorchError BadRequest when the text is no token of ours */
export function parseContinueToken(resource: ResourceName, token: string): ObjectKey {
  const slash = token.indexOf('/');
  if (slash < 0) throw new PorchError('BadRequest', `"${token}" is no place in a list of ${resource}`);
  return { resource, namespace: token.slice(0, slash), name: token.slice(slash + 1) };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
