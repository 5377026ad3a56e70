import { type ObjectMeta } from '@porch/api';
import { keyText, type ObjectKey } from './object-key';

export interface GraphNode {
  readonly key: ObjectKey;
  readonly metadata: ObjectMeta;
}

/** Who owns whom, by UID. */
export class OwnerGraph {
  /** By resource and namespace, then name: a text made for each object would take more memory than all else here. */
  readonly #byKey = new Map<string, Map<string, GraphNode>>();
  readonly #byUid = new Map<string, GraphNode>();
  readonly #dependents = new Map<string, Map<string, GraphNode>>();

  put(key: ObjectKey, metadata: ObjectMeta): void {
    this.remove(key);
    const node = { key, metadata };
    const group = groupText(key);
    const nodes = this.#byKey.get(group) ?? new Map<string, GraphNode>();
    this.#byKey.set(group, nodes.set(key.name, node));
    if (metadata.uid) this.#byUid.set(metadata.uid, node);
    for (const { uid } of metadata.ownerReferences ?? []) {
      const dependents = this.#dependents.get(uid) ?? new Map<string, GraphNode>();
      this.#dependents.set(uid, dependents.set(keyText(key), node));
    }
  }

  remove(key: ObjectKey): void {
    const group = groupText(key);
    const nodes = this.#byKey.get(group);
    const node = nodes?.get(key.name);
    if (!nodes || !node) return;
    nodes.delete(key.name);
    if (nodes.size === 0) this.#byKey.delete(group);
    const { uid, ownerReferences = [] } = node.metadata;
    if (uid && this.#byUid.get(uid) === node) this.#byUid.delete(uid);
    for (const owner of ownerReferences) {
      const dependents = this.#dependents.get(owner.uid);
      dependents?.delete(keyText(key));
      if (dependents?.size === 0) this.#dependents.delete(owner.uid);
    }
  }

  get(key: ObjectKey): GraphNode | undefined {
    return this.#byKey.get(groupText(key))?.get(key.name);
  }

  owner(uid: string): GraphNode | undefined {
    return this.#byUid.get(uid);
  }

  dependents(uid: string | undefined): GraphNode[] {
    if (uid === undefined) return [];
    return [...(this.#dependents.get(uid)?.values() ?? [])];
  }

  *nodes(): Iterable<GraphNode> {
    for (const nodes of this.#byKey.values()) yield* nodes.values();
  }
}

function groupText({ resource, namespace }: ObjectKey): string {
  return `${resource}/${namespace}`;
}
