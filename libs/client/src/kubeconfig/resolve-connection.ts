import { readFile } from 'node:fs/promises';
import { badRequest, SecretText } from '@porch/api';
import { type ConnectionConfig, type Impersonation, type TlsConfig } from '../connection-config';
import { type Credentials, type ResolvedCredentials } from '../credentials/credentials';
import { execCredentials } from '../credentials/exec-credentials';
import { basic, bearer, staticCredentials } from '../credentials/static-credentials';
import { tokenFileCredentials } from '../credentials/token-file-credentials';
import { type ConnectionOverrides } from './connection-overrides';
import { type Kubeconfig, type KubeconfigCluster, type KubeconfigContext, type KubeconfigUser } from './kubeconfig';

export interface ResolveConnectionOptions {
  kubeconfig: Kubeconfig;
  overrides?: ConnectionOverrides;
  env?: Readonly<Record<string, string | undefined>>;
  /** Whether an exec plugin may use standard input. */
  interactive?: boolean;
}

export type ResolvedConnection = ConnectionConfig & { namespace: string };

/**
 * Picks the context and turns it into a connection, with the flags' overrides laid over it, as clientcmd does.
 * @throws PorchError BadRequest when the context, cluster or user does not exist or a file they name cannot be read
 */
export async function resolveConnection(options: ResolveConnectionOptions): Promise<ResolvedConnection> {
  const overrides = options.overrides ?? {};
  const context = chosenContext(options.kubeconfig, overrides);
  const cluster = chosenCluster(options.kubeconfig, context, overrides);
  const user = chosenUser(options.kubeconfig, context, overrides);
  const server = overrides.server || cluster.server;
  if (!server) {
    throw badRequest('no configuration has been provided: set KUBECONFIG, or give --kubeconfig or --server');
  }
  const tls = await tlsOf(cluster, overrides);
  const impersonate = impersonationOf(user, overrides);
  return {
    server: server.includes('://') ? server : `http://${server}`,
    namespace: overrides.namespace || context.namespace || 'default',
    tls,
    credentials: await credentialsOf(user, cluster, tls, overrides, options),
    ...(impersonate ? { impersonate } : {}),
    ...(cluster['proxy-url'] ? { proxyUrl: cluster['proxy-url'] } : {}),
    ...((overrides.disableCompression ?? cluster['disable-compression']) ? { disableCompression: true } : {}),
  };
}

function chosenContext(kubeconfig: Kubeconfig, overrides: ConnectionOverrides): KubeconfigContext {
  const name = overrides.context || kubeconfig.currentContext;
  if (name === '') return {};
  const context = kubeconfig.contexts.get(name);
  if (!context) throw badRequest(`context "${name}" does not exist`);
  return context;
}

function chosenCluster(
  kubeconfig: Kubeconfig,
  context: KubeconfigContext,
  overrides: ConnectionOverrides,
): KubeconfigCluster {
  const name = overrides.cluster || context.cluster;
  if (!name) return {};
  const cluster = kubeconfig.clusters.get(name);
  if (!cluster) throw badRequest(`cluster "${name}" does not exist`);
  return cluster;
}

function chosenUser(
  kubeconfig: Kubeconfig,
  context: KubeconfigContext,
  overrides: ConnectionOverrides,
): KubeconfigUser {
  const name = overrides.user || context.user;
  if (!name) return {};
  const user = kubeconfig.users.get(name);
  if (!user) throw badRequest(`auth info "${name}" does not exist`);
  return user;
}

async function tlsOf(cluster: KubeconfigCluster, overrides: ConnectionOverrides): Promise<TlsConfig> {
  const insecureSkipVerify = overrides.insecureSkipTlsVerify ?? cluster['insecure-skip-tls-verify'] ?? false;
  const serverName = overrides.tlsServerName || cluster['tls-server-name'];
  const certificateAuthority = overrides.certificateAuthority
    ? await pemFile(overrides.certificateAuthority, 'certificate authority')
    : await inlineOrFile(
        cluster['certificate-authority-data'],
        cluster['certificate-authority'],
        'certificate authority',
      );
  if (insecureSkipVerify && certificateAuthority !== undefined && overrides.insecureSkipTlsVerify === undefined) {
    throw badRequest('specifying a root certificates file with the insecure flag is not allowed');
  }
  return {
    insecureSkipVerify,
    ...(certificateAuthority !== undefined && !insecureSkipVerify ? { certificateAuthority } : {}),
    ...(serverName ? { serverName } : {}),
  };
}

async function credentialsOf(
  user: KubeconfigUser,
  cluster: KubeconfigCluster,
  tls: TlsConfig,
  overrides: ConnectionOverrides,
  { env = {}, interactive = false }: ResolveConnectionOptions,
): Promise<Credentials> {
  const certificate = await certificateOf(user, overrides);
  if (overrides.token) return staticCredentials({ ...certificate, authorization: bearer(overrides.token) });
  const username = overrides.username ?? user.username;
  if (overrides.username === undefined) {
    // clientcmd prefers the file over the token beside it, because the file may be renewed.
    if (user.tokenFile) return tokenFileCredentials(user.tokenFile, certificate);
    if (user.token) {
      return staticCredentials({ ...certificate, authorization: bearer(new SecretText(user.token)) });
    }
  }
  if (username) {
    const password = overrides.password ?? new SecretText(user.password ?? '');
    return staticCredentials({ ...certificate, authorization: basic(username, password) });
  }
  if (user.exec) {
    const described = { ...cluster, ...authorityData(tls) };
    return execCredentials({ exec: user.exec, cluster: described, env, interactive });
  }
  if (user['auth-provider']) {
    const name = user['auth-provider'].name ?? '';
    throw badRequest(`the auth-provider "${name}" is not supported; use an exec plugin instead`);
  }
  return staticCredentials(certificate);
}

function authorityData({ certificateAuthority }: TlsConfig): { certificateAuthorityData?: string } {
  if (certificateAuthority === undefined) return {};
  return { certificateAuthorityData: Buffer.from(certificateAuthority).toString('base64') };
}

async function certificateOf(user: KubeconfigUser, overrides: ConnectionOverrides): Promise<ResolvedCredentials> {
  const certificate = overrides.clientCertificate
    ? await pemFile(overrides.clientCertificate, 'client certificate')
    : await inlineOrFile(user['client-certificate-data'], user['client-certificate'], 'client certificate');
  const key = overrides.clientKey
    ? await pemFile(overrides.clientKey, 'client key')
    : await inlineOrFile(user['client-key-data'], user['client-key'], 'client key');
  if (certificate === undefined && key === undefined) return {};
  if (certificate === undefined || key === undefined) {
    throw badRequest('a client certificate and its key must both be given');
  }
  return { certificate, key: new SecretText(key) };
}

function impersonationOf(user: KubeconfigUser, overrides: ConnectionOverrides): Impersonation | undefined {
  const name = overrides.as ?? user.as;
  const groups = overrides.asGroups?.length ? overrides.asGroups : (user['as-groups'] ?? []);
  const uid = overrides.asUid ?? user['as-uid'];
  const extra = overrides.asUserExtra ?? user['as-user-extra'];
  if (!name) {
    if (groups.length || uid || overrides.asUserExtra) {
      throw badRequest('requesting groups, a uid or extra values for impersonation needs a user: give --as');
    }
    return undefined;
  }
  return { user: name, ...(uid ? { uid } : {}), ...(groups.length ? { groups } : {}), ...(extra ? { extra } : {}) };
}

async function inlineOrFile(data: string | undefined, file: string | undefined, what: string) {
  if (data) return Buffer.from(data, 'base64').toString('utf8');
  return file ? pemFile(file, what) : undefined;
}

async function pemFile(file: string, what: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'failed';
    throw badRequest(
      `unable to read ${what} ${file}: ${code === 'ENOENT' ? 'no such file or directory' : code}`,
      error,
    );
  }
}
