import { isPorchError, type RepositoryObject } from '@porch/api';
import { type Client, type SecretObject, secrets } from '@porch/client';
import { UsageError } from '../../session/command-error';

export interface RepositoryAuthentication {
  username: string;
  password: string;
  workloadIdentity: boolean;
}

/** The Secret that a registration's authentication flags mean; undefined when none is given. */
export function authSecret(
  repository: string,
  namespace: string,
  { username, password, workloadIdentity }: RepositoryAuthentication,
): SecretObject | undefined {
  const basicAuth = username !== '' || password !== '';
  if (workloadIdentity && basicAuth) throw new UsageError('both username/password and workload identity specified');
  if (!workloadIdentity && !basicAuth) return undefined;
  const base64 = (text: string) => Buffer.from(text, 'utf8').toString('base64');
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: `${repository}-auth`, namespace },
    ...(basicAuth
      ? { data: { username: base64(username), password: base64(password) }, type: 'kubernetes.io/basic-auth' }
      : { data: {}, type: 'kpt.dev/workload-identity-auth' }),
  };
}

/** Stores the Secret; one that is left from an earlier registration is brought up to date. True when it is new. */
export async function storeAuthSecret(client: Client, secret: SecretObject, signal: AbortSignal): Promise<boolean> {
  try {
    await client.create(secrets, secret, { signal });
    return true;
  } catch (error) {
    if (!isPorchError(error) || error.reason !== 'AlreadyExists') throw error;
  }
  const { name = '', namespace } = secret.metadata;
  const stored = await client.get(secrets, { name, namespace }, { signal });
  await client.update(secrets, { ...stored, data: secret.data ?? {} }, { signal });
  return false;
}

/** The Secret that a Repository takes its credentials from. */
export function authSecretName(repository: RepositoryObject): string | undefined {
  return repository.spec.git?.secretRef?.name || repository.spec.oci?.secretRef?.name || undefined;
}
