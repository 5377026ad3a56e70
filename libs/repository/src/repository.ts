import { type PackageRevisionLifecycle } from '@porch/api';
import { type OperationContext } from './operation-context';
import { type PackageKey, type PackageRevisionKey, type RepositoryKey } from './keys';
import { type PackageRevision } from './package-revision';
import { type PackageRevisionDraft } from './package-revision-draft';
import { type PackageRevisionFilter } from './package-revision-filter';

/** A package as a whole. */
export interface Package {
  readonly key: PackageKey;
  /** Highest published revision, 0 when none was published. */
  readonly latestRevision: number;
}

/** Something in the repository that could not be read as a package revision; it never hides the others. */
export interface RepositoryProblem {
  /** The ref or path concerned. */
  readonly subject: string;
  readonly message: string;
}

export interface CloseDraftOptions {
  /** The number a publication gets; required when the draft's lifecycle is Published, ignored otherwise. */
  readonly revision?: number;
}

/**
 * Storage of package revisions. Implementations: git, in memory; the cache wraps either.
 *
 * Every write is all or nothing and compares with what the caller saw: a revision that changed in between makes it
 * reject with PorchError Conflict, never overwrite.
 */
export interface Repository {
  readonly key: RepositoryKey;

  /** Revisions that match, in no promised order. Malformed ones are left out and told by {@link problems}. */
  listPackageRevisions(filter: PackageRevisionFilter, context: OperationContext): Promise<readonly PackageRevision[]>;
  /** A draft for a new revision; nothing is stored until it is closed. */
  createPackageRevisionDraft(key: PackageRevisionKey, context: OperationContext): Promise<PackageRevisionDraft>;
  /** Opens an existing Draft or Proposed revision as a draft. @throws PorchError when it is published */
  updatePackageRevision(revision: PackageRevision, context: OperationContext): Promise<PackageRevisionDraft>;
  /**
   * Stores the draft in its lifecycle, in one atomic step; with lifecycle Published it becomes revision
   * `options.revision` and its placeholder on the branch is replaced.
   * @throws PorchError AlreadyExists when the revision key or number is taken, Conflict when its base changed
   */
  closePackageRevisionDraft(
    draft: PackageRevisionDraft,
    options: CloseDraftOptions,
    context: OperationContext,
  ): Promise<PackageRevision>;
  /** Published to DeletionProposed or back. */
  updateLifecycle(
    revision: PackageRevision,
    lifecycle: PackageRevisionLifecycle,
    context: OperationContext,
  ): Promise<PackageRevision>;
  /** Removes one revision. A placeholder's package leaves the branch. */
  deletePackageRevision(revision: PackageRevision, context: OperationContext): Promise<void>;

  listPackages(context: OperationContext): Promise<readonly Package[]>;
  /** A draft for a package that does not exist yet, in the named workspace. @throws PorchError AlreadyExists */
  createPackage(key: PackageRevisionKey, context: OperationContext): Promise<PackageRevisionDraft>;
  /** Removes a package with all its revisions. @throws PorchError unless every published one is DeletionProposed */
  deletePackage(key: PackageKey, context: OperationContext): Promise<void>;

  /** Changes whenever anything in the repository did. Asks the remote. */
  version(context: OperationContext): Promise<string>;
  /** The version of what is known here, by the last refresh and own writes: another one when somebody else changed it. */
  readonly knownVersion: string;
  /** Brings what is known up to date with the remote. */
  refresh(context: OperationContext): Promise<void>;
  /** The highest revision number a package ever had, as far as the repository can tell; numbers are not reused. */
  highestRevision(key: PackageKey, context: OperationContext): Promise<number>;
  /** What the last refresh could not read. */
  readonly problems: readonly RepositoryProblem[];
  /** The commit or other mark of the repository's branch, for the Repository's status. */
  readonly branchVersion: string | undefined;
  close(): Promise<void>;
}
