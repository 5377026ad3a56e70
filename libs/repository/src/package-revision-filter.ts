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

/** The pure decision behind every list and every watch. It is asked for every revision of a list: it makes no objects. */
export function matchesPackageRevision(
  filter: PackageRevisionFilter,
  revision: PackageRevision | CachedPackageRevision,
): boolean {
  const { key } = revision;
  return (
    (filter.namespace === undefined || filter.namespace === key.repository.namespace) &&
    (filter.repository === undefined || filter.repository === key.repository.name) &&
    (filter.packageName === undefined || filter.packageName === key.packageName) &&
    (filter.workspaceName === undefined || filter.workspaceName === key.workspaceName) &&
    (filter.revision === undefined || filter.revision === revision.revision) &&
    (filter.path === undefined || filter.path === packageParentPath(key.packageName)) &&
    (filter.packageLeaf === undefined || filter.packageLeaf === packageLeaf(key.packageName)) &&
    (filter.name === undefined || filter.name === packageRevisionName(key)) &&
    (filter.lifecycles === undefined || filter.lifecycles.includes(revision.lifecycle)) &&
    hasLabels(revision.kptfile.packageMetadata?.labels, filter.kptfileLabels) &&
    (filter.labelSelector === undefined || matchesLabelSelector(filter.labelSelector, visibleLabels(revision)))
  );
}

type Labels = Readonly<Record<string, string>>;

const NO_LABELS: Labels = Object.freeze({});
const ONLY_LATEST: Labels = Object.freeze({ [LATEST_REVISION_LABEL]: 'true' });

/** Metadata labels with the computed latest-revision label, as clients see them. */
export function visibleLabels(revision: PackageRevision | CachedPackageRevision): Labels {
  if (!('metadata' in revision)) return NO_LABELS;
  const { labels } = revision.metadata;
  if (!revision.latest) return labels ?? NO_LABELS;
  return labels === undefined ? ONLY_LATEST : { ...labels, ...ONLY_LATEST };
}

function hasLabels(labels: Labels | undefined, wanted: Labels | undefined): boolean {
  if (wanted === undefined) return true;
  return Object.entries(wanted).every(
    ([key, value]) => labels !== undefined && Object.hasOwn(labels, key) && labels[key] === value,
  );
}
