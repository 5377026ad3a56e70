import { isPorchError } from '@porch/api';
import {
  AUTHENTICATED_GROUP,
  createApiServer,
  createMastersAuthorizer,
  createRbacAuthorizer,
  createTokenAuthenticator,
  type Listening,
  MASTERS_GROUP,
} from '@porch/apiserver';
import { createControllers } from '@porch/controllers';
import { ENGINE } from '@porch/engine/di';
import { createBuiltInRuntime, createMultiRuntime, createPackageRenderer } from '@porch/fn-runtime';
import { type ObjectStore } from '@porch/repository';
import { REPOSITORY_CACHE_CONTRACT } from '@porch/repository/di';
import { createObjectStore } from '@porch/store';
import { adminToken } from './admin-token';
import { controlledKinds } from './controlled-kinds';
import { type DataDirectory, openDataDirectory } from './data-directory';
import { DisposalStack } from './disposal-stack';
import { holdDataDirectory } from './hold-data-directory';
import { kubeconfig } from './kubeconfig';
import { localRepositoryRule } from './local-repository-rule';
import { type ServerLogger } from './logger';
import { ensureDefaultNamespace, ensurePlayground } from './playground';
import { buildServerContainer } from './server-container';
import { type ServerSettings } from './server-flags';
import { keepCertificateFresh, servingCertificate } from './serving-tls';
import { StartupError } from './startup-error';
import { playgroundSettled } from './playground-settled';

/** Longest time from a stop signal to the end. */
const DRAIN_MILLISECONDS = 25_000;

export interface RunningServer {
  readonly url: string;
  readonly kubeconfigPath: string;
  /** Ends watches, lets writes in flight finish, and gives everything back. */
  stop(): Promise<void>;
}

/**
 * Starts a server; resolves when it serves and the playground's state is known.
 * @throws StartupError with one sentence that says what is wrong and what to do
 */
export async function startPorchServer(settings: ServerSettings, logger: ServerLogger): Promise<RunningServer> {
  const disposal = new DisposalStack();
  try {
    return await start(settings, logger, disposal);
  } catch (error) {
    await disposal.dispose();
    throw error;
  }
}

async function start(settings: ServerSettings, logger: ServerLogger, disposal: DisposalStack): Promise<RunningServer> {
  const directory = openDataDirectory(settings.dataDirectory);
  const held = holdDataDirectory(directory);
  disposal.add('data directory', () => held.release());

  const store = await openStore(settings, directory);
  disposal.add('store', () => store.close());
  const renderer = createPackageRenderer({ runtime: createMultiRuntime([createBuiltInRuntime()]) });
  disposal.add('renderer', () => renderer.close());

  const allowedLocalDirectories = [directory.path, ...settings.allowLocalRepositories];
  const container = await buildServerContainer({
    store,
    renderer,
    gitCacheDirectory: directory.file('git'),
    allowedLocalDirectories,
    relaxReadinessGates: settings.relaxReadinessGates,
  });
  const cache = await container.getAsync(REPOSITORY_CACHE_CONTRACT);
  disposal.add('cache', () => cache.close());
  const engine = await container.getAsync(ENGINE);
  disposal.add('engine', () => engine.close());

  await ensureDefaultNamespace(store);
  await ensurePlayground(directory, store);
  const controllers = createControllers({ store, cache, engine, kinds: controlledKinds(), log: logger });
  await controllers.start();
  disposal.add('controllers', () => controllers.stop());

  const following = new AbortController();
  disposal.add('authorizer', () => following.abort());
  const token = adminToken(directory);
  const admin = { name: 'admin', groups: [MASTERS_GROUP, AUTHENTICATED_GROUP] };
  const api = await createApiServer({
    engine,
    store,
    authenticators: [createTokenAuthenticator(() => [{ token: token.reveal(), user: admin }])],
    authorizer: createMastersAuthorizer(createRbacAuthorizer({ store, signal: following.signal })),
    logger,
    audit: (entry) => logger.info({ audit: entry }, 'audit'),
    validateRepository: localRepositoryRule(allowedLocalDirectories),
  });
  disposal.add('requests', () => api.close(DRAIN_MILLISECONDS));

  const certificate = await servingCertificate(settings, directory);
  const listening = await listenOrExplain(api, settings, certificate);
  keepCertificateFresh(settings, directory, listening, following.signal, logger);

  const path = directory.file('kubeconfig');
  const url = clientUrl(listening, settings);
  directory.write('kubeconfig', kubeconfig(url, certificate.authority, token));
  await playgroundSettled(store, AbortSignal.timeout(30_000));
  return {
    url,
    kubeconfigPath: path,
    async stop() {
      for (const { what, error } of await disposal.dispose())
        logger.error({ err: error }, `stopping the ${what} failed`);
    },
  };
}

async function openStore(settings: ServerSettings, directory: DataDirectory): Promise<ObjectStore> {
  try {
    return settings.databaseUrl === undefined
      ? await createObjectStore({ type: 'sqlite', path: directory.file('store.sqlite') })
      : await createObjectStore({ type: 'postgres', url: settings.databaseUrl });
  } catch (error) {
    if (isPorchError(error)) throw new StartupError(error.message);
    throw error;
  }
}

type Api = Awaited<ReturnType<typeof createApiServer>>;

async function listenOrExplain(
  api: Api,
  settings: ServerSettings,
  tls: { readonly certificate: string; readonly key: string },
): Promise<Listening> {
  const place = `${settings.bindAddress}:${settings.securePort}`;
  try {
    return await api.listen({
      host: settings.bindAddress,
      port: settings.securePort,
      tls: { cert: tls.certificate, key: tls.key },
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
function clientUrl(listening: Listening, settings: ServerSettings): string {
  const anywhere = settings.bindAddress === '0.0.0.0' || settings.bindAddress === '::';
  const host = anywhere ? '127.0.0.1' : settings.bindAddress;
  return `https://${host.includes(':') ? `[${host}]` : host}:${listening.port}`;
}
