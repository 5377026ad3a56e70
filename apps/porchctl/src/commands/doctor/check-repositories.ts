import { isPorchError, type RepositoryObject } from '@porch/api';
import { type Client, repositories, secrets } from '@porch/client';
import { messageOf } from '../../session/report-error';
import { authSecretName } from '../repo/repository-auth-secret';
import { failed, type Finding, ok, warning } from './check';

/** Whether every repository of the namespace is Ready and its Secret there and complete. */
export async function checkRepositories(client: Client, signal: () => AbortSignal): Promise<Finding[]> {
  let items: RepositoryObject[];
  try {
    ({ items } = await client.list(repositories, { signal: signal() }));
  } catch (error) {
    return [failed('repositories', messageOf(error), 'without the list of repositories they cannot be checked')];
  }
  if (items.length === 0) {
    const advice = 'register one: porchctl repo reg https://HOST/REPOSITORY.git';
    return [warning('repositories', `none in namespace "${client.namespace}"`, advice)];
  }
  const findings: Finding[] = [];
  for (const repository of items) {
    findings.push(readiness(repository));
    const secret = authSecretName(repository);
    if (secret) findings.push(await checkSecret(client, repository.metadata.name ?? '', secret, signal()));
  }
  return findings;
}

function readiness({ metadata, status }: RepositoryObject): Finding {
  const what = `repository ${metadata.name ?? ''}`;
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  if (ready?.status === 'True') {
    const count = status?.packageCount;
    return ok(what, count === undefined ? 'Ready' : `Ready, ${count} packages`);
  }
  const found = ready ? `not Ready: ${ready.message || ready.reason}` : 'not looked at yet';
  if (!ready || ready.reason === 'Reconciling') return warning(what, found, 'wait for its first sync, then look again');
  return failed(what, found, 'check its address, branch and credentials: porchctl repo get NAME -o yaml');
}

/** Data keys that each type of credentials needs. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/basic-auth': ['username', 'password'],
  Opaque: ['bearerToken'],
};

async function checkSecret(client: Client, repository: string, name: string, signal: AbortSignal): Promise<Finding> {
  const what = `credentials of ${repository}`;
  const again = 'store them again: porchctl repo reg with --repo-basic-username and --repo-basic-password-stdin';
  try {
    const { type = 'Opaque', data = {} } = await client.get(secrets, { name }, { signal });
    const missing = (NEEDED[type] ?? []).filter((key) => !data[key]);
    if (missing.length > 0) return failed(what, `Secret "${name}" (${type}) lacks ${missing.join(' and ')}`, again);
    return ok(what, `Secret "${name}" (${type}) is complete`);
  } catch (error) {
    if (isPorchError(error) && error.reason === 'Forbidden') {
      return warning(what, `Secret "${name}" may not be read`, 'nothing, unless the repository is not Ready');
    }
    return failed(what, messageOf(error), again);
  }
}
