import { type KubernetesObject, notFound, refused, SECRETS, SecretText } from '@porch/api';
import { type Credential, type CredentialResolver, type ObjectStore, type OperationContext } from '@porch/repository';

/** Exchanges a GCP workload identity for a short-lived token; injected, since only a cloud can provide it. */
export type WorkloadIdentityTokenSource = (
  secret: KubernetesObject,
  context: OperationContext,
) => Promise<{ readonly token: SecretText; readonly expiresAt: Date }>;

export interface SecretCredentialResolverOptions {
  readonly store: ObjectStore;
  readonly workloadIdentity?: WorkloadIdentityTokenSource;
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
      const { token, expiresAt } = await options.workloadIdentity(secret, context);
      return { type: 'bearer', token, expiresAt };
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
