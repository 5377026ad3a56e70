import { type KubernetesObject } from '@porch/api';
import { isJsonObject, type JsonObject } from '../json/json-object';
import { apiVersionOf, type ResourceKind, type StoredForm } from '../kinds/resource-kind';
import { objectMatcher, type Selectors } from '../selectors/object-matcher';
import { type ChangeLog } from '../watch/change-log';
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
import { type StoredObjects } from './stored-objects';

type Names = ReadonlyMap<string, string>;

/** A kind that shows the stored objects of another under names of its own: the same objects, versions and watches. */
export class RenamedObjects implements ResourceBackend<KubernetesObject> {
  readonly changes: ChangeLog<KubernetesObject>;
  readonly #kind: ResourceKind;
  readonly #storedKind: ResourceKind;
  readonly #stored: StoredObjects;
  readonly #toStored: Names;
  readonly #toOwn: Names;

  constructor(kind: ResourceKind, { kind: storedKind, names }: StoredForm, stored: StoredObjects) {
    this.changes = stored.changes;
    this.#kind = kind;
    this.#storedKind = storedKind;
    this.#stored = stored;
    this.#toStored = new Map(names);
    this.#toOwn = new Map(names.map(([own, theirs]) => [theirs, own]));
  }

  toObject(snapshot: KubernetesObject): KubernetesObject {
    return renamed(snapshot, this.#kind, this.#toOwn);
  }

  select(selectors: Selectors): Selection<KubernetesObject> {
    return this.#stored.select(this.#storedSelectors(selectors));
  }

  get(namespace: string, name: string): Promise<KubernetesObject> {
    return this.#stored.get(namespace, name);
  }

  list(request: ListRequest): Promise<SnapshotPage<KubernetesObject>> {
    return this.#stored.list({ ...request, selectors: this.#storedSelectors(request.selectors) });
  }

  async create(namespace: string, object: KubernetesObject, request: WriteRequest): Promise<KubernetesObject> {
    return this.toObject(await this.#stored.create(namespace, this.#toStoredObject(object), request));
  }

  async update(
    namespace: string,
    name: string,
    object: KubernetesObject,
    request: UpdateRequest,
  ): Promise<KubernetesObject> {
    return this.toObject(await this.#stored.update(namespace, name, this.#toStoredObject(object), request));
  }

  async delete(namespace: string, name: string, request: DeleteRequest): Promise<Deletion> {
    const deletion = await this.#stored.delete(namespace, name, request);
    return { ...deletion, object: this.toObject(deletion.object) };
  }

  #toStoredObject(object: KubernetesObject): KubernetesObject {
    return renamed(object, this.#storedKind, this.#toStored);
  }

  /** @throws PorchError BadRequest for a field that cannot be selected by, named as the client does */
  #storedSelectors(selectors: Selectors): Selectors {
    objectMatcher(this.#kind, selectors);
    const fields = selectors.fields.map((requirement) => {
      const [first = '', ...rest] = requirement.field.split('.');
      return { ...requirement, field: [this.#toStored.get(first) ?? first, ...rest].join('.') };
    });
    return { ...selectors, fields };
  }
}

/** An object in the names of another kind, what is recorded of the owners of its fields included. Pure. */
function renamed(object: KubernetesObject, kind: ResourceKind, names: Names): KubernetesObject {
  const apiVersion = apiVersionOf(kind);
  const named = withNames(object, names, '') as KubernetesObject;
  const { managedFields } = named.metadata;
  if (managedFields === undefined) return { ...named, apiVersion };
  const owners = managedFields.map((entry) => {
    if (!isJsonObject(entry) || !isJsonObject(entry['fieldsV1'])) return entry;
    return { ...entry, apiVersion, fieldsV1: withNames(entry['fieldsV1'], names, 'f:') };
  });
  return { ...named, apiVersion, metadata: { ...named.metadata, managedFields: owners } };
}

function withNames(object: object, names: Names, prefix: string): JsonObject {
  return Object.fromEntries(
    Object.entries(object).map(([field, value]): [string, unknown] => {
      const other = field.startsWith(prefix) ? names.get(field.slice(prefix.length)) : undefined;
      return [other === undefined ? field : prefix + other, value];
    }),
  );
}
