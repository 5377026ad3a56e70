import { CONFIG_API_VERSION, type RepositoryObject, type RepositorySpec } from '@porch/api';

/** A Repository object as the API server would store it. */
export function repositoryObject(
  name: string,
  spec: Partial<RepositorySpec> = {},
  namespace = 'default',
): RepositoryObject {
  return {
    apiVersion: CONFIG_API_VERSION,
    kind: 'Repository',
    metadata: { name, namespace, uid: `uid-${namespace}-${name}`, generation: 1 },
    spec: { type: 'git', git: { repo: `memory://${name}` }, ...spec },
  };
}
