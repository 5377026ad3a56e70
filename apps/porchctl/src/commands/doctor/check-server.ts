import { isPorchError, PORCH_GROUP } from '@porch/api';
import { apiVersionOf, type Client, packageRevisions } from '@porch/client';
import { messageOf } from '../../session/report-error';
import { failed, type Finding, ok, warning } from './check';

/** Whether the server answers, accepts who we are and serves the API. The first failure hides what depends on it. */
export async function checkServer(client: Client, signal: () => AbortSignal): Promise<Finding[]> {
  const findings: Finding[] = [];
  const where = `server ${client.server}`;
  try {
    const version = await client.json<{ gitVersion?: string }>('/version', { signal: signal() });
    findings.push(ok(where, `answers, version ${version.gitVersion ?? 'unknown'}`));
  } catch (error) {
    return [...findings, failed(where, messageOf(error), adviceFor(error))];
  }
  findings.push(await readiness(client, signal()));
  findings.push(await identity(client, signal()));
  findings.push(await servedApi(client, signal()));
  return [...findings, ...(await namespaceMissing(client, signal()))];
}

async function readiness(client: Client, signal: AbortSignal): Promise<Finding> {
  try {
    await client.text('/readyz', { signal });
    return ok('readiness', 'the server is ready');
  } catch (error) {
    return warning(
      'readiness',
      messageOf(error),
      "the server is up but not ready; look at its log and at '/readyz?verbose'",
    );
  }
}

async function identity(client: Client, signal: AbortSignal): Promise<Finding> {
  try {
    await client.list(packageRevisions, { pageSize: 1, signal });
    return ok('credentials', `accepted; package revisions of namespace "${client.namespace}" can be listed`);
  } catch (error) {
    return failed('credentials', messageOf(error), adviceFor(error));
  }
}

async function servedApi(client: Client, signal: AbortSignal): Promise<Finding> {
  const wanted = apiVersionOf(packageRevisions);
  try {
    const { groups = [] } = await client.json<{ groups?: { name: string; versions?: { groupVersion: string }[] }[] }>(
      '/apis',
      { signal },
    );
    const versions = groups.find(({ name }) => name === PORCH_GROUP)?.versions ?? [];
    if (versions.some(({ groupVersion }) => groupVersion === wanted)) return ok('API', `${wanted} is served`);
    return failed('API', `${wanted} is not served`, 'this is no porch server: check --server and the context');
  } catch (error) {
    return failed('API', messageOf(error), adviceFor(error));
  }
}

/** A mistyped namespace looks like an empty one everywhere else. Who may not ask is not told. */
async function namespaceMissing(client: Client, signal: AbortSignal): Promise<Finding[]> {
  const { namespace } = client;
  try {
    await client.json(`/api/v1/namespaces/${encodeURIComponent(namespace)}`, { signal });
    return [];
  } catch (error) {
    if (!isPorchError(error) || error.reason !== 'NotFound') return [];
    const advice = `name another with -n or in the context, or make it: kubectl create namespace ${namespace}`;
    return [failed('namespace', `there is no namespace "${namespace}"`, advice)];
  }
}

function adviceFor(error: unknown): string {
  if (!isPorchError(error)) return 'see the message';
  if (/certificate/.test(error.message)) {
    return 'take the kubeconfig that belongs to this server, or correct certificate-authority or tls-server-name in it';
  }
  switch (error.reason) {
    case 'Unauthorized':
      return 'the kubeconfig holds no valid credentials for this server: take a new one, or check the token and certificate';
    case 'Forbidden':
      return 'ask for a role that may use porch.kpt.dev and config.porch.kpt.dev in this namespace';
    case 'ServiceUnavailable':
    case 'Timeout':
      return 'start the server, or correct its address in the kubeconfig (clusters[].cluster.server) or with --server';
    default:
      return 'check that the address belongs to a porch server';
  }
}
