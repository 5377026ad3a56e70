import { composePackageRevisionName } from '@porch/api';

/** Identifies a registered repository. */
export interface RepositoryKey {
  readonly namespace: string;
  readonly name: string;
}

/** Identifies a package by its full path inside the repository: `a/b/leaf`; `` is a package at the root. */
export interface PackageKey {
  readonly repository: RepositoryKey;
  readonly packageName: string;
}

/** Identifies a package revision. The full package path is the identity everywhere, never the leaf. */
export interface PackageRevisionKey extends PackageKey {
  readonly workspaceName: string;
}

/** The Kubernetes name of a revision, unique within its namespace. */
export function packageRevisionName(key: PackageRevisionKey): string {
  return composePackageRevisionName({
    repository: key.repository.name,
    packageName: key.packageName,
    workspaceName: key.workspaceName,
  });
}

/** The last segment of a package's path. */
export function packageLeaf(packageName: string): string {
  return packageName.slice(packageName.lastIndexOf('/') + 1);
}

/** The path without its last segment, `` when there is none. */
export function packageParentPath(packageName: string): string {
  const slash = packageName.lastIndexOf('/');
  return slash < 0 ? '' : packageName.slice(0, slash);
}
