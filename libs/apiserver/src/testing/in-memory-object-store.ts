import { alreadyExists, conflict, type KubernetesObject, matchesLabelSelector, notFound, PorchError } from '@porch/api';
import {
  type ObjectChange,
  type ObjectList,
  type ObjectListOptions,
  type ObjectPreconditions,
  type ObjectStore,
} from '@porch/repository';
import { Observable, Subject } from 'rxjs';

/** An object store as small as the contract allows, for this library's tests. */
export class InMemoryObjectStore implements ObjectStore {
  readonly #objects = new Map<string, KubernetesObject>();
  readonly #log: ObjectChange[] = [];
  readonly #live = new Subject<ObjectChange>();
  #version: number;
  #compacted = 0;

  constructor(firstVersion = 1000) {
    this.#version = firstVersion;
  }

  /** A version for an object that is kept elsewhere. */
  nextVersion(): string {
    const resourceVersion = this.#nextVersion();
    const object = { apiVersion: 'v1', kind: 'Elsewhere', metadata: { resourceVersion } };
    this.#live.next({ type: 'Modified', resource: 'elsewhere', object, previous: undefined, resourceVersion });
    return resourceVersion;
  }

  get(resource: string, namespace: string, name: string): Promise<KubernetesObject | undefined> {
    return Promise.resolve(this.#objects.get(keyOf(resource, namespace, name)));
  }

  list(resource: string, options: ObjectListOptions = {}): Promise<ObjectList> {
    const all = [...this.#objects]
      .filter(([key]) => key.startsWith(`${resource}|`))
      .map(([, object]) => object)
      .filter(({ metadata }) => options.namespace === undefined || (metadata.namespace ?? '') === options.namespace)
      .filter(({ metadata }) => options.name === undefined || metadata.name === options.name)
      .filter(({ metadata }) => matchesLabelSelector(options.labelSelector ?? [], metadata.labels))
      .sort((left, right) => (placeOf(left) < placeOf(right) ? -1 : 1))
      .filter((object) => options.continueAfter === undefined || placeOf(object) > options.continueAfter);
    const items = options.limit ? all.slice(0, options.limit) : all;
    const last = items.at(-1);
    const resourceVersion = String(this.#version);
    if (items.length === all.length || last === undefined) return Promise.resolve({ items, resourceVersion });
    const remainingItemCount = all.length - items.length;
    return Promise.resolve({ items, resourceVersion, continueAfter: placeOf(last), remainingItemCount });
  }

  async create(resource: string, object: KubernetesObject): Promise<KubernetesObject> {
    const { namespace = '', name = '' } = object.metadata;
    if (await this.get(resource, namespace, name)) throw alreadyExists(resource, name);
    return this.#put('Added', resource, object, undefined);
  }

  async update(
    resource: string,
    object: KubernetesObject,
    preconditions?: ObjectPreconditions,
  ): Promise<KubernetesObject> {
    const { namespace = '', name = '' } = object.metadata;
    const previous = await this.#require(resource, namespace, name, preconditions);
    return this.#put('Modified', resource, object, previous);
  }

  async delete(
    resource: string,
    namespace: string,
    name: string,
    preconditions?: ObjectPreconditions,
  ): Promise<KubernetesObject> {
    const previous = await this.#require(resource, namespace, name, preconditions);
    return this.#put('Deleted', resource, previous, previous);
  }

  transaction(): Promise<readonly KubernetesObject[]> {
    return Promise.reject(new Error('not needed here'));
  }

  currentResourceVersion(): Promise<string> {
    return Promise.resolve(String(this.#version));
  }

  oldestResourceVersion(): Promise<string> {
    return Promise.resolve(String(this.#compacted));
  }

  changes(options: { resource?: string; after?: string } = {}): Observable<ObjectChange> {
    return new Observable((subscriber) => {
      const after = Number(options.after ?? this.#version);
      if (after < this.#compacted) {
        subscriber.error(new PorchError('Expired', 'compacted'));
        return undefined;
      }
      for (const change of this.#log) if (Number(change.resourceVersion) > after) subscriber.next(change);
      return this.#live.subscribe(subscriber);
    });
  }

  compact(upTo: string): Promise<void> {
    this.#compacted = Number(upTo);
    return Promise.resolve();
  }

  acquireLease(): Promise<boolean> {
    return Promise.resolve(true);
  }

  releaseLease(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.#live.complete();
    return Promise.resolve();
  }

  #nextVersion(): string {
    this.#version += 1;
    return String(this.#version);
  }

  async #require(resource: string, namespace: string, name: string, preconditions: ObjectPreconditions = {}) {
    const object = await this.get(resource, namespace, name);
    if (object === undefined) throw notFound(resource, name);
    const { resourceVersion = object.metadata.resourceVersion, uid = object.metadata.uid } = preconditions;
    if (resourceVersion !== object.metadata.resourceVersion || uid !== object.metadata.uid) {
      throw conflict(resource, name, 'the object has been modified');
    }
    return object;
  }

  #put(
    type: ObjectChange['type'],
    resource: string,
    object: KubernetesObject,
    previous: KubernetesObject | undefined,
  ): KubernetesObject {
    const resourceVersion = this.#nextVersion();
    const stored = { ...object, metadata: { ...object.metadata, resourceVersion } };
    const key = keyOf(resource, object.metadata.namespace ?? '', object.metadata.name ?? '');
    if (type === 'Deleted') this.#objects.delete(key);
    else this.#objects.set(key, stored);
    const change = { type, resource, object: stored, previous, resourceVersion };
    this.#log.push(change);
    this.#live.next(change);
    return stored;
  }
}

function keyOf(resource: string, namespace: string, name: string): string {
  return `${resource}|${namespace}|${name}`;
}

function placeOf({ metadata }: KubernetesObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name ?? ''}`;
}
