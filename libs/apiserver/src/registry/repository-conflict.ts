import { type KubernetesObject } from '@porch/api';
import { textAt } from '../json/json-object';

/**
 * The repository that a new one gets in the way of, if any: the same URL and branch, and the same directory in the
 * same namespace, or a directory that contains the other's, in any namespace (H-2.7). Pure.
 */
export function findConflict(
  object: KubernetesObject,
  existing: readonly KubernetesObject[],
): KubernetesObject | undefined {
  const { namespace, name } = object.metadata;
  const place = placeOf(object);
  if (place.url === '') return undefined;
  return existing.find((other) => {
    if (other.metadata.namespace === namespace && other.metadata.name === name) return false;
    const otherPlace = placeOf(other);
    if (otherPlace.url !== place.url || otherPlace.branch !== place.branch) return false;
    if (otherPlace.directory === place.directory) return other.metadata.namespace === namespace;
    return contains(otherPlace.directory, place.directory) || contains(place.directory, otherPlace.directory);
  });
}

interface Place {
  readonly url: string;
  readonly branch: string;
  readonly directory: string;
}

function placeOf(object: KubernetesObject): Place {
  return {
    url: textAt(object, 'spec.git.repo').replaceAll('://', '---').replaceAll(/[:/]/g, '-'),
    branch: textAt(object, 'spec.git.branch') || 'main',
    directory: textAt(object, 'spec.git.directory').replaceAll(/^\/+|\/+$/g, ''),
  };
}

/** Whether a directory holds another one; the root, which is empty, holds all. */
function contains(outer: string, inner: string): boolean {
  return outer === '' || inner.startsWith(`${outer}/`);
}
