import { badRequest, type KubernetesObject } from '@porch/api';
import { type UserInfo } from '@porch/repository';
import { authenticateRequest } from '../auth/authenticate-request';
import { type Authenticator } from '../auth/authenticator';
import { type AuthorizationAttributes, type Authorizer } from '../auth/authorizer';
import { decodeObject } from '../decoding/decode-document';
import { decodeForKind } from '../decoding/decode-for-kind';
import { type ApiAnswer, jsonAnswer } from '../http/api-answer';
import { type ApiRequest } from '../http/api-request';
import { isJsonObject, textAt, valueAt } from '../json/json-object';
import { type ResourceKind } from '../kinds/resource-kind';

export interface ReviewDependencies {
  readonly authorizer: Authorizer;
  readonly authenticators: readonly Authenticator[];
}

/** Answers a question about who may do what, or who somebody is. Nothing is stored. */
export async function answerReview(
  kind: ResourceKind,
  namespace: string | undefined,
  request: ApiRequest,
  dependencies: ReviewDependencies,
): Promise<ApiAnswer> {
  const value = decodeObject(await request.readBody(), request.headers['content-type']);
  const review = decodeForKind(value, kind, { fieldValidation: 'Ignore', warn: () => undefined });
  const status = await statusOf(kind, review, namespace, request, dependencies);
  return jsonAnswer({ ...review, metadata: { ...review.metadata, creationTimestamp: null }, status }, 201);
}

async function statusOf(
  kind: ResourceKind,
  review: KubernetesObject,
  namespace: string | undefined,
  request: ApiRequest,
  { authorizer, authenticators }: ReviewDependencies,
): Promise<object> {
  const { user } = request.authentication;
  switch (kind.kind) {
    case 'SelfSubjectAccessReview':
      return accessStatus(review, user, undefined, authorizer);
    case 'SubjectAccessReview':
      return accessStatus(review, subjectOf(review), undefined, authorizer);
    case 'LocalSubjectAccessReview':
      return accessStatus(review, subjectOf(review), namespace, authorizer);
    case 'SelfSubjectRulesReview':
      return rulesStatus(user, textAt(review, 'spec.namespace') || undefined, authorizer);
    case 'TokenReview':
      return tokenStatus(textAt(review, 'spec.token'), authenticators);
    default:
      return { userInfo: userInfoOf(user) };
  }
}

async function accessStatus(
  review: KubernetesObject,
  user: UserInfo,
  namespace: string | undefined,
  authorizer: Authorizer,
): Promise<object> {
  const { allowed, reason } = await authorizer.authorize(attributesOf(review, user, namespace));
  return { allowed, ...(reason === undefined ? {} : { reason }) };
}

function attributesOf(review: KubernetesObject, user: UserInfo, within: string | undefined): AuthorizationAttributes {
  const resource = valueAt(review, 'spec.resourceAttributes');
  const path = valueAt(review, 'spec.nonResourceAttributes');
  if (isJsonObject(resource) === isJsonObject(path)) {
    throw badRequest('spec must have either resourceAttributes or nonResourceAttributes');
  }
  if (isJsonObject(path)) return { user, verb: textAt(path, 'verb'), path: textAt(path, 'path') };
  const namespace = textAt(resource, 'namespace');
  if (within !== undefined && namespace !== within) {
    throw badRequest('spec.resourceAttributes.namespace must be the namespace of the review');
  }
  return {
    user,
    verb: textAt(resource, 'verb'),
    group: textAt(resource, 'group'),
    resource: textAt(resource, 'resource'),
    subresource: textAt(resource, 'subresource') || undefined,
    namespace: namespace || undefined,
    name: textAt(resource, 'name') || undefined,
  };
}

function subjectOf(review: KubernetesObject): UserInfo {
  const groups = valueAt(review, 'spec.groups');
  const name = textAt(review, 'spec.user');
  const list = Array.isArray(groups) ? groups.filter((group) => typeof group === 'string') : [];
  if (name === '' && list.length === 0) throw badRequest('spec must name a user or groups');
  return { name, groups: list };
}

async function rulesStatus(user: UserInfo, namespace: string | undefined, authorizer: Authorizer): Promise<object> {
  const rules = (await authorizer.rulesFor?.(user, namespace)) ?? [];
  return {
    resourceRules: rules
      .filter(({ resources }) => resources.length > 0)
      .map(({ verbs, apiGroups, resources, resourceNames }) => ({
        verbs,
        apiGroups,
        resources,
        ...(resourceNames.length > 0 ? { resourceNames } : {}),
      })),
    nonResourceRules: rules
      .filter(({ nonResourceURLs }) => nonResourceURLs.length > 0)
      .map(({ verbs, nonResourceURLs }) => ({ verbs, nonResourceURLs })),
    incomplete: authorizer.rulesFor === undefined,
  };
}

async function tokenStatus(token: string, authenticators: readonly Authenticator[]): Promise<object> {
  try {
    const found = await authenticateRequest(authenticators, {
      headers: { authorization: `Bearer ${token}` },
      rawHeaders: [],
      certificate: undefined,
    });
    return found ? { authenticated: true, user: userInfoOf(found.user) } : { authenticated: false };
  } catch {
    return { authenticated: false, error: 'the token is not good' };
  }
}

function userInfoOf({ name, uid, groups, extra }: UserInfo): object {
  return { username: name, ...(uid ? { uid } : {}), groups, ...(extra ? { extra } : {}) };
}
