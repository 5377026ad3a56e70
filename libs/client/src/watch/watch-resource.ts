import { type Readable } from 'node:stream';
import { type KubernetesObject } from '@porch/api';
import { type HttpRequest } from '../http/connection';
import { Backoff } from './backoff';
import { type WatchEvent } from './watch-event';
import { isExpired, isPassing, type WatchOptions, watchStream } from './watch-stream';

export interface WatchSource<T> {
  list(options: WatchOptions): Promise<{ resourceVersion: string; items: T[] }>;
  open(request: HttpRequest): Promise<Readable>;
  path: string;
}

/**
 * Changes of one kind of object, for as long as the caller iterates. A connection that ends or breaks is resumed from
 * the last version seen. When the server no longer knows that version (410), the objects are listed afresh and the
 * differences come as events, so that a caller who applies every event always ends up with the server's state.
 * @throws PorchError when the server refuses the watch for good: unauthorized, forbidden, not found, bad selector
 */
export async function* watchResource<T extends KubernetesObject>(
  source: WatchSource<T>,
  options: WatchOptions,
): AsyncGenerator<WatchEvent<T>> {
  const { signal } = options;
  const backoff = options.backoff ?? new Backoff();
  const known = new Map<string, T>();
  let version = options.resourceVersion;
  while (!signal?.aborted) {
    try {
      if (version === undefined) {
        const listed = await source.list(options);
        yield* differences(known, listed.items);
        version = listed.resourceVersion;
      }
      const request = { path: source.path, resourceVersion: version };
      for await (const event of watchStream((opened) => source.open(opened), request, options)) {
        backoff.reset();
        const object = event.object as T;
        version = object.metadata?.resourceVersion ?? version;
        if (event.type === 'BOOKMARK') continue;
        if (event.type === 'DELETED') known.delete(keyOf(object));
        else known.set(keyOf(object), object);
        yield { type: event.type, object };
      }
    } catch (error) {
      if (signal?.aborted) return;
      if (isExpired(error)) version = undefined;
      else if (!isPassing(error)) throw error;
    }
    await backoff.wait(signal).catch(() => undefined);
  }
}

function keyOf(object: KubernetesObject): string {
  return `${object.metadata.namespace ?? ''}/${object.metadata.name ?? ''}`;
}

/** Brings `known` to what was listed and says what had changed meanwhile. */
function* differences<T extends KubernetesObject>(
  known: Map<string, T>,
  items: readonly T[],
): Generator<WatchEvent<T>> {
  const present = new Set(items.map(keyOf));
  for (const [key, object] of [...known]) {
    if (present.has(key)) continue;
    known.delete(key);
    yield { type: 'DELETED', object };
  }
  for (const object of items) {
    const before = known.get(keyOf(object));
    const { resourceVersion } = object.metadata;
    if (before && resourceVersion !== undefined && before.metadata.resourceVersion === resourceVersion) continue;
    known.set(keyOf(object), object);
    yield { type: before ? 'MODIFIED' : 'ADDED', object };
  }
}
