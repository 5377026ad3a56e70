import { type ObjectStore } from '@porch/repository';
import { traced } from './traced';

/** A store whose writes are spans. Objects are not part of them, nor names: a Secret's may tell something. */
export function tracedObjectStore(store: ObjectStore): ObjectStore {
  return {
    get: (resource, namespace, name) => store.get(resource, namespace, name),
    list: (resource, options) => store.list(resource, options),
    create: (resource, object) =>
      traced('store create', { 'porch.resource': resource }, () => store.create(resource, object)),
    update: (resource, object, preconditions) =>
      traced('store update', { 'porch.resource': resource }, () => store.update(resource, object, preconditions)),
    delete: (resource, namespace, name, preconditions) =>
      traced('store delete', { 'porch.resource': resource }, () =>
        store.delete(resource, namespace, name, preconditions),
      ),
    transaction: (writes) =>
      traced('store transaction', { 'porch.writes': writes.length }, () => store.transaction(writes)),
    currentResourceVersion: () => store.currentResourceVersion(),
    oldestResourceVersion: () => store.oldestResourceVersion(),
    changes: (options) => store.changes(options),
    compact: (upTo) => store.compact(upTo),
    acquireLease: (name, holder, durationMilliseconds) => store.acquireLease(name, holder, durationMilliseconds),
    releaseLease: (name, holder) => store.releaseLease(name, holder),
    close: () => store.close(),
  };
}
