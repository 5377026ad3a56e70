import type { KrmObject } from '../document/krm-object';
import { merge2 } from './merge2';

/**
 * Merges resources of the same API version, kind, namespace and name into the first of them, each laid over those before
 * (kyaml's `MergeFilter`). The first of each is changed.
 *
 * @returns one object for each resource, in order of first appearance.
 * @throws PorchError (Invalid) where two versions have different shapes.
 */
export function overlayResources(resources: readonly KrmObject[]): KrmObject[] {
  const merged = new Map<string, KrmObject>();
  for (const resource of resources) {
    const id = JSON.stringify(resource.identity);
    const base = merged.get(id);
    if (!base) {
      merged.set(id, resource);
      continue;
    }
    const root = merge2(resource.node, base.node, { listIncreaseDirection: 'prepend' });
    if (root) base.document.root = root;
    else merged.delete(id);
  }
  return [...merged.values()];
}
