import {
  type LabelSelector,
  LATEST_REVISION_LABEL,
  matchesLabelSelector,
  type PackageRevisionLifecycle,
} from '@porch/api';
import { type CachedPackageRevision, type PackageRevision } from './package-revision';
import { packageLeaf, packageParentPath, packageRevisionName } from './keys';

/** What a list or a watch is limited to. An absent field matches everything; an empty string only the empty value. */
export interface PackageRevisionFilter {
  readonly namespace?: string;
  readonly repository?: string;
  /** Kubernetes name of one revision. */
  readonly name?: string;
  /** Full path. */
  readonly packageName?: string;
  /** Parent path of the package, without its leaf. */
  readonly path?: string;
  /** Last segment of the package's path. */
  readonly packageLeaf?: string;
  readonly workspaceName?: string;
  readonly revision?: number;
  readonly lifecycles?: readonly PackageRevisionLifecycle[];
  /** Labels the package's own Kptfile must carry. */
  readonly kptfileLabels?: Readonly<Record<string, string>>;
  /** Evaluated on metadata labels and the computed latest-revision label. */
  readonly labelSelector?: LabelSelector;
}

/** The pure decision behind every list and every watch. */
export function matchesPackageRevision(
  filter: PackageRevisionFilter,
  revision: PackageRevision | CachedPackageRevision,
): boolean {
  const { key } = revision;
  const equal = <T>(wanted: T | undefined, actual: T) => wanted === undefined || wanted === actual;
  return (
    equal(filter.namespace, key.repository.namespace) &&
    equal(filter.repository, key.repository.name) &&
    equal(filter.packageName, key.packageName) &&
    equal(filter.workspaceName, key.workspaceName) &&
    equal(filter.revision, revision.revision) &&
    (filter.path === undefined || filter.path === packageParentPath(key.packageName)) &&
    (filter.packageLeaf === undefined || filter.packageLeaf === packageLeaf(key.packageName)) &&
    (filter.name === undefined || filter.name === packageRevisionName(key)) &&
    (filter.lifecycles === undefined || filter.lifecycles.includes(revision.lifecycle)) &&
    hasLabels(revision.kptfile.packageMetadata?.labels, filter.kptfileLabels) &&
    (filter.labelSelector === undefined || matchesLabelSelector(filter.labelSelector, visibleLabels(revision)))
  );
}

/** Metadata labels with the computed latest-revision label, as clients see them. */
export function visibleLabels(revision: PackageRevision | CachedPackageRevision): Record<string, string> {
  if (!('metadata' in revision)) return {};
  return { ...revision.metadata.labels, ...(revision.latest ? { [LATEST_REVISION_LABEL]: 'true' } : {}) };
}

function hasLabels(
  labels: Readonly<Record<string, string>> | undefined,
  wanted: Readonly<Record<string, string>> | undefined,
): boolean {
  if (wanted === undefined) return true;
  return Object.entries(wanted).every(
    ([key, value]) => labels !== undefined && Object.hasOwn(labels, key) && labels[key] === value,
  );
}
