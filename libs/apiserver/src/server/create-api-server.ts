import { setMaxListeners } from 'node:events';
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type PeerCertificate } from 'node:tls';
import { type KubernetesObject, REPOSITORIES, unavailable } from '@porch/api';
import { type Engine } from '@porch/engine';
import { type Clock, type ObjectStore, systemClock } from '@porch/repository';
import { Registry } from 'prom-client';
import { type Authentication, type Authenticator } from '../auth/authenticator';
import { impersonate } from '../auth/impersonation';
import { type ServiceAccountTokens } from '../auth/service-account-tokens';
import { type Authorizer } from '../auth/authorizer';
import { authenticateRequest } from '../auth/authenticate-request';
import { createDiscoveryRoutes, type ServerVersion } from '../discovery/discovery-routes';
import { answerReview } from '../handlers/answer-review';
import { answerTokenRequest } from '../handlers/answer-token-request';
import { serveResource, type ServedResource } from '../handlers/served-resource';
import { unauthorized } from '../http/request-errors';
import { LoopTurns } from '../loop/loop-turns';
import { CLUSTER_ROLE_BINDING_KIND } from '../kinds/cluster-role-binding-kind';
import { CLUSTER_ROLE_KIND } from '../kinds/cluster-role-kind';
import { ROLE_BINDING_KIND } from '../kinds/role-binding-kind';
import { ROLE_KIND } from '../kinds/role-kind';
import { findKind, KINDS } from '../kinds/kind-table';
import { type FieldCause, resourceName, type ResourceKind } from '../kinds/resource-kind';
import { type Audit } from '../observe/audit';
import { type Logger, silentLogger } from '../observe/logger';
import { createRequestMetrics } from '../observe/request-metrics';
import { type LocalPathOf, LocalRepositories } from '../registry/local-repositories';
import { PackageRevisionContents } from '../registry/package-revision-contents';
import { PackageRevisions } from '../registry/package-revisions';
import { Packages } from '../registry/packages';
import { createEscalationAdmission } from '../registry/escalation-admission';
import { createRepositoryAdmission } from '../registry/repository-admission';
import { RenamedObjects } from '../registry/renamed-objects';
import { type Admission, StoredObjects } from '../registry/stored-objects';
import { feedPackageRevisionLog, feedStoredChangeLogs } from '../watch/feed-change-logs';
import { createRouter } from './create-router';
import { type HealthCheck, HealthChecks } from './health';
import { listen, type ListenOptions, type Listening } from './listen';
import { handleRequest, type InFlight, type PipelineDependencies } from './request-pipeline';
import { DEFAULT_LIMITS, type RequestLimits } from './request-limits';

/** The Kubernetes version whose dialect the server speaks (docs/api/errors.md, H-6.1). */
export const KUBERNETES_VERSION = 'v1.33.0';

export interface ApiServerOptions {
  readonly engine: Engine;
  readonly store: ObjectStore;
  /** Asked in order; the first that knows the sender decides. */
  readonly authenticators: readonly Authenticator[];
  readonly authorizer: Authorizer;
  /** Where tokens for service accounts are had; without it there are none. */
  readonly serviceAccountTokens?: ServiceAccountTokens;
  /** Whoever proposed a package revision may not approve it. */
  readonly forbidSelfApproval?: boolean;
  readonly clock?: Clock;
  readonly version?: Partial<ServerVersion>;
  readonly limits?: Partial<RequestLimits>;
  readonly logger?: Logger;
  readonly audit?: Audit;
  /** Where metrics are registered and `/metrics` reads them. */
  readonly metrics?: Registry;
  /** Beside `ping` and `shutdown`, which fails while the server drains. */
  readonly healthChecks?: readonly HealthCheck[];
  /** Where `file:` addresses lead, links followed, so that a local repository belongs to one namespace by any name. */
  readonly localPathOf?: LocalPathOf;
  /** Namespaces whose revisions every namespace may clone from. */
  readonly sharedUpstreamNamespaces?: readonly string[];
  /** What the server's own rules have against a Repository: URLs it may not reach. */
  readonly validateRepository?: (object: KubernetesObject) => readonly FieldCause[];
}

export interface ApiServer {
  /** Handles requests of a server of one's own; HTTP/1 and HTTP/2's compatible API alike. Never throws. */
  handler(request: IncomingMessage, response: ServerResponse): void;
  /** Starts an HTTP or HTTPS server. @throws Error of node:net when it cannot */
  listen(options: ListenOptions): Promise<Listening>;
  /** Requests being answered now. */
  readonly requestsInFlight: number;
  /**
   * Ends watches, refuses new connections, waits for requests in flight, and after `drainMilliseconds` aborts those
   * that are left. Engine and store stay open.
   */
  close(drainMilliseconds?: number): Promise<void>;
}

/** How long one turn of the event loop may start requests: lists are made in the turn they are asked for. */
const REQUESTS_MILLISECONDS = 10;

const RBAC_KINDS = [ROLE_KIND, ROLE_BINDING_KIND, CLUSTER_ROLE_KIND, CLUSTER_ROLE_BINDING_KIND];

/** Makes the server over an engine and a store. Resolves once it follows the changes of both. */
export async function createApiServer(options: ApiServerOptions): Promise<ApiServer> {
  const { store, authorizer, clock = systemClock, logger = silentLogger } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const stopping = new AbortController();
  const closing = new AbortController();
  // Every open watch listens for it.
  setMaxListeners(0, closing.signal);
  const registry = options.metrics ?? new Registry();
  const resources = await serveKinds(options, clock, limits, stopping.signal, logger);
  const byKind = new Map(resources.map((resource) => [resource.kind, resource]));
  const version = {
    gitVersion: `${KUBERNETES_VERSION}+porch`,
    gitCommit: '',
    buildDate: '1970-01-01T00:00:00Z',
    ...options.version,
  };
  const draining: HealthCheck = {
    name: 'shutdown',
    kind: 'ready',
    check: () => closing.signal.throwIfAborted(),
  };
  const onCheckFailed = (check: string, error: unknown) =>
    logger.warn({ check, error: error instanceof Error ? error.message : '' }, 'a health check failed');
  const router = createRouter({
    discovery: createDiscoveryRoutes(KINDS, version),
    authorizer,
    health: new HealthChecks([draining, ...(options.healthChecks ?? [])], onCheckFailed),
    metrics: registry,
    dispatch: {
      authorizer,
      clock,
      closing: closing.signal,
      currentResourceVersion: () => store.currentResourceVersion(),
      find: (group, groupVersion, plural) => {
        const kind = findKind(KINDS, group, groupVersion, plural);
        return kind && (byKind.get(kind) ?? { kind });
      },
      special: (kind, route, request) => {
        if (kind.backing === 'review') return answerReview(kind, route.namespace, request, options);
        if (route.subresource !== 'token') return undefined;
        const tokens = options.serviceAccountTokens;
        return answerTokenRequest(route.namespace ?? '', route.name ?? '', request, { store, tokens });
      },
    },
  });
  const pipeline: PipelineDependencies = {
    router,
    limits,
    clock,
    logger,
    audit: options.audit ?? (() => undefined),
    metrics: createRequestMetrics(registry),
    closing: closing.signal,
    authenticate: (request, certificate) => authenticateSender(options, request, certificate),
  };
  const inFlight: InFlight = new Set();
  const listening = new Set<Listening>();
  const turns = new LoopTurns(REQUESTS_MILLISECONDS);
  const handler = (request: IncomingMessage, response: ServerResponse) => {
    turns.start(() => {
      // The client may have gone while its request waited for its turn.
      if (!response.destroyed) void handleRequest(request, response, pipeline, inFlight);
    });
  };
  return {
    handler,
    async listen(listenOptions) {
      const started = await listen(handler, listenOptions, limits);
      listening.add(started);
      return started;
    },
    get requestsInFlight() {
      return inFlight.size;
    },
    async close(drainMilliseconds = 30_000) {
      closing.abort();
      const deadline = new AbortController();
      clock.schedule(
        drainMilliseconds,
        () => {
          for (const request of inFlight) request.abort(unavailable('the server stops; try again'));
          for (const server of listening) server.destroyConnections();
        },
        deadline.signal,
      );
      await Promise.all([...listening].map((server) => server.close()));
      deadline.abort();
      stopping.abort();
    },
  };
}

/** @throws PorchError Unauthorized when nobody knows the sender, Forbidden when they may not speak for another */
async function authenticateSender(
  { authenticators, authorizer }: ApiServerOptions,
  { headers, rawHeaders }: IncomingMessage,
  certificate: PeerCertificate | undefined,
): Promise<Authentication> {
  const found = await authenticateRequest(authenticators, { headers, rawHeaders, certificate });
  if (found === undefined) throw unauthorized();
  return impersonate(found, rawHeaders, authorizer);
}

async function serveKinds(
  options: ApiServerOptions,
  clock: Clock,
  limits: RequestLimits,
  signal: AbortSignal,
  logger: Logger,
): Promise<ServedResource[]> {
  const { engine, store, authorizer, forbidSelfApproval = false } = options;
  const stored = KINDS.filter(({ backing }) => backing === 'store').map(resourceName);
  const onError = (error: unknown) => logger.error({ err: error }, "the store's change feed failed");
  const logs = await feedStoredChangeLogs(store, stored, limits.watchHistory, signal, onError);
  const revisionLog = await feedPackageRevisionLog(engine, limits.watchHistory, { signal });
  const { localPathOf, sharedUpstreamNamespaces } = options;
  const localRepositories = new LocalRepositories({ store, authorizer, localPathOf, sharedUpstreamNamespaces });
  const admissions: Readonly<Record<string, Admission>> = {
    [REPOSITORIES]: createRepositoryAdmission({
      store,
      authorizer,
      localRepositories,
      validate: options.validateRepository,
    }),
    ...Object.fromEntries(
      RBAC_KINDS.map((kind) => [resourceName(kind), createEscalationAdmission(kind, store, authorizer)]),
    ),
  };
  const serve = (kind: ResourceKind): ServedResource | undefined => {
    switch (kind.backing) {
      case 'packageRevisions':
        return serveResource(
          kind,
          new PackageRevisions({ engine, store, changes: revisionLog, localRepositories, forbidSelfApproval, clock }),
          clock,
        );
      case 'packageRevisionResources':
        return serveResource(kind, new PackageRevisionContents({ engine }), clock);
      case 'packages':
        return serveResource(kind, new Packages({ engine }), clock);
      case 'review':
        return undefined;
      case 'renamed': {
        const { storedAs } = kind;
        const changes = storedAs && logs.get(resourceName(storedAs.kind));
        if (storedAs === undefined || changes === undefined) return undefined;
        const objects = new StoredObjects({ kind: storedAs.kind, store, clock, changes });
        return serveResource(kind, new RenamedObjects(kind, storedAs, objects), clock);
      }
      case 'store': {
        const changes = logs.get(resourceName(kind));
        const admission = admissions[resourceName(kind)];
        if (changes === undefined) return undefined;
        const objects = new StoredObjects({ kind, store, clock, changes, ...(admission ? { admission } : {}) });
        return serveResource(kind, objects, clock);
      }
    }
  };
  return KINDS.map(serve).filter((resource) => resource !== undefined);
}
