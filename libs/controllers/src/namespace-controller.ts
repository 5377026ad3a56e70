import { type KubernetesObject, NAMESPACES, PACKAGE_REVS } from '@porch/api';
import { type Clock, type ObjectStore, type RepositoryCache } from '@porch/repository';
import { type ControlledKind, type ControllerLog } from './controlled-kind';
import { KeyedQueue } from './keyed-queue';
import { type ObjectHandler } from './object-follower';
import { type ObjectKey } from './object-key';
import { deleteStored, updateStored } from './stored-object-deletion';

/** What Kubernetes writes into every namespace: the namespace stays until its controller is done. */
const NAMESPACE_FINALIZER = 'kubernetes';

export interface NamespaceControllerParts {
  readonly store: ObjectStore;
  readonly cache: RepositoryCache;
  readonly kinds: readonly ControlledKind[];
  readonly clock: Clock;
  readonly log: ControllerLog;
  readonly signal: AbortSignal;
  readonly leads: () => boolean;
}

/**
 * Empties namespaces whose deletion was asked for, and removes them once nothing is left. Repositories go by their own
 * controller, which drops registrations and stored metadata and leaves git alone.
 */
export class NamespaceController implements ObjectHandler {
  readonly #queue: KeyedQueue;
  readonly #terminating = new Set<string>();

  constructor(private readonly parts: NamespaceControllerParts) {
    const { clock, signal, log } = parts;
    const onError = (namespace: string, error: unknown) =>
      log.warn({ namespace, error: error instanceof Error ? error.message : '' }, 'could not empty a namespace yet');
    this.#queue = new KeyedQueue((namespace) => this.reconcile(namespace), { clock, signal, onError });
  }

  present(key: ObjectKey, object: KubernetesObject): void {
    if (key.resource !== NAMESPACES || !object.metadata.deletionTimestamp) return;
    this.#terminating.add(key.name);
    this.#queue.add(key.name);
  }

  gone(key: ObjectKey): void {
    if (key.resource === NAMESPACES) this.#terminating.delete(key.name);
    else if (this.#terminating.has(key.namespace)) this.#queue.add(key.namespace);
  }

  /** Looks at everything again, after leadership was gained. */
  resume(): void {
    for (const namespace of this.#terminating) this.#queue.add(namespace);
  }

  stop(): Promise<void> {
    return this.#queue.settled();
  }

  private async reconcile(name: string): Promise<void> {
    const { store, clock } = this.parts;
    const namespace = await store.get(NAMESPACES, '', name);
    if (!namespace?.metadata.deletionTimestamp || !this.parts.leads()) return;
    let left = 0;
    for (const resource of this.namespacedResources()) {
      for (const object of (await store.list(resource, { namespace: name })).items) {
        const key = { namespace: name, name: object.metadata.name ?? '', uid: object.metadata.uid };
        await deleteStored(store, clock, resource, key);
        left += (await store.get(resource, name, key.name)) === undefined ? 0 : 1;
      }
    }
    // What is left is held by finalizers; this is called again as each goes.
    if (left > 0) return;
    await this.dropMetadata(name);
    await this.remove(name);
  }

  /** Of package revisions whose Repository is gone already. */
  private async dropMetadata(namespace: string): Promise<void> {
    const { cache, signal } = this.parts;
    const repositories = new Set(cache.snapshot({ namespace }).items.map(({ key }) => key.repository));
    for (const repository of repositories) await cache.closeRepository(repository, { signal });
  }

  private namespacedResources(): string[] {
    const kinds = this.parts.kinds.filter(({ namespaced, resource }) => namespaced && resource !== PACKAGE_REVS);
    return kinds.map(({ resource }) => resource);
  }

  private remove(name: string): Promise<void> {
    return updateStored(this.parts.store, NAMESPACES, { namespace: '', name }, (namespace) => {
      const spec = (namespace['spec'] ?? {}) as { finalizers?: string[] };
      const held = (spec.finalizers ?? []).filter((finalizer) => finalizer !== NAMESPACE_FINALIZER);
      if (held.length === 0 && (namespace.metadata.finalizers?.length ?? 0) === 0) return 'remove';
      return (spec.finalizers?.length ?? 0) === held.length
        ? undefined
        : { ...namespace, spec: { ...spec, finalizers: held } };
    });
  }
}
