import { PORCH_API_VERSION, type PackageRevisionObject, type PackageRevisionSpec } from '@porch/api';

/** A PackageRevision to create; the server gives it its name. */
export function draftRevision(namespace: string, spec: PackageRevisionSpec): PackageRevisionObject {
  return { apiVersion: PORCH_API_VERSION, kind: 'PackageRevision', metadata: { namespace }, spec };
}
