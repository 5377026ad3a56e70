import { type JsonObject } from '../json/json-object';
import { groupVersions } from '../kinds/kind-table';
import { type ResourceKind } from '../kinds/resource-kind';
import { subresourceResponseKind } from './plain-discovery';

/** APIGroupDiscoveryList of the core group (`/api`) or of all named groups (`/apis`), in the version asked for. */
export function aggregatedDiscovery(
  kinds: readonly ResourceKind[],
  root: 'api' | 'apis',
  version: 'v2' | 'v2beta1',
): JsonObject {
  const served = groupVersions(kinds).filter(({ group }) => (group === '') === (root === 'api'));
  const names = [...new Set(served.map(({ group }) => group))];
  const items = names.map((name) => ({
    metadata: { name, creationTimestamp: null },
    versions: served
      .filter(({ group }) => group === name)
      .map((each) => ({
        version: each.version,
        resources: each.kinds.map(resourceDiscovery),
        freshness: 'Current',
      })),
  }));
  return { kind: 'APIGroupDiscoveryList', apiVersion: `apidiscovery.k8s.io/${version}`, metadata: {}, items };
}

function resourceDiscovery(kind: ResourceKind): JsonObject {
  const { group, version, plural, singular, shortNames, categories, namespaced, verbs, subresources = [] } = kind;
  return {
    resource: plural,
    responseKind: { group, version, kind: kind.kind },
    scope: namespaced ? 'Namespaced' : 'Cluster',
    singularResource: singular,
    verbs,
    ...(shortNames ? { shortNames } : {}),
    ...(categories ? { categories } : {}),
    ...(subresources.length > 0
      ? {
          subresources: subresources.map((subresource) => ({
            subresource: subresource.name,
            responseKind: subresourceResponseKind(kind, subresource),
            verbs: subresource.verbs,
          })),
        }
      : {}),
  };
}
