import {
  alreadyExists,
  conflict,
  isPorchError,
  isPublished,
  notFound,
  PACKAGE_REVISIONS,
  PACKAGES,
  type RepositoryObject,
  staleResourceVersion,
} from '@porch/api';
import {
  type CachedPackageRevision,
  type CachedRepository,
  type Clock,
  type CloseDraftOptions,
  type OperationContext,
  type Package,
  type PackageKey,
  type PackageRevision,
  type PackageRevisionDraft,
  type PackageRevisionFilter,
  type PackageRevisionKey,
  type PackageRevisionMetadata,
  packageRevisionName,
  type Repository,
  type RepositoryKey,
  type RepositoryProblem,
} from '@porch/repository';
import { type ContentsCache } from './contents-cache';
import { type KeyedMutex } from './keyed-mutex';
import { type PackageEdit, type PackageState, planPackageEdit } from './package-edit';
import { type RevisionIndex } from './revision-index';
import { type RevisionWriter } from './revision-writer';
import { RowsBehind, type RowsBehindParts } from './rows-behind';
import { SnapshotResolver } from './snapshot-resolver';

const NUMBERING_ATTEMPTS = 3;

export interface CachedRepositoryParts extends RowsBehindParts {
  readonly object: () => RepositoryObject;
  readonly inner: Repository;
  readonly index: RevisionIndex;
  readonly writer: RevisionWriter;
  /** Held, by the package's name, while one of our own writes is under way. */
  readonly packageLocks: KeyedMutex;
  readonly contents: ContentsCache;
  readonly clock: Clock;
  /** Brings the index up to date with the whole repository. */
  readonly sync: (context: OperationContext) => Promise<void>;
  /** The repository has been written to through this server. */
  readonly noticeOwnWrite: () => void;
  readonly release: () => Promise<void>;
}

/**
 * A repository whose reads come from the index, and whose writes are in the index before they resolve. The repository
 * decides each write by its own compare-and-swap; the rows follow.
 */
export class IndexedRepository implements CachedRepository {
  readonly #bases = new WeakMap<PackageRevisionDraft, CachedPackageRevision>();
  readonly #snapshots: SnapshotResolver;
  readonly #rows: RowsBehind;

  constructor(private readonly parts: CachedRepositoryParts) {
    this.#snapshots = new SnapshotResolver(parts.inner);
    this.#rows = new RowsBehind(parts);
  }

  get key(): RepositoryKey {
    return this.parts.inner.key;
  }

  get object(): RepositoryObject {
    return this.parts.object();
  }

  get problems(): readonly RepositoryProblem[] {
    return this.parts.inner.problems;
  }

  get branchVersion(): string | undefined {
    return this.parts.inner.branchVersion;
  }

  listPackageRevisions(
    filter: PackageRevisionFilter,
    context: OperationContext,
  ): Promise<readonly CachedPackageRevision[]> {
    if (context.signal.aborted) return Promise.reject(context.signal.reason as Error);
    const { namespace, name } = this.key;
    return Promise.resolve(this.parts.index.select({ ...filter, namespace, repository: name }));
  }

  createPackageRevisionDraft(key: PackageRevisionKey, context: OperationContext): Promise<PackageRevisionDraft> {
    return this.parts.inner.createPackageRevisionDraft(key, context);
  }

  createPackage(key: PackageRevisionKey, context: OperationContext): Promise<PackageRevisionDraft> {
    if (this.state(key).revisions.size > 0) return Promise.reject(alreadyExists(PACKAGES, key.packageName));
    return this.parts.inner.createPackage(key, context);
  }

  async updatePackageRevision(revision: PackageRevision, context: OperationContext): Promise<PackageRevisionDraft> {
    const known = this.known(revision);
    const draft = await this.parts.inner.updatePackageRevision(await this.resolve(revision, context), context);
    this.#bases.set(draft, known);
    return draft;
  }

  closePackageRevisionDraft(
    draft: PackageRevisionDraft,
    options: CloseDraftOptions & { readonly metadata?: PackageRevisionMetadata },
    context: OperationContext,
  ): Promise<CachedPackageRevision> {
    return this.writing(draft.key, context, async () => {
      this.checkBase(draft, options.metadata);
      const closed = await this.#rows.catchUpAfter(draft.key, context, () =>
        isPublished(draft.lifecycle)
          ? this.publish(draft, context)
          : this.parts.inner.closePackageRevisionDraft(draft, {}, context),
      );
      const put = { revision: closed, ...(options.metadata ? { metadata: options.metadata } : {}) };
      const placeholder = closed.revision > 0 ? await this.placeholderAfter(closed) : [];
      return this.store(closed, { put: [put, ...placeholder.map((revision) => ({ revision }))], remove: [] });
    });
  }

  updateLifecycle(
    revision: PackageRevision,
    lifecycle: CachedPackageRevision['lifecycle'],
    context: OperationContext,
  ): Promise<CachedPackageRevision> {
    return this.writing(revision.key, context, async () => {
      const changed = await this.#rows.catchUpAfter(revision.key, context, async () =>
        this.parts.inner.updateLifecycle(await this.#snapshots.resolve(revision, context), lifecycle, context),
      );
      return this.store(changed, { put: [{ revision: changed }], remove: [] });
    });
  }

  updateMetadata(
    revision: CachedPackageRevision,
    metadata: PackageRevisionMetadata,
    context: OperationContext,
  ): Promise<CachedPackageRevision> {
    return this.writing(revision.key, context, () =>
      this.store(revision, (state) => {
        const current = state.revisions.get(revision.name);
        if (!current) throw notFound(PACKAGE_REVISIONS, revision.name);
        if (current.resourceVersion !== revision.resourceVersion) {
          throw staleResourceVersion(PACKAGE_REVISIONS, revision.name);
        }
        return { put: [{ revision: current, metadata }], remove: [] };
      }),
    );
  }

  async deletePackageRevision(revision: PackageRevision, context: OperationContext): Promise<void> {
    await this.writing(revision.key, context, async () => {
      await this.#rows.catchUpAfter(revision.key, context, async () =>
        this.parts.inner.deletePackageRevision(await this.#snapshots.resolve(revision, context), context),
      );
      await this.write(revision.key, () => ({ put: [], remove: [packageRevisionName(revision.key)] }));
    });
  }

  listPackages(context: OperationContext): Promise<readonly Package[]> {
    if (context.signal.aborted) return Promise.reject(context.signal.reason as Error);
    const packages = this.parts.index.packageNames(this.key).flatMap((packageName) => {
      const key = { repository: this.key, packageName };
      if (this.state(key).revisions.size === 0) return [];
      return [{ key, latestRevision: this.parts.index.latest(key)?.revision ?? 0 }];
    });
    return Promise.resolve(packages);
  }

  async deletePackage(key: PackageKey, context: OperationContext): Promise<void> {
    await this.writing(key, context, async () => {
      await this.#rows.catchUpAfter(key, context, () => this.parts.inner.deletePackage(key, context));
      await this.write(key, (state) => ({ put: [], remove: [...state.revisions.keys()] }));
    });
  }

  version(context: OperationContext): Promise<string> {
    return this.parts.inner.version(context);
  }

  get knownVersion(): string {
    return this.parts.inner.knownVersion;
  }

  refresh(context: OperationContext): Promise<void> {
    return this.parts.sync(context);
  }

  async highestRevision(key: PackageKey, context: OperationContext): Promise<number> {
    const recorded = this.state(key).record?.highestRevision ?? 0;
    return Math.max(recorded, await this.parts.inner.highestRevision(key, context));
  }

  close(): Promise<void> {
    return this.parts.release();
  }

  /** The repository's own snapshot of a revision. @throws PorchError Conflict when it is no longer as it was read */
  async resolve(revision: PackageRevision, context: OperationContext): Promise<PackageRevision> {
    const found = await this.#snapshots.find(revision, context);
    if (found) return found;
    return this.writing(revision.key, context, () =>
      this.#rows.catchUpAfter(revision.key, context, () => this.#snapshots.resolve(revision, context)),
    );
  }

  /** Gives the next number of the package; one that an outsider took meanwhile is passed over. */
  private async publish(draft: PackageRevisionDraft, context: OperationContext): Promise<PackageRevision> {
    for (let attempt = 1; ; attempt += 1) {
      const revision = (await this.highestRevision(draft.key, context)) + 1;
      try {
        return await this.parts.inner.closePackageRevisionDraft(draft, { revision }, context);
      } catch (error) {
        const taken = isPorchError(error) && error.reason === 'AlreadyExists' && this.#bases.has(draft);
        if (!taken || attempt >= NUMBERING_ATTEMPTS) throw error;
        await this.parts.inner.refresh(context);
      }
    }
  }

  /** Once the push is done nothing may keep the rows from following, not even the caller's giving up. */
  private async placeholderAfter(published: PackageRevision): Promise<readonly PackageRevision[]> {
    const { packageName } = published.key;
    const context = { signal: new AbortController().signal };
    try {
      const listed = await this.parts.inner.listPackageRevisions({ packageName, revision: -1 }, context);
      return listed.filter(({ kind }) => kind === 'placeholder');
    } catch {
      this.parts.noticeOutsideChange();
      return [];
    }
  }

  private checkBase(draft: PackageRevisionDraft, metadata: PackageRevisionMetadata | undefined): void {
    const name = packageRevisionName(draft.key);
    const base = this.#bases.get(draft);
    const current = this.state(draft.key).revisions.get(name);
    if (!base) {
      if (current) throw alreadyExists(PACKAGE_REVISIONS, name);
      return;
    }
    if (!current) throw conflict(PACKAGE_REVISIONS, name, 'it was deleted while the draft was open');
    const metadataChanged = metadata !== undefined && current.resourceVersion !== base.resourceVersion;
    if (metadataChanged) throw staleResourceVersion(PACKAGE_REVISIONS, name);
  }

  private async store(
    revision: PackageRevision,
    edit: PackageEdit | ((state: PackageState) => PackageEdit),
  ): Promise<CachedPackageRevision> {
    const name = packageRevisionName(revision.key);
    if (!('resourceVersion' in revision)) this.parts.contents.remember(revision);
    await this.write(revision.key, typeof edit === 'function' ? edit : () => edit);
    const stored = this.state(revision.key).revisions.get(name);
    if (!stored) throw conflict(PACKAGE_REVISIONS, name, 'it was deleted at the same time');
    return stored;
  }

  private async write(key: PackageKey, edit: (state: PackageState) => PackageEdit): Promise<void> {
    const deployment = this.object.spec.deployment ?? false;
    const plan = (state: PackageState) =>
      planPackageEdit(this.ownKey(key), state, edit(state), { deployment, now: this.parts.clock.now() });
    try {
      await this.parts.writer.write([{ key: this.ownKey(key), plan }]);
      this.parts.noticeOwnWrite();
    } catch (error) {
      // The repository may be ahead of the rows now; a sync puts that right.
      if (!isPorchError(error) || error.code >= 500) this.parts.noticeOutsideChange();
      throw error;
    }
  }

  private writing<T>(key: PackageKey, context: OperationContext, work: () => Promise<T>): Promise<T> {
    return this.parts.packageLocks.run(key.packageName, context.signal, work);
  }

  private known(revision: PackageRevision): CachedPackageRevision {
    const name = packageRevisionName(revision.key);
    const current = this.state(revision.key).revisions.get(name);
    if (!current) throw notFound(PACKAGE_REVISIONS, name);
    return 'resourceVersion' in revision ? (revision as CachedPackageRevision) : current;
  }

  private state(key: PackageKey): PackageState {
    return this.parts.index.packageState(this.ownKey(key));
  }

  private ownKey(key: PackageKey): PackageKey {
    return { repository: this.key, packageName: key.packageName };
  }
}
