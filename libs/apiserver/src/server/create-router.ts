import { type Registry } from 'prom-client';
import { type Authorizer, forbiddenRequest } from '../auth/authorizer';
import { type DiscoveryRoutes } from '../discovery/discovery-routes';
import { dispatchResource, type DispatchDependencies } from '../handlers/dispatch-resource';
import { type ApiAnswer, jsonAnswer } from '../http/api-answer';
import { type ApiRequest } from '../http/api-request';
import { methodNotAllowed, resourceNotServed } from '../http/request-errors';
import { parseResourceRoute } from '../http/resource-route';
import { type HealthChecks, isHealthPath } from './health';
import { type Router } from './request-pipeline';

export interface RouterDependencies {
  readonly discovery: DiscoveryRoutes;
  readonly dispatch: DispatchDependencies;
  readonly authorizer: Authorizer;
  readonly health: HealthChecks;
  readonly metrics: Registry;
}

const PATHS = ['/api', '/api/v1', '/apis', '/metrics', '/openapi/v2', '/openapi/v3', '/version'];
/** Describes the server, not its contents: whoever is known may read it, as in Kubernetes. */
const DISCOVERY_ROOTS: ReadonlySet<string> = new Set(['api', 'apis', 'openapi', 'version']);

/** Sends each request where it is answered. `/healthz`, `/livez`, `/readyz` and `/version` are open, nothing else. */
export function createRouter(dependencies: RouterDependencies): Router {
  const { discovery, dispatch, health } = dependencies;
  return {
    answerOpen({ segments, query }, method) {
      const reads = method === 'GET' || method === 'HEAD';
      if (!reads) return undefined;
      if (isHealthPath(segments)) return health.answer(segments[0] ?? '', query);
      if (segments.length !== 1 || segments[0] !== 'version') return undefined;
      const answer = discovery(segments, undefined);
      return answer && Promise.resolve(answer);
    },
    async answer(request) {
      const { segments } = request.target;
      const reads = request.method === 'GET' || request.method === 'HEAD';
      if (DISCOVERY_ROOTS.has(segments[0] ?? '')) {
        const described = discovery(segments, request.headers.accept);
        if (described && !reads) throw methodNotAllowed();
        if (described) return described;
        const route = parseResourceRoute(segments);
        if (route) return dispatchResource(route, request, dispatch);
        throw resourceNotServed();
      }
      return answerOther(request, dependencies);
    },
  };
}

async function answerOther(
  request: ApiRequest,
  { authorizer, health, metrics }: RouterDependencies,
): Promise<ApiAnswer> {
  const { path, segments } = request.target;
  if (request.method !== 'GET' && request.method !== 'HEAD') throw resourceNotServed();
  if (path === '/') return jsonAnswer({ paths: [...PATHS, ...health.paths].sort() });
  const attributes = { user: request.authentication.user, verb: 'get', path };
  const decision = await authorizer.authorize(attributes);
  if (!decision.allowed) throw forbiddenRequest(attributes, decision.reason);
  if (segments.length === 1 && segments[0] === 'metrics') {
    const body = Buffer.from(await metrics.metrics());
    return { type: 'bytes', status: 200, contentType: metrics.contentType, body };
  }
  const [endpoint = '', check = ''] = segments;
  const answer = isHealthPath(segments, true) ? await health.answerOne(endpoint, check) : undefined;
  if (answer) return answer;
  throw resourceNotServed();
}
