import { type Clock } from '@porch/repository';
import { type AuthorizationAttributes, type Authorizer, forbiddenRequest } from '../auth/authorizer';
import { type ApiAnswer } from '../http/api-answer';
import { type ApiRequest } from '../http/api-request';
import { methodNotAllowed, resourceNotServed } from '../http/request-errors';
import { booleanParameter } from '../http/request-target';
import { type ResourceRoute } from '../http/resource-route';
import { type ResourceKind, type Verb } from '../kinds/resource-kind';
import { patchObject } from './patch-resource';
import { getObject, listObjects } from './read-resource';
import { type ServedResource } from './served-resource';
import { watchObjects, type WatchDependencies } from './watch-resource';
import { createObject, deleteObject, deleteObjects, updateObject } from './write-resource';

export interface DispatchDependencies extends WatchDependencies {
  readonly clock: Clock;
  readonly authorizer: Authorizer;
  /** A kind that is served; one that is only answered by `special` has no backend. */
  find(group: string, version: string, plural: string): ServedResource | { readonly kind: ResourceKind } | undefined;
  /** Answers subresources that are requests of their own, such as tokens, and reviews. */
  special(kind: ResourceKind, route: ResourceRoute, request: ApiRequest): Promise<ApiAnswer> | undefined;
}

/** What a request wants of a resource, in the words of authorization; undefined when its method fits nothing. */
function verbOf(route: ResourceRoute, request: Pick<ApiRequest, 'method' | 'target'>): Verb | undefined {
  const { query } = request.target;
  const named = route.name !== undefined;
  switch (request.method) {
    case 'GET':
    case 'HEAD':
      if (route.legacyWatch || (!named && booleanParameter(query, 'watch'))) return 'watch';
      return named ? 'get' : 'list';
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return named ? 'delete' : 'deletecollection';
    default:
      return undefined;
  }
}

/** The name that a request selects, where it selects just one: `kubectl wait` may see what `kubectl get` may. */
function selectedName(route: ResourceRoute, query: URLSearchParams): string | undefined {
  if (route.name !== undefined) return route.name;
  return /^metadata\.name==?([^,=!\\]+)$/.exec(query.get('fieldSelector') ?? '')?.[1];
}

/** Answers a request about a resource. @throws PorchError, Forbidden before anything is told of what exists */
export async function dispatchResource(
  route: ResourceRoute,
  request: ApiRequest,
  dependencies: DispatchDependencies,
): Promise<ApiAnswer> {
  const verb = verbOf(route, request);
  if (verb === undefined) throw methodNotAllowed();
  const attributes: AuthorizationAttributes = {
    user: request.authentication.user,
    verb,
    group: route.group,
    resource: route.plural,
    subresource: route.subresource,
    namespace: route.namespace,
    name: selectedName(route, request.target.query),
  };
  const decision = await dependencies.authorizer.authorize(attributes);
  if (!decision.allowed) throw forbiddenRequest(attributes, decision.reason);

  const resource = dependencies.find(route.group, route.version, route.plural);
  if (resource === undefined) throw resourceNotServed();
  checkServed(resource.kind, route, verb);
  const special = dependencies.special(resource.kind, route, request);
  if (special) return special;
  if (!('backend' in resource)) throw resourceNotServed();
  return answer(resource, route, verb, request, dependencies);
}

/** @throws PorchError NotFound for a path the kind does not have, MethodNotAllowed for a verb */
function checkServed(kind: ResourceKind, route: ResourceRoute, verb: Verb): void {
  if (route.namespace !== undefined && !kind.namespaced) throw resourceNotServed();
  const across = kind.namespaced && route.namespace === undefined;
  if (across && route.name !== undefined && !route.legacyWatch) throw resourceNotServed();
  if (route.subresource !== undefined) {
    const subresource = kind.subresources?.find(({ name }) => name === route.subresource);
    if (subresource === undefined) throw resourceNotServed();
    if (!subresource.verbs.includes(verb)) throw methodNotAllowed();
    return;
  }
  if (!kind.verbs.includes(verb) || (verb === 'create' && route.name !== undefined)) throw methodNotAllowed();
  if (across && (verb === 'create' || verb === 'deletecollection')) throw methodNotAllowed();
}

function answer(
  resource: ServedResource,
  route: ResourceRoute,
  verb: Verb,
  request: ApiRequest,
  dependencies: DispatchDependencies,
): Promise<ApiAnswer> {
  const namespace = route.namespace ?? '';
  const place = { namespace, name: route.name ?? '', subresource: route.subresource };
  switch (verb) {
    case 'get':
      return getObject(resource, namespace, place.name, request);
    case 'list':
      return listObjects(resource, route.namespace, request);
    case 'watch':
      return watchObjects(resource, route.namespace, withNameSelected(route, request), dependencies);
    case 'create':
      return createObject(resource, namespace, request);
    case 'update':
      return updateObject(resource, place, request);
    case 'patch':
      return patchObject(resource, place, request, dependencies.clock);
    case 'delete':
      return deleteObject(resource, place, request);
    case 'deletecollection':
      return deleteObjects(resource, namespace, request);
  }
}

/** The deprecated watch of one object is a watch that selects its name. */
function withNameSelected(route: ResourceRoute, request: ApiRequest): ApiRequest {
  if (route.name === undefined) return request;
  const query = new URLSearchParams(request.target.query);
  query.set('fieldSelector', `metadata.name=${route.name}`);
  return { ...request, target: { ...request.target, query } };
}
