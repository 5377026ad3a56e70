import { type PackageRevisionObject, type PackageRevisionSpec, type PackageRevisionStatus } from '@porch/api';

export const REVISIONS = '/apis/porch.kpt.dev/v1alpha1/namespaces/ns/packagerevisions';
export const RESOURCES = '/apis/porch.kpt.dev/v1alpha1/namespaces/ns/packagerevisionresources';
export const REPOSITORIES = '/apis/config.porch.kpt.dev/v1alpha1/namespaces/ns/repositories';
export const SECRETS = '/api/v1/namespaces/ns/secrets';

/** A PackageRevision as a server would show it. */
export function revision(
  name: string,
  spec: PackageRevisionSpec,
  status: PackageRevisionStatus = {},
): PackageRevisionObject {
  const [repository = '', packageName = '', workspaceName = ''] = name.split('.');
  return {
    apiVersion: 'porch.kpt.dev/v1alpha1',
    kind: 'PackageRevision',
    metadata: { name, namespace: 'ns', resourceVersion: '7', uid: `uid-${name}` },
    spec: { repository, packageName, workspaceName, lifecycle: 'Draft', ...spec },
    status,
  };
}

/** The server's table of package revisions. */
export function revisionTable(revisions: readonly PackageRevisionObject[]) {
  const columns = ['Name', 'Package', 'WorkspaceName', 'Revision', 'Latest', 'Lifecycle', 'Repository'];
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: { resourceVersion: '9' },
    columnDefinitions: columns.map((name) => ({ name, type: 'string' })),
    rows: revisions.map(({ metadata, spec }) => ({
      cells: [
        metadata.name,
        spec.packageName,
        spec.workspaceName,
        spec.revision ?? 0,
        false,
        spec.lifecycle,
        spec.repository,
      ],
      object: { apiVersion: 'meta.k8s.io/v1', kind: 'PartialObjectMetadata', metadata },
    })),
  };
}
