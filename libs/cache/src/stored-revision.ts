import {
  type CachedPackageRevision,
  type OperationContext,
  type PackageResources,
  type PackageRevision,
  packageRevisionName,
} from '@porch/repository';

/** Shows a revision's contents; the cache's way to its repository. */
export type ContentsLoader = (revision: CachedPackageRevision, context: OperationContext) => Promise<PackageResources>;

export type StoredRevisionState = Omit<CachedPackageRevision, 'getResources'>;

/**
 * A revision as its row has it. There is one for each revision of each repository: every field is named once, so that
 * all have one hidden class, and what the repository holds too can be shared with it.
 */
export class StoredRevision implements CachedPackageRevision {
  key: CachedPackageRevision['key'];
  readonly kind: CachedPackageRevision['kind'];
  readonly revision: number;
  readonly lifecycle: CachedPackageRevision['lifecycle'];
  contentVersion: string;
  tasks: CachedPackageRevision['tasks'];
  kptfile: CachedPackageRevision['kptfile'];
  selfLock: CachedPackageRevision['selfLock'];
  publishedBy?: string;
  publishedAt?: Date;
  createdAt?: Date;
  omittedPaths?: readonly string[];
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly creationTimestamp: string;
  readonly metadata: CachedPackageRevision['metadata'];
  readonly latest: boolean;
  readonly deployment: boolean;
  readonly #load: ContentsLoader;

  constructor(state: StoredRevisionState, load: ContentsLoader) {
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
    this.name = state.name;
    this.uid = state.uid;
    this.resourceVersion = state.resourceVersion;
    this.creationTimestamp = state.creationTimestamp;
    this.metadata = state.metadata;
    this.latest = state.latest;
    this.deployment = state.deployment;
    this.#load = load;
  }

  getResources(context: OperationContext): Promise<PackageResources> {
    return this.#load(this, context);
  }

  /**
   * Takes over values of a snapshot that was found to be the same, in place of its own, so that memory holds them once.
   * Nobody can see a difference. A placeholder keeps its lock: the snapshot's may name another commit.
   */
  shareWith(snapshot: PackageRevision): void {
    this.key = snapshot.key;
    this.contentVersion = snapshot.contentVersion;
    this.tasks = snapshot.tasks;
    this.kptfile = snapshot.kptfile;
    if (this.kind !== 'placeholder') this.selfLock = snapshot.selfLock;
    if (this.publishedBy !== undefined) this.publishedBy = snapshot.publishedBy ?? this.publishedBy;
    if (sameTime(this.publishedAt, snapshot.publishedAt)) this.publishedAt = snapshot.publishedAt;
    if (sameTime(this.createdAt, snapshot.createdAt)) this.createdAt = snapshot.createdAt;
    if (this.omittedPaths !== undefined) this.omittedPaths = snapshot.omittedPaths ?? this.omittedPaths;
  }
}

/** Rows keep whole seconds. */
function sameTime(own: Date | undefined, other: Date | undefined): other is Date {
  return own !== undefined && own.getTime() === other?.getTime();
}

/** Has a package's revisions share memory with the snapshots that they were found to equal. */
export function shareWithSnapshots(
  revisions: ReadonlyMap<string, CachedPackageRevision>,
  snapshots: readonly PackageRevision[],
): void {
  for (const snapshot of snapshots) {
    const revision = revisions.get(packageRevisionName(snapshot.key));
    if (revision instanceof StoredRevision) revision.shareWith(snapshot);
  }
}
