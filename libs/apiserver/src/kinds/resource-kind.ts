import { type KubernetesObject, type ResourceName, type StatusCause } from '@porch/api';
import { type Schema } from './schema';

export type Verb = 'create' | 'delete' | 'deletecollection' | 'get' | 'list' | 'patch' | 'update' | 'watch';

export const ALL_VERBS: readonly Verb[] = [
  'create',
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'update',
  'watch',
];

/** One printed column of a kind. */
export interface Column {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'boolean' | 'date';
  readonly format?: 'name';
  readonly description: string;
  /** 0 is always printed, 1 with `-o wide`. */
  readonly priority?: 0 | 1;
  /** What the cell shows; for a date a timestamp, which is printed as an age. */
  cell(object: KubernetesObject): unknown;
}

export interface Subresource {
  readonly name: string;
  readonly verbs: readonly Verb[];
  /** Kind of its objects where it is not that of the resource. */
  readonly kind?: string;
}

export type FieldCause = Required<StatusCause>;

/** Where the objects of a kind come from; `renamed` are those of another kind, shown under other names. */
export type Backing = 'store' | 'renamed' | 'packageRevisions' | 'packageRevisionResources' | 'packages' | 'review';

/** How objects that are shown under other names are stored. */
export interface StoredForm {
  readonly kind: ResourceKind;
  /** Top-level fields by their own name and that of the stored object; the others have the same name. */
  readonly names: readonly (readonly [own: string, stored: string])[];
}

/**
 * All there is to know about one kind of object. Adding a kind is adding one of these: discovery, OpenAPI, decoding,
 * validation, tables and documentation are made from it.
 */
export interface ResourceKind {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames?: readonly string[];
  /** Names that stand for several kinds at once: `kubectl get all`. */
  readonly categories?: readonly string[];
  readonly kind: string;
  readonly namespaced: boolean;
  readonly description: string;
  readonly verbs: readonly Verb[];
  readonly backing: Backing;
  /** Where `backing` is `renamed`. */
  readonly storedAs?: StoredForm;
  /** `status` is isolated from the rest: neither writes the other. */
  readonly subresources?: readonly Subresource[];
  /** Top-level fields beside apiVersion, kind and metadata. */
  readonly fields: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly columns?: readonly Column[];
  /** Paths that a field selector may name beside metadata.name and metadata.namespace. */
  readonly selectableFields?: readonly string[];
  /** What else a field selector may name: the values are made of several fields. */
  readonly derivedFields?: Readonly<Record<string, (object: KubernetesObject) => string>>;
  /** Problems of shape are decoding errors (400), as with Go types; otherwise causes of an Invalid (422), as with CRDs. */
  readonly typed?: boolean;
  /** metadata.generation counts changes outside metadata and status. */
  readonly tracksGeneration?: boolean;
  /** An update may leave out the resourceVersion. */
  readonly allowsUnconditionalUpdate?: boolean;
  readonly nameRule?: 'label' | 'subdomain' | 'path';
  /** Paths that never change once set, with the text that says so. */
  readonly immutable?: readonly { readonly path: string; readonly message: string }[];
  /** Completes an object on its first store. */
  prepareForCreate?(object: KubernetesObject, now: string): KubernetesObject;
  /** Adjusts an update to what is stored. */
  prepareForUpdate?(object: KubernetesObject, previous: KubernetesObject): KubernetesObject;
  /** Rules a schema cannot say. */
  validate?(object: KubernetesObject, previous: KubernetesObject | undefined): readonly FieldCause[];
}

export function resourceName(kind: Pick<ResourceKind, 'group' | 'plural'>): ResourceName {
  return kind.group === '' ? kind.plural : `${kind.plural}.${kind.group}`;
}

export function apiVersionOf(kind: Pick<ResourceKind, 'group' | 'version'>): string {
  return kind.group === '' ? kind.version : `${kind.group}/${kind.version}`;
}

export function hasSubresource(kind: ResourceKind, name: string): boolean {
  return kind.subresources?.some((subresource) => subresource.name === name) ?? false;
}

export function listKindOf(kind: Pick<ResourceKind, 'kind'>): string {
  return `${kind.kind}List`;
}

export const STATUS_SUBRESOURCE: Subresource = { name: 'status', verbs: ['get', 'patch', 'update'] };
