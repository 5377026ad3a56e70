import {
  alreadyExists,
  isPorchError,
  type KubernetesObject,
  notFound,
  type ResourceName,
  toTimestamp,
} from '@porch/api';
import { type Clock, type ObjectStore, type OperationContext } from '@porch/repository';
import { withDefaults } from '../decoding/schema-defaults';
import { deepEqual } from '../json/deep-equal';
import { objectSchemaOf } from '../kinds/object-schema';
import { type FieldCause, hasSubresource, resourceName, type ResourceKind } from '../kinds/resource-kind';
import { trackManagedFields } from '../managed-fields/track-managed-fields';
import { objectMatcher, type Selectors } from '../selectors/object-matcher';
import { type ChangeLog } from '../watch/change-log';
import { checkNamespaceAccepts } from './namespace-check';
import { generateName, metadataForCreate } from './object-metadata';
import { itemsBefore, objectsBefore, type ObjectsBefore } from './list-at-version';
import { cutPage, type ListedName } from './page';
import { checkPreconditions, checkUpdateVersion } from './preconditions';
import {
  type Deletion,
  type DeleteRequest,
  type ListRequest,
  type ResourceBackend,
  type Selection,
  type SnapshotPage,
  type UpdateRequest,
  type WriteRequest,
} from './resource-backend';
import { isReadyForRemoval, markedForDeletion, nextStored, withoutStatus } from './stored-object-changes';
import { validateObject } from './validate-object';

/** A rule that needs more than the object: it may throw, or name causes. */
export type Admission = (
  object: KubernetesObject,
  previous: KubernetesObject | undefined,
  context: OperationContext,
) => Promise<readonly FieldCause[]>;

export interface StoredObjectsOptions {
  readonly kind: ResourceKind;
  readonly store: ObjectStore;
  readonly clock: Clock;
  readonly changes: ChangeLog<KubernetesObject>;
  readonly admission?: Admission;
}

const NAME_ATTEMPTS = 8;
const WRITE_ATTEMPTS = 5;

/** The one registry for every kind that is kept in the object store. */
export class StoredObjects implements ResourceBackend<KubernetesObject> {
  readonly changes: ChangeLog<KubernetesObject>;
  readonly #kind: ResourceKind;
  readonly #resource: ResourceName;
  readonly #store: ObjectStore;
  readonly #clock: Clock;
  readonly #admission: Admission | undefined;

  constructor({ kind, store, clock, changes, admission }: StoredObjectsOptions) {
    this.#kind = kind;
    this.#resource = resourceName(kind);
    this.#store = store;
    this.#clock = clock;
    this.#admission = admission;
    this.changes = changes;
  }

  toObject(snapshot: KubernetesObject): KubernetesObject {
    return snapshot;
  }

  select(selectors: Selectors): Selection<KubernetesObject> {
    return { matches: objectMatcher(this.#kind, selectors) };
  }

  async get(namespace: string, name: string): Promise<KubernetesObject> {
    const object = await this.#store.get(this.#resource, namespace, name);
    if (object === undefined) throw notFound(this.#resource, name);
    return object;
  }

  async list(request: ListRequest): Promise<SnapshotPage<KubernetesObject>> {
    const { selectors, limit, continueAfter, at, context } = request;
    const selection = this.select(selectors);
    const matches = (object: KubernetesObject) => selection.matches(object);
    const namespace = this.#kind.namespaced ? selectors.namespace : '';
    const part = {
      ...(namespace === undefined ? {} : { namespace }),
      labelSelector: selectors.labels,
      ...(continueAfter === undefined ? {} : { continueAfter }),
    };
    if (selectors.fields.length === 0) {
      const page = await this.#store.list(this.#resource, { ...part, ...(limit === undefined ? {} : { limit }) });
      if (at === undefined) return page;
      const before = await this.#objectsBefore(at, page.resourceVersion, context);
      if (before.size === 0) return { ...page, resourceVersion: at };
    }
    const list = await this.#store.list(this.#resource, { ...part, ...nameSelectedBy(selectors) });
    const before = at === undefined ? NOTHING : await this.#objectsBefore(at, list.resourceVersion, context);
    const items = itemsBefore(list.items, before, nameOf, matches).filter(matches);
    return { ...cutPage(items, nameOf, { limit, continueAfter }), resourceVersion: at ?? list.resourceVersion };
  }

  /** What later changes have to say of a version, once the log knows all that the list shows. */
  async #objectsBefore(
    at: string,
    listedVersion: string,
    { signal }: OperationContext,
  ): Promise<ObjectsBefore<KubernetesObject>> {
    await this.changes.reached(Number(listedVersion), signal);
    return objectsBefore(this.changes, at, listedVersion, nameOf);
  }

  async create(namespace: string, object: KubernetesObject, request: WriteRequest): Promise<KubernetesObject> {
    if (this.#kind.namespaced) await checkNamespaceAccepts(this.#store, namespace, this.#resource, object);
    const prepared = await this.#prepare(namespace, object, request);
    if (request.dryRun) return this.#checkNameFree(namespace, prepared);
    return this.#createNamed(prepared, object.metadata.name === undefined);
  }

  async update(
    namespace: string,
    name: string,
    object: KubernetesObject,
    request: UpdateRequest,
  ): Promise<KubernetesObject> {
    const unconditional = !object.metadata.resourceVersion;
    for (let attempt = 1; ; attempt += 1) {
      const stored = await this.get(namespace, name);
      checkUpdateVersion(this.#kind, object, stored);
      const next = await this.#nextOf(object, stored, request);
      if (deepEqual(next, stored) || request.dryRun) return next;
      try {
        return await this.#write(next, stored);
      } catch (error) {
        if (!unconditional || attempt >= WRITE_ATTEMPTS || !isConflict(error)) throw error;
      }
    }
  }

  async delete(namespace: string, name: string, request: DeleteRequest): Promise<Deletion> {
    for (let attempt = 1; ; attempt += 1) {
      const stored = await this.get(namespace, name);
      checkPreconditions(this.#resource, stored, request.preconditions);
      const marked = markedForDeletion(this.#kind, stored, request.propagationPolicy, toTimestamp(this.#clock.now()));
      const removed = isReadyForRemoval(this.#kind, marked);
      if (request.dryRun || (!removed && deepEqual(marked, stored))) return { object: marked, removed };
      try {
        return { object: await this.#write(marked, stored), removed };
      } catch (error) {
        if (attempt >= WRITE_ATTEMPTS || !isConflict(error)) throw error;
      }
    }
  }

  async #prepare(namespace: string, object: KubernetesObject, request: WriteRequest): Promise<KubernetesObject> {
    const now = toTimestamp(this.#clock.now());
    const metadata = metadataForCreate(object.metadata, namespace, this.#kind, now);
    const given = { ...(hasSubresource(this.#kind, 'status') ? withoutStatus(object) : object), metadata };
    const defaulted = withDefaults(given, objectSchemaOf(this.#kind)) as KubernetesObject;
    const prepared = this.#kind.prepareForCreate?.(defaulted, now) ?? defaulted;
    await this.#validate(prepared, undefined, request);
    return trackManagedFields(this.#kind, prepared, undefined, request.fieldManager, undefined, now);
  }

  async #nextOf(object: KubernetesObject, stored: KubernetesObject, request: UpdateRequest): Promise<KubernetesObject> {
    const changed = nextStored(this.#kind, object, stored, request.subresource);
    await this.#validate(changed, stored, request);
    const now = toTimestamp(this.#clock.now());
    return trackManagedFields(this.#kind, changed, stored, request.fieldManager, request.subresource, now);
  }

  async #validate(object: KubernetesObject, previous: KubernetesObject | undefined, request: WriteRequest) {
    validateObject(this.#kind, object, previous);
    const causes = (await this.#admission?.(object, previous, request.context)) ?? [];
    if (causes.length > 0) validateObject(this.#kind, object, previous, causes);
  }

  async #checkNameFree(namespace: string, object: KubernetesObject): Promise<KubernetesObject> {
    const name = object.metadata.name ?? '';
    if ((await this.#store.get(this.#resource, this.#kind.namespaced ? namespace : '', name)) === undefined)
      return object;
    throw alreadyExists(this.#resource, name);
  }

  async #createNamed(object: KubernetesObject, generated: boolean): Promise<KubernetesObject> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#store.create(this.#resource, object);
      } catch (error) {
        if (!generated || attempt >= NAME_ATTEMPTS || !isPorchError(error) || error.reason !== 'AlreadyExists')
          throw error;
        object = {
          ...object,
          metadata: { ...object.metadata, name: generateName(object.metadata.generateName ?? '') },
        };
      }
    }
  }

  /** Stores an object in the place of the one it was made from, or removes it when nothing holds it any more. */
  async #write(next: KubernetesObject, stored: KubernetesObject): Promise<KubernetesObject> {
    const { namespace = '', name = '', resourceVersion = '', uid = '' } = stored.metadata;
    const preconditions = { resourceVersion, uid };
    if (!isReadyForRemoval(this.#kind, next)) return this.#store.update(this.#resource, next, preconditions);
    return this.#store.delete(this.#resource, namespace, name, preconditions);
  }
}

function isConflict(error: unknown): boolean {
  return isPorchError(error) && error.reason === 'Conflict';
}

const NOTHING: ObjectsBefore<KubernetesObject> = new Map();

function nameOf({ metadata: { namespace = '', name = '' } }: KubernetesObject): ListedName {
  return { namespace, name };
}

function nameSelectedBy(selectors: Selectors): { name?: string } {
  const term = selectors.fields.find(({ field, operator }) => field === 'metadata.name' && operator === '=');
  return term ? { name: term.value } : {};
}
