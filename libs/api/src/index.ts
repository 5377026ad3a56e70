export { dns1123LabelProblems, dns1123SubdomainProblems } from './dns-names';
export * from './errors';
export { fileSystemError, NO_ROOM, NOT_WRITABLE } from './file-system-error';
export * from './groups';
export { type LabelRequirement, type LabelSelector, matchesLabelSelector, parseLabelSelector } from './label-selector';
export {
  isLifecycle,
  isPublished,
  type LifecycleChangeSource,
  LIFECYCLES,
  lifecycleTransitionAllowed,
  type PackageRevisionLifecycle,
} from './lifecycle';
export { type KubernetesObject, type MetaCondition, type ObjectMeta, type OwnerReference } from './object-meta';
export {
  composePackageName,
  composePackageRevisionName,
  packageRevisionNameProblems,
  type PackageRevisionNameParts,
  packageRevisionUid,
  packageUid,
  parsePackageRevisionName,
} from './package-revision-name';
export type * from './package-revision-types';
export {
  INTERNAL_ERROR_PREFIX,
  isPorchError,
  PorchError,
  type PorchErrorOptions,
  STATUS_CODES,
  type StatusCause,
  type StatusDetails,
  type StatusReason,
} from './porch-error';
export type * from './repository-types';
export { redactUrl, SecretText } from './secret-text';
export { type FailureStatus, toStatus } from './status';
export { toTimestamp } from './timestamp';
export { withoutUnsetFields } from './unset-fields';
