import { type AdminRequests } from '../admin-requests';

/** What discovery says of a resource or sub-resource. */
export interface ServedRoute {
  readonly apiVersion: string;
  readonly kind: string;
  /** Without what follows the namespace: `/api/v1`, `configmaps`, `status`. */
  readonly prefix: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
}

interface ResourceList {
  readonly groupVersion: string;
  readonly resources: readonly (Pick<ServedRoute, 'kind' | 'namespaced' | 'verbs'> & { readonly name: string })[];
}

/** Every resource and sub-resource that the server offers. */
export async function servedRoutes(requests: AdminRequests): Promise<ServedRoute[]> {
  const { groups } = await requests.json<{ groups: { versions: { groupVersion: string }[] }[] }>('GET', '/apis');
  const groupVersions = groups.flatMap(({ versions }) => versions.map(({ groupVersion }) => `/apis/${groupVersion}`));
  const routes: ServedRoute[] = [];
  for (const prefix of ['/api/v1', ...groupVersions]) {
    const { groupVersion, resources } = await requests.json<ResourceList>('GET', prefix);
    for (const { name, kind, namespaced, verbs } of resources) {
      const [resource = '', subresource] = name.split('/');
      const base = { apiVersion: groupVersion, kind, prefix, resource, namespaced, verbs };
      routes.push(subresource === undefined ? base : { ...base, subresource });
    }
  }
  return routes;
}
