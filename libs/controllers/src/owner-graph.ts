import { type ObjectMeta } from '@porch/api';
import { keyText, type ObjectKey } from './object-key';

export interface GraphNode {
  readonly key: ObjectKey;
  readonly metadata: ObjectMeta;
}

/** Who owns whom, by UID. */
export class OwnerGraph {
  readonly #byKey = new Map<string, GraphNode>();
  readonly #byUid = new Map<string, GraphNode>();
  readonly #dependents = new Map<string, Set<string>>();

  put(key: ObjectKey, metadata: ObjectMeta): void {
    this.remove(key);
    const text = keyText(key);
    const node = { key, metadata };
    this.#byKey.set(text, node);
    if (metadata.uid) this.#byUid.set(metadata.uid, node);
    for (const { uid } of metadata.ownerReferences ?? []) {
      this.#dependents.set(uid, (this.#dependents.get(uid) ?? new Set<string>()).add(text));
    }
  }

  remove(key: ObjectKey): void {
    const text = keyText(key);
    const node = this.#byKey.get(text);
    if (!node) return;
    this.#byKey.delete(text);
    const { uid, ownerReferences = [] } = node.metadata;
    if (uid && this.#byUid.get(uid)?.key === node.key) this.#byUid.delete(uid);
    for (const owner of ownerReferences) {
      const dependents = this.#dependents.get(owner.uid);
      dependents?.delete(text);
      if (dependents?.size === 0) this.#dependents.delete(owner.uid);
    }
  }

  get(key: ObjectKey): GraphNode | undefined {
    return this.#byKey.get(keyText(key));
  }

  owner(uid: string): GraphNode | undefined {
    return this.#byUid.get(uid);
  }

  dependents(uid: string | undefined): GraphNode[] {
    if (uid === undefined) return [];
    return [...(this.#dependents.get(uid) ?? [])].flatMap((text) => this.#byKey.get(text) ?? []);
  }

  nodes(): Iterable<GraphNode> {
    return this.#byKey.values();
  }
}
