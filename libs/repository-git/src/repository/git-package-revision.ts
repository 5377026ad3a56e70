import { type Locator, type PackageRevisionLifecycle, type Task } from '@porch/api';
import {
  type KptfileSummary,
  type OperationContext,
  type PackageResources,
  type PackageRevision,
  type PackageRevisionKey,
  type PackageRevisionKind,
} from '@porch/repository';
import { type ObjectId } from '../objects/git-object';

/** All there is to a revision, as {@link RevisionIndex} found it. */
export interface GitPackageRevisionState {
  readonly key: PackageRevisionKey;
  readonly kind: PackageRevisionKind;
  readonly revision: number;
  readonly lifecycle: PackageRevisionLifecycle;
  readonly contentVersion: string;
  readonly tasks: readonly Task[];
  readonly kptfile: KptfileSummary;
  readonly selfLock: Locator;
  readonly publishedBy?: string;
  readonly publishedAt?: Date;
  readonly createdAt?: Date;
  readonly omittedPaths?: readonly string[];
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
