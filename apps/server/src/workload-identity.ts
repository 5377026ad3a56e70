import { createMetadataTokenSource, renewingTokenSource, type WorkloadIdentity } from '@porch/credentials';
import { systemClock } from '@porch/repository';
import { StartupError } from './startup-error';

/** Where Google's clouds keep git repositories. */
const DEFAULT_HOSTS = ['source.developers.google.com', '.sourcemanager.dev'];

/** @throws StartupError when the address is none of a metadata service */
export function workloadIdentity(tokenUrl: string | undefined, hosts: readonly string[]): WorkloadIdentity | undefined {
  if (tokenUrl === undefined) {
    if (hosts.length > 0) throw new StartupError('--workload-identity-host needs --workload-identity-token-url');
    return undefined;
  }
  const url = URL.canParse(tokenUrl) ? new URL(tokenUrl) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    throw new StartupError('--workload-identity-token-url must be an http or https address without credentials');
  }
  return {
    tokenSource: renewingTokenSource(createMetadataTokenSource(url), systemClock),
    hosts: hosts.length > 0 ? hosts : DEFAULT_HOSTS,
  };
}
