import { createApiServer, createMastersAuthorizer, createRbacAuthorizer, type Listening } from '@porch/apiserver';
import { createControllers } from '@porch/controllers';
import { ENGINE } from '@porch/engine/di';
import { createPackageRenderer } from '@porch/fn-runtime';
import { REPOSITORY_CACHE_CONTRACT } from '@porch/repository/di';
import { systemClock } from '@porch/repository';
import { adminToken } from './admin-token';
import { createAuditLog } from './audit-log';
import { createAuthentication } from './authentication';
import { controlledKinds } from './controlled-kinds';
import { openDataDirectory } from './data-directory';
import { DisposalStack } from './disposal-stack';
import { createFunctionRuntimes } from './function-runtimes';
import { gitLimits } from './git-limits';
import { GracefulStop } from './graceful-stop';
import { createHealthChecks } from './health-checks';
import { holdDataDirectory } from './hold-data-directory';
import { kubeconfig } from './kubeconfig';
import { localPathOf, localRepositoryRule } from './local-repository-rule';
import { type ServerLogger } from './logger';
import { openObjectStore } from './object-storage';
import { createServerMetrics } from './observe/server-metrics';
import { ensureDefaultNamespace, ensurePlayground } from './playground';
import { buildServerContainer } from './server-container';
import { type ServerFlags } from './server-flags';
import { serverName } from './server-name';
import { keepCertificateFresh, servingCertificate } from './serving-tls';
import { StartupError } from './startup-error';
import { playgroundSettled } from './playground-settled';
import { backgroundClock } from './tracing/background-clock';
import { startTracing } from './tracing/start-tracing';
import { tracedEngine } from './tracing/traced-engine';
import { tracedObjectStore } from './tracing/traced-object-store';
import { workloadIdentity } from './workload-identity';

/** Longest time from a stop signal to the end. */
const DRAIN_MILLISECONDS = 25_000;

export interface RunningServer {
  readonly url: string;
  readonly kubeconfigPath: string;
  /** Says that it is not ready, serves on for --shutdown-delay-duration, or until this is called again; then stops. */
  stop(): Promise<void>;
}

/**
 * Starts a server; resolves when it serves and the playground's state is known.
 * @throws StartupError with one sentence that says what is wrong and what to do
 */
export async function startPorchServer(flags: ServerFlags, logger: ServerLogger): Promise<RunningServer> {
  const disposal = new DisposalStack();
  try {
    return await start(flags, logger, disposal);
  } catch (error) {
    await disposal.dispose();
    throw error;
  }
}

async function start(flags: ServerFlags, logger: ServerLogger, disposal: DisposalStack): Promise<RunningServer> {
  const directory = openDataDirectory(flags.text('data-dir'));
  const held = holdDataDirectory(directory);
  disposal.add('data directory', () => held.release());

  const tracing = startTracing(process.env, systemClock, logger);
  disposal.add('tracing', () => tracing.stop());
  const metrics = createServerMetrics();

  const opened = await openObjectStore(flags, directory, logger);
  disposal.add('store', () => opened.store.close());
  const store = tracing.enabled ? tracedObjectStore(opened.store) : opened.store;
  const clock = tracing.enabled ? backgroundClock(systemClock) : systemClock;
  const functions = createFunctionRuntimes(flags);
  disposal.add('function runtimes', () => functions.close());
  const renderer = createPackageRenderer({
    runtime: functions,
    functionModules: functions.functionModules,
    tagListers: functions.tagListers,
    deadlineMilliseconds: flags.integer('render-deadline', 1, 3600) * 1000,
    onFunctionRun: metrics.renders.onFunctionRun,
  });
  disposal.add('renderer', () => renderer.close());

  const leading = {
    serverName: serverName(),
    leaseMilliseconds: flags.duration('leader-elect-lease-duration', 1000),
  };
  const allowedLocalDirectories = [directory.file('repositories'), ...flags.list('allow-local-repositories')];
  const hosts = flags.list('allow-git-host');
  const container = await buildServerContainer({
    store,
    renderer: metrics.renders.observe(renderer),
    gitCacheDirectory: directory.file('git'),
    drafts: { directory: directory.file('drafts'), keep: flags.oneOf('keep-drafts', ['remote', 'local']) },
    allowedLocalDirectories,
    urlPolicy: {
      allowPrivateAddresses: flags.boolean('allow-private-addresses'),
      ...(hosts.length > 0 ? { allowedHosts: hosts } : {}),
    },
    gitLimits: gitLimits(flags.list('git-limit')),
    workloadIdentity: workloadIdentity(
      flags.optional('workload-identity-token-url'),
      flags.list('workload-identity-host'),
    ),
    gitObserver: metrics.git,
    relaxReadinessGates: flags.boolean('relax-readiness-gates'),
    sharedUpstreamNamespaces: flags.list('shared-upstream-namespaces'),
    cacheSettings: leading,
    clock,
  });
  const cache = await container.getAsync(REPOSITORY_CACHE_CONTRACT);
  disposal.add('cache', () => cache.close());
  metrics.watchCache(cache);
  const wired = await container.getAsync(ENGINE);
  disposal.add('engine', () => wired.close());
  const engine = tracing.enabled ? tracedEngine(wired) : wired;

  await ensureDefaultNamespace(store);
  if (!opened.shared) await ensurePlayground(directory, store);
  const { functionConfigs } = functions;
  const kinds = controlledKinds();
  const eventTtlMilliseconds = flags.duration('event-ttl');
  const controllers = createControllers({
    store,
    cache,
    engine,
    kinds,
    functionConfigs,
    eventTtlMilliseconds,
    ...leading,
    clock,
    log: logger,
  });
  await controllers.start();
  disposal.add('controllers', () => controllers.stop());

  const leaving = new GracefulStop(flags.duration('shutdown-delay-duration'), async () => {
    for (const { what, error } of await disposal.dispose()) {
      logger.error({ err: error }, `stopping the ${what} failed`);
    }
  });
  const following = new AbortController();
  disposal.add('authorizer', () => following.abort());
  const token = adminToken(directory);
  const { requestCertificate, ...authentication } = createAuthentication(flags, directory, store, token, logger);
  const auditLog = createAuditLog(flags.optional('audit-log-path'), logger);
  disposal.add('audit log', () => auditLog.close());
  const api = await createApiServer({
    engine,
    store,
    ...authentication,
    forbidSelfApproval: flags.boolean('forbid-self-approval'),
    authorizer: createMastersAuthorizer(createRbacAuthorizer({ store, signal: following.signal })),
    logger,
    metrics: metrics.registry,
    healthChecks: [leaving.healthCheck, ...createHealthChecks(store, cache)],
    audit: auditLog.audit,
    validateRepository: localRepositoryRule(allowedLocalDirectories),
    localPathOf,
    sharedUpstreamNamespaces: flags.list('shared-upstream-namespaces'),
  });
  disposal.add('requests', () => api.close(DRAIN_MILLISECONDS));

  const certificate = await servingCertificate(flags, directory);
  const listening = await listenOrExplain(api, flags, { ...certificate, requestCertificate });
  keepCertificateFresh(flags, directory, listening, following.signal, logger);

  const path = directory.file('kubeconfig');
  const url = clientUrl(listening, flags);
  directory.write('kubeconfig', kubeconfig(url, certificate.authority, token));
  await playgroundSettled(store, AbortSignal.timeout(30_000));
  return {
    url,
    kubeconfigPath: path,
    stop: () => leaving.stop(),
  };
}

type Api = Awaited<ReturnType<typeof createApiServer>>;

async function listenOrExplain(
  api: Api,
  flags: ServerFlags,
  tls: { readonly certificate: string; readonly key: string; readonly requestCertificate: boolean },
): Promise<Listening> {
  const host = flags.text('bind-address');
  const port = flags.integer('secure-port', 0, 65535);
  const place = `${host}:${port}`;
  try {
    return await api.listen({
      host,
      port,
      tls: { cert: tls.certificate, key: tls.key, requestCertificate: tls.requestCertificate },
    });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') {
      throw new StartupError(`${place} is in use: stop what uses it, or choose another port with --secure-port`);
    }
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL') {
      throw new StartupError(
        `${place} cannot be served on (${code}): choose others with --bind-address and --secure-port`,
      );
    }
    throw error;
  }
}

/** The address to hand to clients: "any address" is none that one can connect to. */
function clientUrl(listening: Listening, flags: ServerFlags): string {
  const bound = flags.text('bind-address');
  const host = bound === '0.0.0.0' || bound === '::' ? '127.0.0.1' : bound;
  return `https://${host.includes(':') ? `[${host}]` : host}:${listening.port}`;
}
