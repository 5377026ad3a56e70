import { notFound, toTimestamp } from '@porch/api';
import { type ObjectStore } from '@porch/repository';
import { type ServiceAccountTokens } from '../auth/service-account-tokens';
import { decodeObject } from '../decoding/decode-document';
import { type ApiAnswer, jsonAnswer } from '../http/api-answer';
import { type ApiRequest } from '../http/api-request';
import { methodNotAllowed } from '../http/request-errors';
import { valueAt } from '../json/json-object';

const DEFAULT_SECONDS = 3600;
const MIN_SECONDS = 600;
const MAX_SECONDS = 365 * 24 * 3600;

/** Answers POST of `serviceaccounts/NAME/token` with a token for that account. */
export async function answerTokenRequest(
  namespace: string,
  name: string,
  request: ApiRequest,
  { store, tokens }: { store: ObjectStore; tokens: ServiceAccountTokens | undefined },
): Promise<ApiAnswer> {
  if (tokens === undefined) throw methodNotAllowed();
  const body = decodeObject(await request.readBody(), request.headers['content-type']);
  const account = await store.get('serviceaccounts', namespace, name);
  if (account === undefined) throw notFound('serviceaccounts', name);
  const asked = valueAt(body, 'spec.expirationSeconds');
  const given = valueAt(body, 'spec.audiences');
  const audiences = Array.isArray(given) ? given.filter((audience) => typeof audience === 'string') : [];
  const seconds = Math.min(MAX_SECONDS, Math.max(MIN_SECONDS, typeof asked === 'number' ? asked : DEFAULT_SECONDS));
  const { token, expiresAt } = await tokens.issue(
    { namespace, name, uid: account.metadata.uid ?? '' },
    seconds,
    audiences,
  );
  return jsonAnswer(
    {
      kind: 'TokenRequest',
      apiVersion: 'authentication.k8s.io/v1',
      metadata: { name, namespace, creationTimestamp: null },
      spec: { audiences, expirationSeconds: seconds },
      status: { token, expirationTimestamp: toTimestamp(expiresAt) },
    },
    201,
  );
}
