import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { type ObjectStore } from '@porch/repository';
import { Observable } from 'rxjs';
import { traced } from './traced';

/**
 * A store whose writes are spans. Objects are not part of them, nor names: a Secret's may tell something. Who follows
 * changes works on an account of its own and not on that of whoever wrote, in whose turn a store may tell of them.
 */
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
    changes: (options) =>
      new Observable((subscriber) =>
        store.changes(options).subscribe({
          next: (change) => context.with(ROOT_CONTEXT, () => subscriber.next(change)),
          error: (error: unknown) => context.with(ROOT_CONTEXT, () => subscriber.error(error)),
          complete: () => subscriber.complete(),
        }),
      ),
    compact: (upTo) => store.compact(upTo),
    acquireLease: (name, holder, durationMilliseconds) => store.acquireLease(name, holder, durationMilliseconds),
    releaseLease: (name, holder) => store.releaseLease(name, holder),
    close: () => store.close(),
  };
}
