import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type KubernetesObject, REPOSITORIES } from '@porch/api';
import { type Engine } from '@porch/engine';
import { type Clock, type ObjectStore, systemClock } from '@porch/repository';
import { Registry } from 'prom-client';
import { type Authenticator } from '../auth/authenticator';
import { type Authorizer } from '../auth/authorizer';
import { authenticateRequest } from '../auth/authenticate-request';
import { createDiscoveryRoutes, type ServerVersion } from '../discovery/discovery-routes';
import { serveResource, type ServedResource } from '../handlers/served-resource';
import { unauthorized } from '../http/request-errors';
import { findKind, KINDS } from '../kinds/kind-table';
import { type FieldCause, resourceName, type ResourceKind } from '../kinds/resource-kind';
import { type Audit } from '../observe/audit';
import { type Logger, silentLogger } from '../observe/logger';
import { createRequestMetrics } from '../observe/request-metrics';
import { PackageRevisionContents } from '../registry/package-revision-contents';
import { PackageRevisions } from '../registry/package-revisions';
import { Packages } from '../registry/packages';
import { createRepositoryAdmission } from '../registry/repository-admission';
import { type Admission, StoredObjects } from '../registry/stored-objects';
import { feedPackageRevisionLog, feedStoredChangeLogs } from '../watch/feed-change-logs';
import { createRouter } from './create-router';
import { type HealthCheck } from './health';
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
  readonly clock?: Clock;
  readonly version?: Partial<ServerVersion>;
  readonly limits?: Partial<RequestLimits>;
  readonly logger?: Logger;
  readonly audit?: Audit;
  /** Where metrics are registered and `/metrics` reads them. */
  readonly metrics?: Registry;
  readonly healthChecks?: readonly HealthCheck[];
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

/** Makes the server over an engine and a store. Resolves once it follows the changes of both. */
export async function createApiServer(options: ApiServerOptions): Promise<ApiServer> {
  const { store, authorizer, clock = systemClock, logger = silentLogger } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const stopping = new AbortController();
  const closing = new AbortController();
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
  const router = createRouter({
    discovery: createDiscoveryRoutes(KINDS, version),
    authorizer,
    checks: [draining, ...(options.healthChecks ?? [])],
    metrics: registry,
    dispatch: {
      authorizer,
      clock,
      closing: closing.signal,
      currentResourceVersion: () => store.currentResourceVersion(),
      find: (group, groupVersion, plural) => {
        const kind = findKind(KINDS, group, groupVersion, plural);
        return kind && byKind.get(kind);
      },
      special: () => undefined,
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
    authenticate: (request, certificate) =>
      authenticateRequest(options.authenticators, { headers: request.headers, certificate }).then((found) => {
        if (found === undefined) throw unauthorized();
        return found;
      }),
  };
  const inFlight: InFlight = new Set();
  const listening = new Set<Listening>();
  const handler = (request: IncomingMessage, response: ServerResponse) => {
    handleRequest(request, response, pipeline, inFlight).catch((error: unknown) => {
      logger.error({ err: error }, 'request handling failed');
      response.destroy();
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
          for (const request of inFlight) request.abort(new Error('the server stops'));
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

async function serveKinds(
  options: ApiServerOptions,
  clock: Clock,
  limits: RequestLimits,
  signal: AbortSignal,
  logger: Logger,
): Promise<ServedResource[]> {
  const { engine, store } = options;
  const stored = KINDS.filter(({ backing }) => backing === 'store').map(resourceName);
  const onError = (error: unknown) => logger.error({ err: error }, "the store's change feed failed");
  const logs = await feedStoredChangeLogs(store, stored, limits.watchHistory, signal, onError);
  const revisionLog = await feedPackageRevisionLog(engine, limits.watchHistory, { signal });
  const admissions: Readonly<Record<string, Admission>> = {
    [REPOSITORIES]: createRepositoryAdmission({
      store,
      authorizer: options.authorizer,
      validate: options.validateRepository,
    }),
  };
  const serve = (kind: ResourceKind): ServedResource | undefined => {
    switch (kind.backing) {
      case 'packageRevisions':
        return serveResource(kind, new PackageRevisions({ engine, store, changes: revisionLog }), clock);
      case 'packageRevisionResources':
        return serveResource(kind, new PackageRevisionContents({ engine }), clock);
      case 'packages':
        return serveResource(kind, new Packages({ engine }), clock);
      case 'review':
        return undefined;
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
