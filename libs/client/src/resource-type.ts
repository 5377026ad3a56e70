import {
  type KubernetesObject,
  type ObjectMeta,
  type PackageObject,
  type PackageRevisionObject,
  type PackageRevisionResourcesObject,
  type RepositoryObject,
} from '@porch/api';

/** A kind of object as the API serves it; the type parameter is what its JSON looks like. */
export interface ResourceType<T extends KubernetesObject = KubernetesObject> {
  /** API group; empty for the core group. */
  readonly group: string;
  readonly version: string;
  /** Plural name, as in paths. */
  readonly resource: string;
  readonly kind: string;
  readonly namespaced: boolean;
  /** Never there: it carries `T`. */
  readonly object?: T;
}

/** core/v1 Secret. */
export interface SecretObject extends KubernetesObject {
  metadata: ObjectMeta;
  type?: string;
  /** Values in base64. */
  data?: Record<string, string>;
}

const porch = { group: 'porch.kpt.dev', version: 'v1alpha1', namespaced: true } as const;
const config = { group: 'config.porch.kpt.dev', version: 'v1alpha1', namespaced: true } as const;
const core = { group: '', version: 'v1' } as const;

export const packageRevisions: ResourceType<PackageRevisionObject> = {
  ...porch,
  resource: 'packagerevisions',
  kind: 'PackageRevision',
};
export const packageRevisionResources: ResourceType<PackageRevisionResourcesObject> = {
  ...porch,
  resource: 'packagerevisionresources',
  kind: 'PackageRevisionResources',
};
export const packages: ResourceType<PackageObject> = { ...porch, resource: 'packages', kind: 'PorchPackage' };
export const repositories: ResourceType<RepositoryObject> = { ...config, resource: 'repositories', kind: 'Repository' };
export const functionConfigs: ResourceType = { ...config, resource: 'functionconfigs', kind: 'FunctionConfig' };
export const secrets: ResourceType<SecretObject> = { ...core, namespaced: true, resource: 'secrets', kind: 'Secret' };
export const namespaces: ResourceType = { ...core, namespaced: false, resource: 'namespaces', kind: 'Namespace' };

/** `group/version`, or `version` alone in the core group. */
export function apiVersionOf(type: ResourceType): string {
  return type.group === '' ? type.version : `${type.group}/${type.version}`;
}

/** `packagerevisions.porch.kpt.dev`, the way Kubernetes' messages name a kind of object. */
export function qualifiedResource(type: ResourceType): string {
  return type.group === '' ? type.resource : `${type.resource}.${type.group}`;
}

/** The path of a collection or, with a name, of one object; parts are escaped. */
export function resourcePath(
  type: ResourceType,
  at: { namespace?: string | undefined; name?: string | undefined; subresource?: string | undefined },
): string {
  const root = type.group === '' ? `/api/${type.version}` : `/apis/${type.group}/${type.version}`;
  const parts = [root];
  if (type.namespaced && at.namespace) parts.push('namespaces', encodeURIComponent(at.namespace));
  parts.push(type.resource);
  if (at.name !== undefined) parts.push(encodeURIComponent(at.name));
  if (at.subresource !== undefined) parts.push(at.subresource);
  return parts.join('/');
}
