import {
  type CachedPackageRevision,
  matchesPackageRevision,
  type PackageRevisionChange,
  type PackageRevisionFilter,
} from '@porch/repository';

/**
 * What a change looks like through a filter, as Kubernetes' watches show it: a revision that starts to match is Added,
 * one that stops matching is Deleted, as it was when it still matched. Undefined when the filter sees nothing of it.
 */
export function watchEvent(
  filter: PackageRevisionFilter,
  change: PackageRevisionChange,
): PackageRevisionChange | undefined {
  const { type, packageRevision, previous } = change;
  const matches = matchesPackageRevision(filter, packageRevision);
  if (type !== 'Modified' || !previous) return matches ? change : undefined;
  const matched = matchesPackageRevision(filter, previous);
  if (matches) return matched ? change : { type: 'Added', packageRevision, previous: undefined };
  return matched ? { type: 'Deleted', packageRevision: lastMatching(previous, packageRevision), previous } : undefined;
}

function lastMatching(previous: CachedPackageRevision, current: CachedPackageRevision): CachedPackageRevision {
  return {
    ...previous,
    resourceVersion: current.resourceVersion,
    getResources: (context) => previous.getResources(context),
  };
}
