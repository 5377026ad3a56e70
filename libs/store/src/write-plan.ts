import {
  alreadyExists,
  conflict,
  type KubernetesObject,
  notFound,
  type ResourceName,
  staleResourceVersion,
} from '@porch/api';
import { type ObjectChange, type ObjectPreconditions, type ObjectWrite } from '@porch/repository';
import { keyOfObject, keyText, type ObjectKey } from './object-key';

/** The first resourceVersion a new store gives away is one more. */
export const FIRST_RESOURCE_VERSION = 1000;

/** An object as it is stored: its text, and what can be asked of it without parsing that. */
export interface StoredObject {
  readonly key: ObjectKey;
  readonly uid: string;
  readonly resourceVersion: number;
  readonly labels: Readonly<Record<string, string>>;
  /** The whole object as JSON. */
  readonly text: string;
}

/** One write of a transaction, decided. */
export interface PlannedChange {
  readonly type: ObjectChange['type'];
  readonly key: ObjectKey;
  readonly resourceVersion: number;
  /** After the write; for Deleted as it last was, with the resourceVersion of its removal. */
  readonly stored: StoredObject;
  readonly previous: StoredObject | undefined;
}

export function keyOfWrite(write: ObjectWrite): ObjectKey {
  if (write.operation !== 'delete') return keyOfObject(write.resource, write.object);
  return { resource: write.resource, namespace: write.namespace, name: write.name };
}

/**
 * Decides what a transaction does, without doing it.
 * @param current what is stored now, by {@link keyText}
 * @param firstVersion the resourceVersion of the first write; the others follow
 * @throws PorchError AlreadyExists, NotFound or Conflict for the first write that cannot be done
 */
export function planWrites(
  writes: readonly ObjectWrite[],
  current: ReadonlyMap<string, StoredObject>,
  firstVersion: number,
): PlannedChange[] {
  const seen = new Map<string, StoredObject | undefined>();
  return writes.map((write, index) => {
    const key = keyOfWrite(write);
    const text = keyText(key);
    const before = seen.has(text) ? seen.get(text) : current.get(text);
    const change = planWrite(write, key, before, firstVersion + index);
    seen.set(text, change.type === 'Deleted' ? undefined : change.stored);
    return change;
  });
}

function planWrite(
  write: ObjectWrite,
  key: ObjectKey,
  before: StoredObject | undefined,
  resourceVersion: number,
): PlannedChange {
  if (write.operation === 'create') {
    if (before) throw alreadyExists(key.resource, key.name);
    return {
      type: 'Added',
      key,
      resourceVersion,
      stored: toStored(key, write.object, resourceVersion),
      previous: before,
    };
  }
  if (!before) throw notFound(key.resource, key.name);
  checkPreconditions(key.resource, before, write.preconditions);
  if (write.operation === 'update') {
    const stored = toStored(key, write.object, resourceVersion);
    return { type: 'Modified', key, resourceVersion, stored, previous: before };
  }
  const stored = toStored(key, toObject(before), resourceVersion);
  return { type: 'Deleted', key, resourceVersion, stored, previous: before };
}

function checkPreconditions(
  resource: ResourceName,
  stored: StoredObject,
  preconditions: ObjectPreconditions | undefined,
): void {
  const { name } = stored.key;
  const { resourceVersion, uid } = preconditions ?? {};
  if (uid !== undefined && uid !== stored.uid) {
    throw conflict(resource, name, `the UID in the precondition is ${uid}, that of the object ${stored.uid}`);
  }
  if (resourceVersion !== undefined && resourceVersion !== String(stored.resourceVersion)) {
    throw staleResourceVersion(resource, name);
  }
}

function toStored(key: ObjectKey, object: KubernetesObject, resourceVersion: number): StoredObject {
  const metadata = { ...object.metadata, resourceVersion: String(resourceVersion) };
  return {
    key,
    uid: metadata.uid ?? '',
    resourceVersion,
    labels: metadata.labels ?? {},
    text: JSON.stringify({ ...object, metadata }),
  };
}

/** A copy of its own for whoever asked. */
export function toObject(stored: Pick<StoredObject, 'text'>): KubernetesObject {
  return JSON.parse(stored.text) as KubernetesObject;
}

/** What subscribers of the change feed share, and therefore cannot change. */
export function toObjectChange(change: PlannedChange): ObjectChange {
  return deepFreeze({
    type: change.type,
    resource: change.key.resource,
    object: toObject(change.stored),
    previous: change.previous && toObject(change.previous),
    resourceVersion: String(change.resourceVersion),
  });
}

export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) deepFreeze(part);
  }
  return value;
}
