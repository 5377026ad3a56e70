import { groupVersions } from '../kinds/kind-table';
import { type JsonObject } from '../json/json-object';
import { type ResourceKind, type Subresource } from '../kinds/resource-kind';

/** APIVersions of the core group, as `GET /api` answers. */
export function coreVersions(): JsonObject {
  return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] };
}

/** APIGroupList, as `GET /apis` answers. */
export function apiGroupList(kinds: readonly ResourceKind[]): JsonObject {
  const names = [...new Set(kinds.map(({ group }) => group))].filter((name) => name !== '');
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: names.map((name) => groupFields(kinds, name)) };
}

/** APIGroup, as `GET /apis/GROUP` answers; undefined for a group that is not served. */
export function apiGroup(kinds: readonly ResourceKind[], name: string): JsonObject | undefined {
  if (name === '' || !kinds.some(({ group }) => group === name)) return undefined;
  return { kind: 'APIGroup', apiVersion: 'v1', ...groupFields(kinds, name) };
}

function groupFields(kinds: readonly ResourceKind[], name: string): JsonObject {
  const versions = groupVersions(kinds)
    .filter(({ group }) => group === name)
    .map(({ version }) => ({ groupVersion: `${name}/${version}`, version }));
  return { name, versions, preferredVersion: versions[0] };
}

/** APIResourceList of one group and version; undefined for one that is not served. */
export function apiResourceList(
  kinds: readonly ResourceKind[],
  group: string,
  version: string,
): JsonObject | undefined {
  const served = kinds.filter((kind) => kind.group === group && kind.version === version);
  if (served.length === 0) return undefined;
  const groupVersion = group === '' ? version : `${group}/${version}`;
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources: served.flatMap(resourceEntries) };
}

function resourceEntries(kind: ResourceKind): JsonObject[] {
  const { plural, singular, shortNames, categories, namespaced, verbs, subresources = [] } = kind;
  const entry = {
    name: plural,
    singularName: singular,
    namespaced,
    kind: kind.kind,
    verbs,
    ...(shortNames ? { shortNames } : {}),
    ...(categories ? { categories } : {}),
  };
  return [entry, ...subresources.map((subresource) => subresourceEntry(kind, subresource))];
}

function subresourceEntry(kind: ResourceKind, subresource: Subresource): JsonObject {
  const response = subresourceResponseKind(kind, subresource);
  const foreign = response.group !== kind.group ? { group: response.group, version: response.version } : {};
  const name = `${kind.plural}/${subresource.name}`;
  return {
    name,
    singularName: '',
    namespaced: kind.namespaced,
    ...foreign,
    kind: response.kind,
    verbs: subresource.verbs,
  };
}

/** What a subresource answers with: its resource's kind, or one of another group. */
export function subresourceResponseKind(
  kind: ResourceKind,
  subresource: Subresource,
): { readonly group: string; readonly version: string; readonly kind: string } {
  if (subresource.kind === 'TokenRequest')
    return { group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest' };
  return { group: kind.group, version: kind.version, kind: subresource.kind ?? kind.kind };
}
