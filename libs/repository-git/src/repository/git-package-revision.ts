import { type OperationContext, type PackageResources, type PackageRevision } from '@porch/repository';
import { type ObjectId } from '../objects/git-object';

/** All there is to a revision, as {@link RevisionIndex} found it. */
export interface GitPackageRevisionState extends Omit<PackageRevision, 'getResources'> {
  readonly refName: string;
  /** What the ref pointed at: an annotated tag's id where it is one. */
  readonly target: ObjectId;
  readonly commit: ObjectId;
  readonly packageTree: ObjectId;
}

/** A revision in git, as it was when it was read. */
export interface GitPackageRevision extends GitPackageRevisionState, PackageRevision {}

export function createGitPackageRevision(
  state: GitPackageRevisionState,
  read: (packageTree: ObjectId, context: OperationContext) => Promise<PackageResources>,
): GitPackageRevision {
  return { ...state, getResources: (context) => read(state.packageTree, context) };
}
