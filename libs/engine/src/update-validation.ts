import {
  INTERNAL_ERROR_PREFIX,
  invalidObject,
  isLifecycle,
  isPublished,
  LATEST_REVISION_LABEL,
  type LifecycleChangeSource,
  lifecycleTransitionAllowed,
  type ObjectMeta,
  PACKAGE_REVISIONS,
  type PackageRevisionLifecycle,
  type PackageRevisionObject,
  PORCH_GROUP,
  PorchError,
  refused,
  type ResourceName,
  staleResourceVersion,
  conflict,
  type StatusCause,
  withoutUnsetFields,
} from '@porch/api';
import { isDeepStrictEqual } from 'node:util';

/**
 * Optimistic locking: an update names the version it is based on.
 * @throws PorchError BadRequest when it names none, Conflict when that is not the stored one
 */
export function requireCurrentVersion(
  resource: ResourceName,
  stored: { readonly name: string; readonly uid: string; readonly resourceVersion: string },
  metadata: ObjectMeta,
): void {
  if (!metadata.resourceVersion) {
    throw new PorchError('BadRequest', 'resourceVersion must be specified for an update', {
      wirePrefix: INTERNAL_ERROR_PREFIX,
    });
  }
  if (metadata.uid && resource === PACKAGE_REVISIONS && metadata.uid !== stored.uid) {
    const why = `Precondition failed: UID in precondition: ${stored.uid}, UID in object meta: ${metadata.uid}`;
    throw conflict(resource, stored.name, why);
  }
  if (metadata.resourceVersion !== stored.resourceVersion) {
    throw staleResourceVersion(resource, stored.name, INTERNAL_ERROR_PREFIX);
  }
}

/** The lifecycle an update asks for; empty means Draft (H-2.3). @throws PorchError Invalid for an unknown one */
export function wantedLifecycle(object: PackageRevisionObject): PackageRevisionLifecycle {
  const wanted: string = object.spec.lifecycle ?? '';
  if (wanted === '') return 'Draft';
  if (!isLifecycle(wanted)) throw refused(`unsupported lifecycle value: ${wanted}`);
  return wanted;
}

/** Fields of the spec that name the revision, and so never change. */
const IDENTITY = ['packageName', 'repository', 'workspaceName'] as const;

/**
 * What may change between two states of an object, whatever the contents (E-1.4, H-2.3).
 * @throws PorchError Invalid with one cause per broken rule
 */
export function validateUpdate(
  oldObject: PackageRevisionObject,
  newObject: PackageRevisionObject,
  source: LifecycleChangeSource,
): void {
  const from = oldObject.spec.lifecycle ?? 'Draft';
  const to = wantedLifecycle(newObject);
  const causes: Required<StatusCause>[] = [];
  const invalid = (field: string, value: unknown, message: string) =>
    causes.push({ field, reason: 'FieldValueInvalid', message: `Invalid value: ${JSON.stringify(value)}: ${message}` });

  if (
    oldObject.metadata.labels?.[LATEST_REVISION_LABEL] !== newObject.metadata.labels?.[LATEST_REVISION_LABEL] &&
    newObject.metadata.labels?.[LATEST_REVISION_LABEL] !== undefined
  ) {
    causes.push({
      field: `metadata.labels[${LATEST_REVISION_LABEL}]`,
      reason: 'FieldValueForbidden',
      message: 'Forbidden: label is managed by porch and cannot be modified by users',
    });
  }
  for (const field of IDENTITY) {
    const value = newObject.spec[field];
    if (value !== undefined && value !== oldObject.spec[field]) invalid(`spec.${field}`, value, 'field is immutable');
  }
  if (!lifecycleTransitionAllowed(from, to, source)) invalid('spec.lifecycle', to, refusal(from, to, source));
  else if (isPublished(from) && !sameExceptLifecycle(oldObject, newObject)) {
    invalid('spec', '', 'only metadata and the lifecycle of a published package revision can be changed');
  }
  if (causes.length > 0) {
    throw invalidObject('PackageRevision', PORCH_GROUP, oldObject.metadata.name ?? '', causes);
  }
}

function refusal(from: PackageRevisionLifecycle, to: PackageRevisionLifecycle, source: LifecycleChangeSource): string {
  if (source === 'approval') {
    if (to === 'Published' && !isPublished(from)) {
      return `cannot approve package with ${from} lifecycle value; only Proposed packages can be approved`;
    }
    return `cannot change the lifecycle from ${from} to ${to} through the approval of a package`;
  }
  if (to === 'Published') return 'a package revision is published by approving it, through its approval subresource';
  if (to === 'DeletionProposed') return `only published packages can be proposed for deletion; this one is ${from}`;
  return `a package revision with lifecycle ${from} cannot become ${to}`;
}

function sameExceptLifecycle(oldObject: PackageRevisionObject, newObject: PackageRevisionObject): boolean {
  const content = ({ spec }: PackageRevisionObject) => ({
    revision: spec.revision ?? 0,
    tasks: withoutUnsetFields(spec.tasks ?? []),
    readinessGates: spec.readinessGates ?? [],
    labels: spec.packageMetadata?.labels ?? {},
    annotations: spec.packageMetadata?.annotations ?? {},
  });
  const wanted = content(newObject);
  const stored = content(oldObject);
  // A body without packageMetadata inherits the stored one (E-1.3).
  if (newObject.spec.packageMetadata === undefined) {
    wanted.labels = stored.labels;
    wanted.annotations = stored.annotations;
  }
  return isDeepStrictEqual(wanted, stored);
}

/** @throws PorchError Invalid unless the stored revision is a Draft (E-1.5) */
export function requireDraft(lifecycle: PackageRevisionLifecycle): void {
  if (lifecycle !== 'Draft') {
    throw refused(
      `cannot update a package revision with lifecycle value ${JSON.stringify(lifecycle)}; package must be Draft`,
    );
  }
}
