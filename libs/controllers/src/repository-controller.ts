import { type KubernetesObject, REPOSITORIES, type RepositoryObject, SECRETS } from '@porch/api';
import {
  type Clock,
  type ObjectStore,
  type RepositoryCache,
  type RepositoryHealth,
  type RepositoryKey,
} from '@porch/repository';
import { type Subscription } from 'rxjs';
import { type ControllerLog } from './controlled-kind';
import { KeyedQueue } from './keyed-queue';
import { type ObjectHandler } from './object-follower';
import { type ObjectKey } from './object-key';
import { withHealth } from './repository-status';
import { removeFinalizer, updateStored } from './stored-object-deletion';

/** Keeps a Repository object until its registration is undone. */
export const REPOSITORY_FINALIZER = 'config.porch.kpt.dev/repository';

export interface RepositoryControllerParts {
  readonly store: ObjectStore;
  readonly cache: RepositoryCache;
  readonly clock: Clock;
  readonly log: ControllerLog;
  readonly signal: AbortSignal;
}

/**
 * Opens what is registered, closes what no longer is, and writes into each Repository how it fares. Git is never
 * touched by a deletion.
 */
export class RepositoryController implements ObjectHandler {
  readonly #registrations: KeyedQueue;
  readonly #statuses: KeyedQueue;
  readonly #health = new Map<string, RepositoryHealth>();
  /** What each repository was last opened as. */
  readonly #registered = new Map<string, string>();
  /** Who to look at again when a Secret changes: namespace/secret to repositories. */
  readonly #secrets = new Map<string, Set<string>>();
  readonly #subscription: Subscription;

  constructor(private readonly parts: RepositoryControllerParts) {
    const { clock, signal } = parts;
    const onError = (key: string, error: unknown) =>
      parts.log.warn({ repository: key, error: textOf(error) }, 'could not reconcile a repository; trying again');
    this.#registrations = new KeyedQueue((key) => this.reconcile(parse(key)), { clock, signal, onError });
    this.#statuses = new KeyedQueue((key) => this.writeStatus(key), { clock, signal, onError });
    this.#subscription = parts.cache.health.subscribe((health) => {
      const key = text(health.repository);
      this.#health.set(key, health);
      this.#statuses.add(key);
    });
  }

  present(key: ObjectKey, object: KubernetesObject): void {
    if (key.resource === REPOSITORIES) {
      this.noteSecrets(key, object as RepositoryObject);
      this.#registrations.add(text(key));
    } else if (key.resource === SECRETS) {
      this.secretChanged(key);
    }
  }

  gone(key: ObjectKey): void {
    if (key.resource === REPOSITORIES) this.#registrations.add(text(key));
  }

  async stop(): Promise<void> {
    this.#subscription.unsubscribe();
    await Promise.all([this.#registrations.settled(), this.#statuses.settled()]);
  }

  private async reconcile(key: RepositoryKey): Promise<void> {
    const { store, cache, signal } = this.parts;
    const object = (await store.get(REPOSITORIES, key.namespace, key.name)) as RepositoryObject | undefined;
    if (!object || object.metadata.deletionTimestamp) {
      await cache.closeRepository(key, { signal });
      this.#health.delete(text(key));
      this.#registered.delete(text(key));
      await removeFinalizer(store, REPOSITORIES, key, REPOSITORY_FINALIZER);
      return;
    }
    await this.ensureFinalizer(key);
    const registration = JSON.stringify([object.metadata.uid, object.spec]);
    if (this.#registered.get(text(key)) === registration) return;
    this.#registered.set(text(key), registration);
    // Not waited for: a remote that hangs must not keep a later change of this object from being seen. How it ends is
    // told by the cache's health, and a failure is tried again by the cache when its time has come.
    cache.openRepository(object, { signal }).catch(() => undefined);
  }

  private ensureFinalizer(key: RepositoryKey): Promise<void> {
    return updateStored(this.parts.store, REPOSITORIES, key, (object) => {
      const { finalizers = [], deletionTimestamp } = object.metadata;
      if (deletionTimestamp || finalizers.includes(REPOSITORY_FINALIZER)) return undefined;
      return { ...object, metadata: { ...object.metadata, finalizers: [...finalizers, REPOSITORY_FINALIZER] } };
    });
  }

  private async writeStatus(key: string): Promise<void> {
    await updateStored(this.parts.store, REPOSITORIES, parse(key), (object) => {
      const health = this.#health.get(key);
      if (!health || object.metadata.deletionTimestamp) return undefined;
      return withHealth(object as RepositoryObject, health, this.parts.clock.now());
    });
  }

  private noteSecrets(key: ObjectKey, object: RepositoryObject): void {
    // A Repository stored by an older server may lack its spec.
    const secret = (object.spec as RepositoryObject['spec'] | undefined)?.git?.secretRef?.name;
    for (const name of [secret, `${key.namespace}-ca-bundle`]) {
      if (!name) continue;
      const secretKey = `${key.namespace}/${name}`;
      this.#secrets.set(secretKey, (this.#secrets.get(secretKey) ?? new Set<string>()).add(text(key)));
    }
  }

  /** What failed for want of this Secret need not wait for its next try. */
  private secretChanged(secret: ObjectKey): void {
    const { cache, signal } = this.parts;
    for (const key of this.#secrets.get(`${secret.namespace}/${secret.name}`) ?? []) {
      if (this.#health.get(key)?.state !== 'Error') continue;
      cache.syncRepository(parse(key), { signal }).catch(() => undefined);
    }
  }
}

function text(key: RepositoryKey): string {
  return `${key.namespace}/${key.name}`;
}

function parse(key: string): RepositoryKey {
  const slash = key.indexOf('/');
  return { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown error';
}
