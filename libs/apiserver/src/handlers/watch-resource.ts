import { type Clock } from '@porch/repository';
import { type ApiAnswer } from '../http/api-answer';
import { type ApiRequest } from '../http/api-request';
import { methodNotAllowed, resourceVersionTooLarge, resourceVersionTooOld } from '../http/request-errors';
import { booleanParameter, integerParameter } from '../http/request-target';
import { apiVersionOf } from '../kinds/resource-kind';
import { type SnapshotPage } from '../registry/resource-backend';
import { WatchSession } from '../watch/watch-session';
import { invalidListOption, selectorsOf, versionRequestOf } from './list-options';
import { objectViewOf } from './object-view';
import { type ServedResource } from './served-resource';

const BOOKMARK_INTERVAL = 60_000;
const MIN_TIMEOUT = 30 * 60_000;

export interface WatchDependencies {
  readonly clock: Clock;
  /** The newest version of any object. */
  currentResourceVersion(): Promise<string>;
  /** Aborts when the server drains. */
  readonly closing: AbortSignal;
}

/**
 * Answers a watch. From a known version on there is no replay; without one, or from 0, it begins with the objects
 * there are. A version that is too old gets an error event with code 410 (H-2.4).
 */
export async function watchObjects<T extends object>(
  { kind, backend, encoder }: ServedResource<T>,
  namespace: string | undefined,
  request: ApiRequest,
  dependencies: WatchDependencies,
): Promise<ApiAnswer> {
  const { query } = request.target;
  const view = objectViewOf(request);
  const selectors = selectorsOf(query, namespace);
  const selection = backend.select(selectors);
  const log = backend.changes;
  if (log === undefined) throw methodNotAllowed();
  const options = watchOptionsOf(query);
  if (options.after !== undefined) {
    const current = await dependencies.currentResourceVersion();
    if (options.after > Number(current)) throw resourceVersionTooLarge(String(options.after), current);
  }
  const fromVersion = options.after ?? log.newestVersion;
  const expired = !options.sendInitialEvents && fromVersion < log.oldestVersion;

  return {
    type: 'watch',
    open: (sink) => {
      const ended = new AbortController();
      const session = new WatchSession<T>({
        log,
        encoder,
        view,
        matches: (snapshot) => selection.matches(snapshot),
        toObject: (snapshot) => backend.toObject(snapshot),
        sink: { ...sink, end: () => stop(() => sink.end()), abort: () => stop(() => sink.abort()) },
        after: options.sendInitialEvents ? log.oldestVersion : fromVersion,
      });
      const stop = (finish: () => void) => {
        ended.abort();
        finish();
      };
      const bookmark = (initialEventsEnd: boolean, resourceVersion?: string) => {
        if (options.allowBookmarks)
          session.sendBookmark(kind.kind, apiVersionOf(kind), initialEventsEnd, resourceVersion);
      };
      const begin = (initial: SnapshotPage<T> | undefined) => {
        if (ended.signal.aborted) return;
        if (initial) {
          session.sendInitial(initial.items);
          if (options.markInitialEventsEnd) bookmark(true, initial.resourceVersion);
        }
        session.start(initial === undefined ? undefined : Number(initial.resourceVersion));
      };
      if (expired) session.end(resourceVersionTooOld(String(fromVersion), String(log.oldestVersion)));
      else if (options.sendInitialEvents) {
        const all = { selectors, context: request.context };
        backend.list(all).then(begin, (error: unknown) => session.end(error));
      } else begin(undefined);
      const expire = () => {
        bookmark(false);
        session.end();
      };
      endInTime(session, expire, request, options.timeout, dependencies, ended.signal);
      repeatBookmarks(() => bookmark(false), dependencies.clock, ended.signal);
      return {
        drained: () => session.drained(),
        closed: () => session.end(),
      };
    },
  };
}

interface WatchOptions {
  /** The version to go on from; undefined to begin with what there is, or with what comes. */
  readonly after: number | undefined;
  readonly sendInitialEvents: boolean;
  readonly markInitialEventsEnd: boolean;
  readonly allowBookmarks: boolean;
  readonly timeout: number;
}

function watchOptionsOf(query: URLSearchParams): WatchOptions {
  const asked = query.get('sendInitialEvents');
  const sendInitialEvents = asked === null || asked === '' ? undefined : booleanParameter(query, 'sendInitialEvents');
  const { resourceVersion, match } = versionRequestOf(query, sendInitialEvents === true);
  if (sendInitialEvents !== undefined && match !== 'NotOlderThan') {
    throw invalidListOption(
      'resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
    );
  }
  if (sendInitialEvents === undefined && match !== undefined) {
    throw invalidListOption(
      'resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided',
    );
  }
  const known = resourceVersion !== undefined && resourceVersion !== 0;
  const timeoutSeconds = integerParameter(query, 'timeoutSeconds');
  return {
    after: known ? resourceVersion : undefined,
    sendInitialEvents: sendInitialEvents ?? !known,
    markInitialEventsEnd: sendInitialEvents === true,
    allowBookmarks: booleanParameter(query, 'allowWatchBookmarks'),
    timeout: timeoutSeconds ? timeoutSeconds * 1000 : MIN_TIMEOUT + Math.random() * MIN_TIMEOUT,
  };
}

/** Ends the watch at its timeout or when its credential expires, and when the server drains. */
function endInTime(
  session: { end(error?: unknown): void },
  expire: () => void,
  request: ApiRequest,
  timeout: number,
  { clock, closing }: WatchDependencies,
  ended: AbortSignal,
): void {
  const { expiresAt } = request.authentication;
  const untilExpiry = expiresAt === undefined ? Infinity : expiresAt.getTime() - clock.now().getTime();
  const delay = Math.max(0, Math.min(timeout, untilExpiry, MAX_DELAY));
  clock.schedule(delay, expire, ended);
  const onClosing = () => session.end();
  closing.addEventListener('abort', onClosing, { once: true });
  ended.addEventListener('abort', () => closing.removeEventListener('abort', onClosing), { once: true });
  if (closing.aborted) session.end();
}

const MAX_DELAY = 2 ** 31 - 1;

function repeatBookmarks(bookmark: () => void, clock: Clock, ended: AbortSignal): void {
  clock.schedule(
    BOOKMARK_INTERVAL,
    () => {
      bookmark();
      if (!ended.aborted) repeatBookmarks(bookmark, clock, ended);
    },
    ended,
  );
}
