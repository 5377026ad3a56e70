import { type ApiAnswer, bytesAnswer, streamAnswer } from '../http/api-answer';
import { type ApiRequest } from '../http/api-request';
import {
  checkListVersion,
  encodeToken,
  exactVersion,
  invalidListOption,
  pageOf,
  selectorsOf,
  versionRequestOf,
} from './list-options';
import { objectViewOf } from './object-view';
import { type ServedResource } from './served-resource';

/** Answers GET of one object. */
export async function getObject(
  { backend, encoder }: ServedResource,
  namespace: string,
  name: string,
  request: ApiRequest,
): Promise<ApiAnswer> {
  const view = objectViewOf(request);
  return bytesAnswer(encoder.single(await backend.get(namespace, name, request.context), view));
}

/** Longer lists are sent in chunks, so that they take neither megabytes in one piece nor a long turn of the event loop. */
const STREAMED_ITEMS = 1000;

/** Answers GET of many objects. */
export async function listObjects(
  { backend, encoder }: ServedResource,
  namespace: string | undefined,
  request: ApiRequest,
): Promise<ApiAnswer> {
  const { query } = request.target;
  const view = objectViewOf(request);
  if (query.get('sendInitialEvents')) {
    throw invalidListOption('sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list');
  }
  const version = versionRequestOf(query, false);
  const { firstPageVersion, ...page } = pageOf(query, version);
  const selectors = selectorsOf(query, namespace);
  const at = firstPageVersion ?? exactVersion(version);
  const list = await backend.list({ ...page, at, selectors, context: request.context });
  checkListVersion(version, list.resourceVersion);
  for (const warning of list.warnings ?? []) request.warn(warning);
  const resourceVersion = firstPageVersion ?? list.resourceVersion;
  const { continueAfter, remainingItemCount } = list;
  const meta = {
    resourceVersion,
    ...(continueAfter === undefined ? {} : { continue: encodeToken(resourceVersion, continueAfter) }),
    ...(continueAfter === undefined || remainingItemCount === undefined ? {} : { remainingItemCount }),
  };
  if (list.stream) return streamAnswer(encoder.listChunks(list.stream, view, meta));
  if (list.items.length > STREAMED_ITEMS) return streamAnswer(encoder.listInChunks(list.items, view, meta));
  return bytesAnswer(encoder.list(list.items, view, meta));
}
