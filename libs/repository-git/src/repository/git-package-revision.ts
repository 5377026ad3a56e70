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

type ReadContents = (packageTree: ObjectId, context: OperationContext) => Promise<PackageResources>;

export function createGitPackageRevision(state: GitPackageRevisionState, read: ReadContents): GitPackageRevision {
  return new ReadableRevision(state, read);
}

/**
 * Names every field once. There is one of it for each revision of each repository, and V8 gives an object that is made
 * by spreading another a hidden class of its own, which takes more memory than the object.
 */
class ReadableRevision implements GitPackageRevision {
  readonly key: GitPackageRevision['key'];
  readonly kind: GitPackageRevision['kind'];
  readonly revision: number;
  readonly lifecycle: GitPackageRevision['lifecycle'];
  readonly contentVersion: string;
  readonly tasks: GitPackageRevision['tasks'];
  readonly kptfile: GitPackageRevision['kptfile'];
  readonly selfLock: GitPackageRevision['selfLock'];
  readonly publishedBy?: string;
  readonly publishedAt?: Date;
  readonly createdAt?: Date;
  readonly omittedPaths?: readonly string[];
  readonly refName: string;
  readonly target: ObjectId;
  readonly commit: ObjectId;
  readonly packageTree: ObjectId;
  readonly #read: ReadContents;

  constructor(state: GitPackageRevisionState, read: ReadContents) {
    this.key = state.key;
    this.kind = state.kind;
    this.revision = state.revision;
    this.lifecycle = state.lifecycle;
    this.contentVersion = state.contentVersion;
    this.tasks = state.tasks;
    this.kptfile = state.kptfile;
    this.selfLock = state.selfLock;
    if (state.publishedBy !== undefined) this.publishedBy = state.publishedBy;
    if (state.publishedAt !== undefined) this.publishedAt = state.publishedAt;
    if (state.createdAt !== undefined) this.createdAt = state.createdAt;
    if (state.omittedPaths !== undefined) this.omittedPaths = state.omittedPaths;
    this.refName = state.refName;
    this.target = state.target;
    this.commit = state.commit;
    this.packageTree = state.packageTree;
    this.#read = read;
  }

  getResources(context: OperationContext): Promise<PackageResources> {
    return this.#read(this.packageTree, context);
  }
}
