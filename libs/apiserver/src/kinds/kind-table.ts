import { FUNCTION_CONFIG_KIND } from './function-config-kind';
import { PACKAGE_REV_KIND } from './package-rev-kind';
import { SERVICE_TEMPLATE_KIND } from './service-template-kind';
import { CONFIG_MAP_KIND } from './config-map-kind';
import { NAMESPACE_KIND } from './namespace-kind';
import { SECRET_KIND } from './secret-kind';
import { API_SERVICE_KIND } from './api-service-kind';
import { CLUSTER_ROLE_BINDING_KIND } from './cluster-role-binding-kind';
import { CLUSTER_ROLE_KIND } from './cluster-role-kind';
import { DEPLOYMENT_KIND } from './deployment-kind';
import { EVENT_KIND } from './event-kind';
import { LEASE_KIND } from './lease-kind';
import { NEW_EVENT_KIND } from './new-event-kind';
import { ROLE_BINDING_KIND } from './role-binding-kind';
import { ROLE_KIND } from './role-kind';
import { SERVICE_ACCOUNT_KIND } from './service-account-kind';
import { SERVICE_KIND } from './service-kind';
import { PACKAGE_KIND } from './package-kind';
import { PACKAGE_REVISION_KIND } from './package-revision-kind';
import { PACKAGE_REVISION_RESOURCES_KIND } from './package-revision-resources-kind';
import { PACKAGE_VARIANT_KIND } from './package-variant-kind';
import { PACKAGE_VARIANT_SET_KIND } from './package-variant-set-kind';
import { REPOSITORY_KIND } from './repository-kind';
import { type ResourceKind } from './resource-kind';
import { REVIEW_KINDS } from './review-kinds';

/** Every kind that is served. The order of groups and versions is their priority in discovery. */
export const KINDS: readonly ResourceKind[] = [
  NAMESPACE_KIND,
  SECRET_KIND,
  CONFIG_MAP_KIND,
  EVENT_KIND,
  SERVICE_KIND,
  SERVICE_ACCOUNT_KIND,
  PACKAGE_REVISION_KIND,
  PACKAGE_REVISION_RESOURCES_KIND,
  PACKAGE_KIND,
  REPOSITORY_KIND,
  FUNCTION_CONFIG_KIND,
  PACKAGE_REV_KIND,
  PACKAGE_VARIANT_KIND,
  SERVICE_TEMPLATE_KIND,
  PACKAGE_VARIANT_SET_KIND,
  DEPLOYMENT_KIND,
  API_SERVICE_KIND,
  LEASE_KIND,
  NEW_EVENT_KIND,
  ROLE_KIND,
  ROLE_BINDING_KIND,
  CLUSTER_ROLE_KIND,
  CLUSTER_ROLE_BINDING_KIND,
  ...REVIEW_KINDS,
];

export interface GroupVersion {
  readonly group: string;
  readonly version: string;
  readonly kinds: readonly ResourceKind[];
}

/** Kinds by group and version, in order of first mention. */
export function groupVersions(kinds: readonly ResourceKind[]): GroupVersion[] {
  const byKey = new Map<string, { group: string; version: string; kinds: ResourceKind[] }>();
  for (const kind of kinds) {
    const key = `${kind.group}/${kind.version}`;
    const entry = byKey.get(key) ?? { group: kind.group, version: kind.version, kinds: [] };
    entry.kinds.push(kind);
    byKey.set(key, entry);
  }
  return [...byKey.values()];
}

export function findKind(
  kinds: readonly ResourceKind[],
  group: string,
  version: string,
  plural: string,
): ResourceKind | undefined {
  return kinds.find((kind) => kind.group === group && kind.version === version && kind.plural === plural);
}
