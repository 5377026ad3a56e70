import { spawn } from 'node:child_process';
import { badRequest, PorchError, SecretText } from '@porch/api';
import { type KubeconfigCluster, type KubeconfigExec } from '../kubeconfig/kubeconfig';
import { type Credentials, type ResolvedCredentials } from './credentials';
import { bearer } from './static-credentials';

const API_VERSIONS = ['client.authentication.k8s.io/v1', 'client.authentication.k8s.io/v1beta1'];

export interface ExecCredentialsOptions {
  exec: KubeconfigExec;
  cluster: KubeconfigCluster & { certificateAuthorityData?: string };
  env: Readonly<Record<string, string | undefined>>;
  /** Whether standard input may be given to a plugin that wants to ask its user something. */
  interactive: boolean;
  now?: () => number;
}

/** ExecCredential, the answer of a plugin. */
interface ExecCredential {
  apiVersion?: string;
  kind?: string;
  status?: {
    token?: string;
    clientCertificateData?: string;
    clientKeyData?: string;
    expirationTimestamp?: string;
  };
}

/**
 * Credentials from a plugin program (Kubernetes' client.authentication.k8s.io, v1 and v1beta1): started when they are
 * first needed, again after they expired, and once more after the server refused them.
 * @throws PorchError BadRequest for a bad entry, Unauthorized when the plugin fails
 */
export function execCredentials(options: ExecCredentialsOptions): Credentials {
  const now = options.now ?? Date.now;
  const apiVersion = options.exec.apiVersion ?? '';
  if (!API_VERSIONS.includes(apiVersion)) {
    throw badRequest(`exec plugin: invalid apiVersion "${apiVersion}"; it must be one of ${API_VERSIONS.join(', ')}`);
  }
  if (!options.exec.command) throw badRequest('exec plugin: the kubeconfig names no command');
  if (options.exec.interactiveMode === 'Always' && !options.interactive) {
    throw badRequest(`exec plugin ${options.exec.command} needs a terminal for standard input`);
  }
  let cached: { credentials: ResolvedCredentials; expires: number } | undefined;
  let running: Promise<ResolvedCredentials> | undefined;
  const start = async (signal: AbortSignal | undefined) => {
    const answer = parseAnswer(await runPlugin(options, signal), options.exec);
    cached = answer;
    return answer.credentials;
  };
  return {
    resolve(signal) {
      if (cached && now() < cached.expires) return Promise.resolve(cached.credentials);
      running ??= start(signal).finally(() => (running = undefined));
      return running;
    },
    refused() {
      const held = cached !== undefined;
      cached = undefined;
      return held;
    },
  };
}

function runPlugin({ exec, cluster, env, interactive }: ExecCredentialsOptions, signal: AbortSignal | undefined) {
  const command = exec.command ?? '';
  const info = {
    apiVersion: exec.apiVersion,
    kind: 'ExecCredential',
    spec: {
      ...(exec.provideClusterInfo ? { cluster: clusterInfo(cluster) } : {}),
      interactive: interactive && exec.interactiveMode !== 'Never',
    },
  };
  return new Promise<string>((resolve, reject) => {
    const child = spawn(command, exec.args ?? [], {
      env: {
        ...env,
        ...Object.fromEntries((exec.env ?? []).map(({ name, value }) => [name, value])),
        KUBERNETES_EXEC_INFO: JSON.stringify(info),
      },
      stdio: [info.spec.interactive ? 'inherit' : 'ignore', 'pipe', 'inherit'],
      ...(signal ? { signal } : {}),
    });
    const chunks: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (signal?.aborted) return reject(error);
      const why = error.code === 'ENOENT' ? 'executable not found' : (error.code ?? 'it did not start');
      const hint = exec.installHint ? `\n\n${exec.installHint.trim()}` : '';
      reject(new PorchError('Unauthorized', `getting credentials: exec: ${command}: ${why}${hint}`, { cause: error }));
    });
    child.on('close', (code, killedBy) => {
      if (code === 0) return resolve(Buffer.concat(chunks).toString('utf8'));
      const how = code === null ? `was ended by ${killedBy}` : `failed with exit code ${code}`;
      reject(new PorchError('Unauthorized', `getting credentials: exec: executable ${command} ${how}`));
    });
  });
}

function clusterInfo(cluster: ExecCredentialsOptions['cluster']): Record<string, unknown> {
  return {
    server: cluster.server,
    'tls-server-name': cluster['tls-server-name'],
    'insecure-skip-tls-verify': cluster['insecure-skip-tls-verify'],
    'certificate-authority-data': cluster['certificate-authority-data'] ?? cluster.certificateAuthorityData,
    'proxy-url': cluster['proxy-url'],
    'disable-compression': cluster['disable-compression'],
    config: null,
  };
}

function parseAnswer(text: string, exec: KubeconfigExec): { credentials: ResolvedCredentials; expires: number } {
  const bad = (why: string) =>
    new PorchError('Unauthorized', `getting credentials: the answer of exec plugin ${exec.command ?? ''} ${why}`);
  let answer: ExecCredential;
  try {
    answer = JSON.parse(text) as ExecCredential;
  } catch {
    throw bad('is not JSON');
  }
  if (answer.kind !== 'ExecCredential') throw bad('is not an ExecCredential');
  if (answer.apiVersion !== exec.apiVersion) {
    throw bad(`has apiVersion ${answer.apiVersion ?? '(none)'}; the kubeconfig wants ${exec.apiVersion ?? '(none)'}`);
  }
  const { token, clientCertificateData, clientKeyData, expirationTimestamp } = answer.status ?? {};
  if (!token && !(clientCertificateData && clientKeyData))
    throw bad('has neither a token nor a certificate with its key');
  const expires = expirationTimestamp === undefined ? Infinity : Date.parse(expirationTimestamp);
  if (Number.isNaN(expires)) throw bad(`has the unreadable expirationTimestamp "${expirationTimestamp}"`);
  return {
    credentials: {
      ...(token ? { authorization: bearer(new SecretText(token)) } : {}),
      ...(clientCertificateData && clientKeyData
        ? { certificate: clientCertificateData, key: new SecretText(clientKeyData) }
        : {}),
    },
    expires,
  };
}
