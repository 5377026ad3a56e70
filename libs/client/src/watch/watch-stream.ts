import { type Readable } from 'node:stream';
import { isPorchError, type PorchError } from '@porch/api';
import { type HttpRequest } from '../http/connection';
import { errorOfStatus, isStatus } from '../http/status-error';
import { type Backoff } from './backoff';
import { readEvents } from './read-events';
import { type WireEvent } from './watch-event';

export interface WatchOptions {
  /** Undefined watches the connection's namespace, `''` every namespace. */
  namespace?: string | undefined;
  labelSelector?: string | undefined;
  fieldSelector?: string | undefined;
  /** Continue after this version, with no initial objects; undefined starts with an ADDED for each object there is. */
  resourceVersion?: string | undefined;
  /** Ends the iteration, without an error. */
  signal?: AbortSignal | undefined;
  /** Pauses between attempts to reconnect. */
  backoff?: Backoff | undefined;
}

export type StreamEvent = WireEvent & { type: Exclude<WireEvent['type'], 'ERROR'> };

/** One connection's worth of events, bookmarks included. @throws PorchError for an ERROR event or a refused watch */
export async function* watchStream(
  open: (request: HttpRequest) => Promise<Readable>,
  request: { path: string; resourceVersion: string; accept?: string },
  options: WatchOptions,
): AsyncGenerator<StreamEvent> {
  const body = await open({
    method: 'GET',
    path: request.path,
    query: {
      watch: true,
      allowWatchBookmarks: true,
      resourceVersion: request.resourceVersion === '' ? undefined : request.resourceVersion,
      labelSelector: options.labelSelector || undefined,
      fieldSelector: options.fieldSelector || undefined,
    },
    ...(request.accept ? { accept: request.accept } : {}),
    uncompressed: true,
    signal: options.signal,
  });
  try {
    for await (const event of readEvents(body)) {
      if (event.type === 'ERROR') throw watchError(event.object, request.path);
      yield { type: event.type, object: event.object };
    }
  } finally {
    body.destroy();
  }
}

function watchError(object: unknown, path: string): PorchError {
  const status = isStatus(object) ? object : { code: 500 };
  return errorOfStatus(status, 500, `the watch of ${path}`);
}

/** The version asked for is older than what the server remembers. */
export function isExpired(error: unknown): boolean {
  return isPorchError(error) && error.code === 410;
}

/** Whether trying again can help: the connection broke, or the server is busy, restarting or failing for the moment. */
export function isPassing(error: unknown): boolean {
  if (!isPorchError(error)) return typeof (error as { code?: unknown } | undefined)?.code === 'string';
  return error.code === 429 || error.code >= 500;
}
