import { type KubernetesObject } from '@porch/api';
import { type OperationContext } from '@porch/repository';
import { type Selectors } from '../selectors/object-matcher';
import { type ChangeLog } from '../watch/change-log';

/** Who makes a change, for managedFields. */
export interface FieldManager {
  readonly name: string;
  readonly operation: 'Apply' | 'Update';
}

export interface WriteRequest {
  readonly context: OperationContext;
  readonly dryRun: boolean;
  readonly fieldManager: FieldManager;
  /** Sends a Warning header with the answer. */
  warn(text: string): void;
}

export interface UpdateRequest extends WriteRequest {
  readonly subresource: string | undefined;
}

export type PropagationPolicy = 'Foreground' | 'Background' | 'Orphan';

export interface DeleteRequest extends WriteRequest {
  readonly propagationPolicy: PropagationPolicy;
  readonly preconditions: { readonly resourceVersion?: string; readonly uid?: string };
}

/** What selectors pick. */
export interface Selection<T> {
  matches(snapshot: T): boolean;
}

/** A part of a list; all of it, unless told. */
export interface PageRequest {
  readonly limit?: number | undefined;
  readonly continueAfter?: string | undefined;
}

/** What a client wants a list of. */
export interface ListRequest extends PageRequest {
  /** The version to show, where the kind has a log of changes; the newest, unless told. */
  readonly at?: string | undefined;
  readonly selectors: Selectors;
  readonly context: OperationContext;
}

export interface SnapshotPage<T> {
  readonly items: readonly T[];
  /** Objects too large to have in memory together come one by one instead of as `items`. */
  readonly stream?: AsyncIterable<T>;
  readonly resourceVersion: string;
  readonly continueAfter?: string;
  readonly remainingItemCount?: number;
  /** What the client should know about the list: repositories that could not be read. */
  readonly warnings?: readonly string[];
}

export interface Deletion {
  readonly object: KubernetesObject;
  /** False while finalizers hold the object. */
  readonly removed: boolean;
}

/**
 * Where the objects of one kind are read and written. `T` is an immutable snapshot of an object; the same snapshot
 * always shows the same object, so that its encodings can be kept.
 */
export interface ResourceBackend<T extends object = object> {
  toObject(snapshot: T): KubernetesObject;
  /** @throws PorchError BadRequest for selectors the kind does not understand */
  select(selectors: Selectors): Selection<T>;
  get(namespace: string, name: string, context: OperationContext): Promise<T>;
  list(request: ListRequest): Promise<SnapshotPage<T>>;
  /** Where the kind can be watched. */
  readonly changes?: ChangeLog<T>;
  /** Where the server makes the name: whether it would make this one. @throws PorchError BadRequest when not */
  checkName?(object: KubernetesObject, name: string): void;
  create(namespace: string, object: KubernetesObject, request: WriteRequest): Promise<KubernetesObject>;
  update(namespace: string, name: string, object: KubernetesObject, request: UpdateRequest): Promise<KubernetesObject>;
  delete(namespace: string, name: string, request: DeleteRequest): Promise<Deletion>;
}
