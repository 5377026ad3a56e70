import { isPorchError } from '@porch/api';
import {
  type Clock,
  type ObjectStore,
  type OperationContext,
  type PackageKey,
  type PackageRevision,
  packageRevisionName,
  type Repository,
  type RepositoryProblem,
} from '@porch/repository';
import { type IndexFeed } from './index-feed';
import { type KeyedMutex } from './keyed-mutex';
import { type PackageState, planPackageEdit } from './package-edit';
import { type RevisionIndex } from './revision-index';
import { type PackagePlanner, type RevisionWriter } from './revision-writer';
import { shareWithSnapshots } from './stored-revision';

/** Rows in one transaction: enough to be quick, few enough not to hold up others. */
const BATCH = 100;

export interface SyncParts {
  readonly inner: Repository;
  readonly deployment: boolean;
  readonly store: ObjectStore;
  readonly index: RevisionIndex;
  readonly feed: IndexFeed;
  readonly writer: RevisionWriter;
  readonly packageLocks: KeyedMutex;
  readonly clock: Clock;
}

interface PackagePlan {
  readonly key: PackageKey;
  readonly plan: PackagePlanner;
  readonly size: number;
}

/**
 * Makes the stored rows what the repository has. Only differences are written, so only what happened is announced. For a
 * package that changed after the listing began, or that one of our own writes is at, the listing may be older: it is
 * listed again when that write is done. Returns what could not be taken over; it never hides the rest.
 */
export async function syncRepository(parts: SyncParts, context: OperationContext): Promise<RepositoryProblem[]> {
  const { inner, index } = parts;
  const since = await refreshed(parts, context);
  const listed = groupByPackage(await inner.listPackageRevisions({}, context));
  for (const packageName of index.packageNames(inner.key)) {
    if (!listed.packages.has(packageName)) listed.packages.set(packageName, []);
  }
  const problems = [...inner.problems, ...listed.problems];
  const passedOver = new Set<string>();
  for (const batch of batches(parts, listed.packages, since, passedOver)) {
    context.signal.throwIfAborted();
    problems.push(...(await writeBatch(parts.writer, batch)));
    await nextTurn();
  }
  for (const packageName of passedOver) {
    const again = () => syncPackage(parts, packageName, context);
    problems.push(...(await parts.packageLocks.run(packageName, context.signal, again)));
  }
  return problems;
}

/**
 * Makes the stored rows of one package what the repository has, for whoever holds the package's lock. What another server
 * writes meanwhile stays. Returns what could not be taken over.
 */
export async function syncPackage(
  parts: SyncParts,
  packageName: string,
  context: OperationContext,
): Promise<RepositoryProblem[]> {
  const { inner, index, writer } = parts;
  const since = await refreshed(parts, context);
  const key = { repository: inner.key, packageName };
  const revisions = await inner.listPackageRevisions({ packageName }, context);
  const takeOver = takingOver(parts, key, revisions);
  const plan = (state: PackageState) => (index.packageChangedAt(key) > since ? [] : takeOver(state));
  return writeBatch(writer, [{ key, plan, size: revisions.length }]);
}

/** Reads the repository again; returns the store's version that what is listed now is at least as new as. */
async function refreshed({ store, feed, inner }: SyncParts, context: OperationContext): Promise<number> {
  const since = await store.currentResourceVersion();
  await feed.reached(since);
  await inner.refresh(context);
  return Number(since);
}

function groupByPackage(revisions: readonly PackageRevision[]): {
  packages: Map<string, PackageRevision[]>;
  problems: RepositoryProblem[];
} {
  const packages = new Map<string, PackageRevision[]>();
  const problems: RepositoryProblem[] = [];
  const names = new Map<string, string>();
  for (const revision of revisions) {
    const name = packageRevisionName(revision.key);
    const { packageName } = revision.key;
    const other = names.get(name);
    if (other !== undefined) {
      const message = `its name ${name} is already that of a revision of package "${other}"; rename one of them`;
      problems.push({ subject: revision.selfLock.git?.ref ?? packageName, message });
      continue;
    }
    names.set(name, packageName);
    const siblings = packages.get(packageName) ?? [];
    siblings.push(revision);
    packages.set(packageName, siblings);
  }
  return { packages, problems };
}

function* batches(
  parts: SyncParts,
  packages: ReadonlyMap<string, readonly PackageRevision[]>,
  since: number,
  passedOver: Set<string>,
): Iterable<PackagePlan[]> {
  let batch: PackagePlan[] = [];
  let size = 0;
  for (const [packageName, revisions] of packages) {
    const plan = packagePlan(parts, { repository: parts.inner.key, packageName }, revisions, since, passedOver);
    batch.push(plan);
    size += plan.size;
    if (size < BATCH) continue;
    yield batch;
    batch = [];
    size = 0;
  }
  if (batch.length > 0) yield batch;
}

function packagePlan(
  parts: SyncParts,
  key: PackageKey,
  revisions: readonly PackageRevision[],
  since: number,
  passedOver: Set<string>,
): PackagePlan {
  const takeOver = takingOver(parts, key, revisions);
  const plan = (state: PackageState) => {
    if (parts.index.packageChangedAt(key) > since || parts.packageLocks.isHeld(key.packageName)) {
      passedOver.add(key.packageName);
      return [];
    }
    passedOver.delete(key.packageName);
    return takeOver(state);
  };
  return { key, plan, size: Math.max(1, revisions.length) };
}

/** Decides which rows to write so that a package has just these revisions. */
function takingOver(
  { deployment, clock }: SyncParts,
  key: PackageKey,
  revisions: readonly PackageRevision[],
): PackagePlanner {
  const present = new Set(revisions.map((revision) => packageRevisionName(revision.key)));
  const put = revisions.map((revision) => ({ revision }));
  return (state) => {
    const remove = [...state.revisions.keys()].filter((name) => !present.has(name));
    const writes = planPackageEdit(key, state, { put, remove }, { deployment, now: clock.now() });
    if (writes.length === 0) shareWithSnapshots(state.revisions, revisions);
    return writes;
  };
}

/** Together where that works; else one package at a time, so that a bad one is told and the others are stored. */
async function writeBatch(writer: RevisionWriter, batch: readonly PackagePlan[]): Promise<RepositoryProblem[]> {
  try {
    await writer.write(batch);
    return [];
  } catch (error) {
    if (!isRefusal(error)) throw error;
  }
  const problems: RepositoryProblem[] = [];
  for (const plan of batch) {
    try {
      await writer.write([plan]);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      problems.push({ subject: plan.key.packageName, message: error.message });
    }
  }
  return problems;
}

function isRefusal(error: unknown): error is Error {
  return isPorchError(error) && (error.reason === 'Invalid' || error.reason === 'BadRequest');
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
