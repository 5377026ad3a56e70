import {
  isPorchError,
  type KubernetesObject,
  type ObjectMeta,
  type OwnerReference,
  PACKAGE_REVISIONS,
  PACKAGE_REVS,
  PORCH_GROUP,
} from '@porch/api';
import { type CachedPackageRevision, type Clock, type ObjectStore, type RepositoryCache } from '@porch/repository';
import { type Engine } from '@porch/engine';
import { type Subscription } from 'rxjs';
import { type ControlledKind, type ControllerLog } from './controlled-kind';
import { decideGarbage } from './garbage-decision';
import { KeyedQueue } from './keyed-queue';
import { type ObjectHandler } from './object-follower';
import { keyText, type ObjectKey, parseKey } from './object-key';
import { type GraphNode, OwnerGraph } from './owner-graph';
import { deleteStored, removeFinalizer, updateStored } from './stored-object-deletion';

export interface GarbageCollectorParts {
  readonly store: ObjectStore;
  readonly cache: RepositoryCache;
  /** Deletes package revisions by the rules of their lifecycle. */
  readonly engine: Pick<Engine, 'deletePackageRevision'>;
  readonly kinds: readonly ControlledKind[];
  readonly clock: Clock;
  readonly log: ControllerLog;
  readonly signal: AbortSignal;
  readonly leads: () => boolean;
}

/**
 * Removes objects whose owners are gone, as Kubernetes does: in the background, in the foreground, or not at all when
 * the owner's deletion says `orphan`. Package revisions can own and be owned; one that may not be deleted stays.
 */
export class GarbageCollector implements ObjectHandler {
  readonly #graph = new OwnerGraph();
  readonly #queue: KeyedQueue;
  readonly #subscription: Subscription;
  readonly #served: ReadonlySet<string>;

  constructor(private readonly parts: GarbageCollectorParts) {
    const { clock, signal, log } = parts;
    const onError = (key: string, error: unknown) =>
      log.warn({ object: key, error: error instanceof Error ? error.message : '' }, 'could not collect an object yet');
    this.#queue = new KeyedQueue((key) => this.collect(parseKey(key)), { clock, signal, onError });
    this.#served = new Set([...parts.kinds.map(kindText), `${PORCH_GROUP}/PackageRevision`]);
    for (const revision of parts.cache.snapshot({}).items) this.put(revisionKey(revision), revisionMetadata(revision));
    this.#subscription = parts.cache.changes.subscribe(({ type, packageRevision }) => {
      const key = revisionKey(packageRevision);
      if (type === 'Deleted') this.forget(key, packageRevision.uid);
      else this.put(key, revisionMetadata(packageRevision));
    });
  }

  present(key: ObjectKey, object: KubernetesObject): void {
    if (key.resource !== PACKAGE_REVS) this.put(key, object.metadata);
  }

  gone(key: ObjectKey, metadata: ObjectMeta): void {
    this.forget(key, metadata.uid);
  }

  /** Looks at everything again, after leadership was gained. */
  resume(): void {
    for (const { key, metadata } of this.#graph.nodes()) this.consider(key, metadata);
  }

  async stop(): Promise<void> {
    this.#subscription.unsubscribe();
    await this.#queue.settled();
  }

  private put(key: ObjectKey, metadata: ObjectMeta): void {
    const owners = this.#graph.get(key)?.metadata.ownerReferences ?? [];
    this.#graph.put(key, metadata);
    this.consider(key, metadata);
    this.reconsiderOwners([...owners, ...(metadata.ownerReferences ?? [])]);
  }

  private forget(key: ObjectKey, uid: string | undefined): void {
    const owners = this.#graph.get(key)?.metadata.ownerReferences ?? [];
    this.#graph.remove(key);
    for (const dependent of this.#graph.dependents(uid)) this.#queue.add(keyText(dependent.key));
    this.reconsiderOwners(owners);
  }

  private consider(key: ObjectKey, metadata: ObjectMeta): void {
    if (metadata.deletionTimestamp || (metadata.ownerReferences?.length ?? 0) > 0) this.#queue.add(keyText(key));
  }

  /** Owners that wait for what they own. */
  private reconsiderOwners(owners: readonly OwnerReference[]): void {
    for (const { uid } of owners) {
      const owner = this.#graph.owner(uid);
      if (owner?.metadata.deletionTimestamp) this.#queue.add(keyText(owner.key));
    }
  }

  private async collect(key: ObjectKey): Promise<void> {
    const node = this.#graph.get(key);
    if (!node || !this.parts.leads()) return;
    const decision = decideGarbage(node, this.#graph, (owner) => this.#served.has(ownerKindText(owner)));
    switch (decision.action) {
      case 'nothing':
        return;
      case 'delete':
        return this.delete(node);
      case 'keepOwners':
        return this.setOwners(node, (owners) =>
          owners.filter(({ uid }) => decision.owners.some((kept) => kept.uid === uid)),
        );
      case 'deleteDependents':
        for (const dependent of decision.dependents) await this.delete(dependent);
        return;
      case 'orphanDependents':
        for (const dependent of decision.dependents) {
          await this.setOwners(dependent, (owners) => owners.filter(({ uid }) => uid !== node.metadata.uid));
        }
        return;
      case 'removeFinalizer':
        return this.removeFinalizer(node, decision.finalizer);
    }
  }

  private async delete({ key, metadata }: GraphNode): Promise<void> {
    if (key.resource !== PACKAGE_REVISIONS) {
      return deleteStored(this.parts.store, this.parts.clock, key.resource, { ...key, uid: metadata.uid });
    }
    try {
      await this.parts.engine.deletePackageRevision(key.namespace, key.name, {}, { signal: this.parts.signal });
    } catch (error) {
      // A published revision must be proposed for deletion first, and one that is used as upstream stays; either will
      // be looked at again when it changes.
      if (!isPorchError(error) || !['Forbidden', 'NotFound'].includes(error.reason)) throw error;
    }
  }

  private async setOwners(
    { key, metadata }: GraphNode,
    change: (owners: OwnerReference[]) => OwnerReference[],
  ): Promise<void> {
    if (key.resource === PACKAGE_REVISIONS) {
      return this.updateRevision(key, { ownerReferences: change(metadata.ownerReferences ?? []) });
    }
    await updateStored(this.parts.store, key.resource, key, (object) => {
      const owners = object.metadata.ownerReferences ?? [];
      const changed = change(owners);
      if (changed.length === owners.length) return undefined;
      return { ...object, metadata: { ...object.metadata, ownerReferences: changed } };
    });
  }

  private async removeFinalizer({ key, metadata }: GraphNode, finalizer: string): Promise<void> {
    if (key.resource !== PACKAGE_REVISIONS) return removeFinalizer(this.parts.store, key.resource, key, finalizer);
    const finalizers = (metadata.finalizers ?? []).filter((other) => other !== finalizer);
    await this.updateRevision(key, { finalizers });
    if (finalizers.length === 0) {
      await this.parts.engine.deletePackageRevision(key.namespace, key.name, {}, { signal: this.parts.signal });
    }
  }

  private async updateRevision(key: ObjectKey, change: Partial<CachedPackageRevision['metadata']>): Promise<void> {
    const [revision] = this.parts.cache.snapshot({ namespace: key.namespace, name: key.name }).items;
    const repository = revision && this.parts.cache.getRepository(revision.key.repository);
    if (!revision || !repository) return;
    await repository.updateMetadata(revision, { ...revision.metadata, ...change }, { signal: this.parts.signal });
  }
}

function revisionKey(revision: CachedPackageRevision): ObjectKey {
  return { resource: PACKAGE_REVISIONS, namespace: revision.key.repository.namespace, name: revision.name };
}

function revisionMetadata(revision: CachedPackageRevision): ObjectMeta {
  return { ...revision.metadata, uid: revision.uid };
}

function kindText({ group, kind }: ControlledKind): string {
  return `${group}/${kind}`;
}

function ownerKindText({ apiVersion, kind }: OwnerReference): string {
  const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
  return `${group}/${kind}`;
}
