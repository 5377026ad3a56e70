import { type KubernetesObject, notFound, refused, SECRETS, SecretText } from '@porch/api';
import { type Credential, type CredentialResolver, type ObjectStore, type OperationContext } from '@porch/repository';
import { type WorkloadIdentityTokenSource } from './workload-identity-token-source';

/** The cloud identity the server itself runs under. */
export interface WorkloadIdentity {
  readonly tokenSource: WorkloadIdentityTokenSource;
  /**
   * The git hosts its tokens may be shown to; `.example.com` stands for subdomains. Whoever may register repositories
   * chooses their addresses, and must not get the server's own token by that.
   */
  readonly hosts: readonly string[];
}

export interface SecretCredentialResolverOptions {
  readonly store: ObjectStore;
  /** Without it, Secrets of type `kpt.dev/workload-identity-auth` cannot be resolved. */
  readonly workloadIdentity?: WorkloadIdentity;
}

/**
 * Resolves credentials from Secrets by their type (E-4.3): `kubernetes.io/basic-auth` (username, password),
 * `kubernetes.io/ssh-auth` (ssh-privatekey, known_hosts), `kpt.dev/workload-identity-auth`, and `Opaque` with a
 * bearerToken. A namespace's certificate authorities are in its Secret `<namespace>-ca-bundle`, key `ca.crt`.
 */
export function createSecretCredentialResolver(options: SecretCredentialResolverOptions): CredentialResolver {
  return {
    async resolveCredential(namespace, secretName, context) {
      const secret = await options.store.get(SECRETS, namespace, secretName);
      const place = `${namespace}/${secretName}`;
      if (!secret) throw unresolved(place, notFound(SECRETS, secretName).message);
      return credentialOf(secret, place, options, context);
    },
    async resolveCertificateAuthorities(namespace) {
      const secret = await options.store.get(SECRETS, namespace, `${namespace}-ca-bundle`);
      return secret && dataOf(secret, 'ca.crt');
    },
  };
}

async function credentialOf(
  secret: KubernetesObject,
  place: string,
  options: SecretCredentialResolverOptions,
  context: OperationContext,
): Promise<Credential> {
  const required = (key: string): string => {
    const value = dataOf(secret, key);
    if (value === undefined) throw unresolved(place, `it has no key ${key}`);
    return value;
  };
  const type = typeof secret['type'] === 'string' ? secret['type'] : 'Opaque';
  switch (type) {
    case 'kubernetes.io/basic-auth':
      return {
        type: 'basic',
        username: dataOf(secret, 'username') ?? '',
        password: new SecretText(required('password')),
      };
    case 'kubernetes.io/ssh-auth':
      return {
        type: 'ssh',
        privateKey: new SecretText(required('ssh-privatekey')),
        knownHosts: required('known_hosts'),
      };
    case 'kpt.dev/workload-identity-auth': {
      if (!options.workloadIdentity) {
        throw unresolved(place, 'this server has no source of workload identity tokens');
      }
      const { tokenSource, hosts } = options.workloadIdentity;
      const { token, expiresAt } = await tokenSource(context);
      return { type: 'basic', username: 'token', password: token, expiresAt, hosts };
    }
    case 'Opaque': {
      const token = dataOf(secret, 'bearerToken');
      if (token === undefined) throw unresolved(place, 'bearer Token secret.Data key must be set as bearerToken');
      return { type: 'bearer', token: new SecretText(token.trim()) };
    }
    default:
      throw unresolved(place, `no resolver for secret with type ${type}`);
  }
}

function dataOf(secret: KubernetesObject, key: string): string | undefined {
  const data = secret['data'];
  if (typeof data !== 'object' || data === null || !Object.hasOwn(data, key)) return undefined;
  const encoded = (data as Record<string, unknown>)[key];
  return typeof encoded === 'string' ? Buffer.from(encoded, 'base64').toString('utf8') : undefined;
}

function unresolved(place: string, why: string) {
  return refused(`cannot resolve credentials in a secret ${place}: ${why}`);
}
