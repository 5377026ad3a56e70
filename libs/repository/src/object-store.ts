import { type KubernetesObject, type LabelSelector, type ResourceName } from '@porch/api';
import { type Observable } from 'rxjs';

export interface ObjectListOptions {
  readonly namespace?: string;
  readonly name?: string;
  readonly labelSelector?: LabelSelector;
  readonly limit?: number;
  /** The key after which to go on, from {@link ObjectList.continueAfter}. */
  readonly continueAfter?: string;
}

export interface ObjectList {
  /** Sorted by namespace, then name. */
  readonly items: readonly KubernetesObject[];
  /** The version this list is a snapshot of. */
  readonly resourceVersion: string;
  readonly continueAfter?: string;
  readonly remainingItemCount?: number;
}

/** What a write expects of the object as it is stored; an unmet one rejects with PorchError Conflict. */
export interface ObjectPreconditions {
  readonly resourceVersion?: string;
  readonly uid?: string;
}

export type ObjectWrite =
  | { readonly operation: 'create'; readonly resource: ResourceName; readonly object: KubernetesObject }
  | {
      readonly operation: 'update';
      readonly resource: ResourceName;
      readonly object: KubernetesObject;
      readonly preconditions?: ObjectPreconditions;
    }
  | {
      readonly operation: 'delete';
      readonly resource: ResourceName;
      readonly namespace: string;
      readonly name: string;
      readonly preconditions?: ObjectPreconditions;
    };

export interface ObjectChange {
  readonly type: 'Added' | 'Modified' | 'Deleted';
  readonly resource: ResourceName;
  /** As stored after the change; for Deleted as it last was, with the resourceVersion of its removal. */
  readonly object: KubernetesObject;
  /** Before the change, where it is still known; undefined for Added. */
  readonly previous: KubernetesObject | undefined;
  readonly resourceVersion: string;
}

/**
 * Stored Kubernetes objects. resourceVersions are decimal, start well above 1, and grow by every write of any object;
 * the store sets them and nothing else. A resource's name with its group is its table: `secrets`,
 * `repositories.config.porch.kpt.dev`. A cluster-scoped object's namespace is the empty string.
 *
 * @throws PorchError NotFound, AlreadyExists, Conflict (unmet precondition), Expired (a version no longer kept)
 */
export interface ObjectStore {
  get(resource: ResourceName, namespace: string, name: string): Promise<KubernetesObject | undefined>;
  list(resource: ResourceName, options?: ObjectListOptions): Promise<ObjectList>;
  create(resource: ResourceName, object: KubernetesObject): Promise<KubernetesObject>;
  update(
    resource: ResourceName,
    object: KubernetesObject,
    preconditions?: ObjectPreconditions,
  ): Promise<KubernetesObject>;
  delete(
    resource: ResourceName,
    namespace: string,
    name: string,
    preconditions?: ObjectPreconditions,
  ): Promise<KubernetesObject>;
  /** All writes or none, with consecutive resourceVersions; the objects as stored, in order. */
  transaction(writes: readonly ObjectWrite[]): Promise<readonly KubernetesObject[]>;
  /** The version of the newest write. */
  currentResourceVersion(): Promise<string>;
  /** The version after which every change is still kept. */
  oldestResourceVersion(): Promise<string>;
  /**
   * Every change after a version, in order, each once, then those to come; without a version, those to come. Emits an
   * error Expired when the version is no longer kept. Unsubscribe to stop.
   */
  changes(options?: { readonly resource?: ResourceName; readonly after?: string }): Observable<ObjectChange>;
  /** Forgets changes up to and including a version, so that watches from before it get Expired. */
  compact(upTo: string): Promise<void>;
  /**
   * Acquires or renews a named lease for `durationMilliseconds`; false when another holder has it.
   */
  acquireLease(name: string, holder: string, durationMilliseconds: number): Promise<boolean>;
  releaseLease(name: string, holder: string): Promise<void>;
  close(): Promise<void>;
}
