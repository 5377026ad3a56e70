import { composePackageName, type KubernetesObject } from '@porch/api';
import { type PackageKey } from '@porch/repository';
import { REPOSITORY_LABEL } from './package-rev';

/**
 * What is remembered of a package beyond its revisions. Every transaction that changes which revision is the latest
 * swaps this row too, so that two servers cannot each make another one the latest.
 */
export interface PackageRecord {
  readonly packageName: string;
  /** The highest revision number the package ever had. */
  readonly highestRevision: number;
  readonly resourceVersion: string;
}

export function packageRecordName(key: PackageKey): string {
  return composePackageName(key.repository.name, key.packageName);
}

export function toPackageRecordObject(key: PackageKey, highestRevision: number): KubernetesObject {
  return {
    apiVersion: 'internal.porch.kpt.dev/v1alpha1',
    kind: 'PackageRecord',
    metadata: {
      name: packageRecordName(key),
      namespace: key.repository.namespace,
      labels: { [REPOSITORY_LABEL]: key.repository.name },
    },
    packageName: key.packageName,
    highestRevision,
  };
}

export function fromPackageRecordObject(object: KubernetesObject): PackageRecord {
  return {
    packageName: String(object['packageName']),
    highestRevision: Number(object['highestRevision']),
    resourceVersion: object.metadata.resourceVersion ?? '0',
  };
}
