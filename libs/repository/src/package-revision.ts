import {
  type Locator,
  type ObjectMeta,
  type PackageCondition,
  type PackageMetadata,
  type PackageRevisionLifecycle,
  type ReadinessGate,
  type Task,
} from '@porch/api';
import { type OperationContext } from './operation-context';
import { type PackageRevisionKey } from './keys';
import { type PackageResources } from './package-resources';

/**
 * What a revision is: `revision` a draft or a published vN; `placeholder` the package as it stands on the branch;
 * `tag` a published tag whose version is no integer. The last two have revision -1 on the wire.
 */
export type PackageRevisionKind = 'revision' | 'placeholder' | 'tag';

/** What a revision's own Kptfile says, as far as the API shows it. */
export interface KptfileSummary {
  readonly packageMetadata?: PackageMetadata;
  readonly readinessGates: readonly ReadinessGate[];
  readonly conditions: readonly PackageCondition[];
  readonly upstreamLock?: Locator;
}

/**
 * An immutable snapshot of a package revision: a later change makes a new one. Contents are fetched on demand and
 * belong to exactly this snapshot's commit.
 */
export interface PackageRevision {
  readonly key: PackageRevisionKey;
  readonly kind: PackageRevisionKind;
  /** 0 for Draft and Proposed, 1 and up for vN, -1 for a placeholder or a tag that is no integer. */
  readonly revision: number;
  readonly lifecycle: PackageRevisionLifecycle;
  /** Identifies the contents; changes whenever they do. For git, the commit. */
  readonly contentVersion: string;
  readonly tasks: readonly Task[];
  readonly kptfile: KptfileSummary;
  /** Where this revision itself is to be found; `directory` is relative to the root of the git repository. */
  readonly selfLock: Locator;
  readonly publishedBy?: string;
  readonly publishedAt?: Date;
  /** When the revision's first commit was made, where the repository knows it. */
  readonly createdAt?: Date;
  /** Entries of the package that the API's map of text cannot show (binary files, links, names that are not UTF-8). */
  readonly omittedPaths?: readonly string[];
  getResources(context: OperationContext): Promise<PackageResources>;
}

/** The user's metadata of a revision, kept beside the repository. Name, namespace and uid follow from the key. */
export type PackageRevisionMetadata = Pick<
  ObjectMeta,
  'labels' | 'annotations' | 'finalizers' | 'ownerReferences' | 'managedFields' | 'deletionTimestamp'
>;

/** A revision as the cache knows it: with metadata, a monotonic resourceVersion, and whether it is the latest. */
export interface CachedPackageRevision extends PackageRevision {
  readonly name: string;
  readonly uid: string;
  /** Decimal; grows with every stored change of any object of the server. */
  readonly resourceVersion: string;
  readonly creationTimestamp: string;
  readonly metadata: PackageRevisionMetadata;
  /** The highest published revision of its package. */
  readonly latest: boolean;
  /** Of the Repository: packages here are deployed. */
  readonly deployment: boolean;
}
