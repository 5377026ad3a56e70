import {
  alreadyExists,
  conflict,
  isPublished,
  notFound,
  PACKAGE_REVISIONS,
  PACKAGES,
  type PackageRevisionLifecycle,
  refused,
} from '@porch/api';
import { type Clock, systemClock } from '../clock';
import { packageRevisionName, type PackageKey, type PackageRevisionKey, type RepositoryKey } from '../keys';
import { type OperationContext } from '../operation-context';
import { type PackageRevision } from '../package-revision';
import { type PackageRevisionDraft } from '../package-revision-draft';
import { matchesPackageRevision, type PackageRevisionFilter } from '../package-revision-filter';
import { type CloseDraftOptions, type Package, type Repository, type RepositoryProblem } from '../repository';
import { InMemoryDraft, settle } from './in-memory-draft';
import { InMemoryRemote, type StoredRevision } from './in-memory-remote';
import { summariseResources } from './summarise-resources';

export interface InMemoryRepositoryOptions {
  readonly key?: RepositoryKey;
  readonly branch?: string;
  /** Shared with other repositories to make them clones of one remote. */
  readonly remote?: InMemoryRemote;
  readonly clock?: Clock;
}

/** A whole repository in memory that keeps every promise of {@link Repository}, for tests and trials. */
export function createInMemoryRepository(options: InMemoryRepositoryOptions = {}): InMemoryRepository {
  return new InMemoryRepository(
    options.key ?? { namespace: 'default', name: 'memory' },
    options.branch ?? 'main',
    options.remote ?? new InMemoryRemote(),
    options.clock ?? systemClock,
  );
}

export class InMemoryRepository implements Repository {
  /** What a test wants the repository to complain about. */
  problems: readonly RepositoryProblem[] = [];
  closed = false;
  knownVersion: string;

  constructor(
    readonly key: RepositoryKey,
    private readonly branch: string,
    readonly remote: InMemoryRemote,
    private readonly clock: Clock,
  ) {
    this.knownVersion = remote.version;
  }

  get branchVersion(): string {
    return this.remote.version;
  }

  listPackageRevisions(filter: PackageRevisionFilter, context: OperationContext): Promise<readonly PackageRevision[]> {
    return settle(context, () => {
      const stored = filter.packageName === undefined ? this.remote.all() : this.remote.ofPackage(filter.packageName);
      return stored.map((revision) => this.present(revision)).filter((item) => matchesPackageRevision(filter, item));
    });
  }

  createPackageRevisionDraft(key: PackageRevisionKey, context: OperationContext): Promise<PackageRevisionDraft> {
    return settle(context, () => new InMemoryDraft(this.ownKey(key), undefined, new Map()));
  }

  createPackage(key: PackageRevisionKey, context: OperationContext): Promise<PackageRevisionDraft> {
    return settle(context, () => {
      if (this.remote.ofPackage(key.packageName).length > 0) throw alreadyExists(PACKAGES, key.packageName);
      return new InMemoryDraft(this.ownKey(key), undefined, new Map());
    });
  }

  updatePackageRevision(revision: PackageRevision, context: OperationContext): Promise<PackageRevisionDraft> {
    return settle(context, () => {
      const name = packageRevisionName(revision.key);
      if (isPublished(revision.lifecycle)) throw refused(`cannot update final package revision "${name}"`);
      const stored = this.remote.get(revision.key);
      if (!stored) throw notFound(PACKAGE_REVISIONS, name);
      return new InMemoryDraft(stored.key, revision, stored.resources);
    });
  }

  closePackageRevisionDraft(
    draft: PackageRevisionDraft,
    options: CloseDraftOptions,
    context: OperationContext,
  ): Promise<PackageRevision> {
    return this.writing(context, () => {
      if (!(draft instanceof InMemoryDraft)) throw new TypeError('the draft belongs to another repository');
      this.refuseStaleBase(draft);
      return this.present(isPublished(draft.lifecycle) ? this.publish(draft, options) : this.save(draft));
    });
  }

  updateLifecycle(
    revision: PackageRevision,
    lifecycle: PackageRevisionLifecycle,
    context: OperationContext,
  ): Promise<PackageRevision> {
    return this.writing(context, () => {
      const stored = this.unchanged(revision);
      if (!isPublished(stored.lifecycle) || !isPublished(lifecycle)) {
        throw refused(`invalid new lifecycle value "${lifecycle}" for a revision that is ${stored.lifecycle}`);
      }
      this.remote.put({ ...stored, lifecycle });
      return this.present({ ...stored, lifecycle });
    });
  }

  deletePackageRevision(revision: PackageRevision, context: OperationContext): Promise<void> {
    return this.writing(context, () => this.remote.remove(this.unchanged(revision).key));
  }

  listPackages(context: OperationContext): Promise<readonly Package[]> {
    return settle(context, () => {
      const latest = new Map<string, number>();
      for (const { key, revision } of this.remote.all()) {
        latest.set(key.packageName, Math.max(latest.get(key.packageName) ?? 0, revision));
      }
      return [...latest].map(([packageName, latestRevision]) => ({
        key: { repository: this.key, packageName },
        latestRevision,
      }));
    });
  }

  deletePackage(key: PackageKey, context: OperationContext): Promise<void> {
    return this.writing(context, () => {
      const revisions = this.remote.ofPackage(key.packageName);
      if (revisions.length === 0) throw notFound(PACKAGES, key.packageName);
      const kept = revisions.find(({ kind, lifecycle }) => kind !== 'placeholder' && lifecycle === 'Published');
      if (kept)
        throw refused(`package revision "${packageRevisionName(kept.key)}" must be proposed for deletion first`);
      for (const revision of revisions) this.remote.remove(revision.key);
    });
  }

  version(context: OperationContext): Promise<string> {
    return settle(context, () => this.remote.version);
  }

  refresh(context: OperationContext): Promise<void> {
    return settle(context, () => {
      this.knownVersion = this.remote.version;
    });
  }

  highestRevision(key: PackageKey, context: OperationContext): Promise<number> {
    return settle(context, () => this.remote.highestRevision(key.packageName));
  }

  close(): Promise<void> {
    this.closed = true;
    return Promise.resolve();
  }

  /** An own write is known; it does not make known what somebody else did before. */
  private writing<T>(context: OperationContext, work: () => T): Promise<T> {
    return settle(context, () => {
      const allWasKnown = this.knownVersion === this.remote.version;
      try {
        return work();
      } finally {
        if (allWasKnown) this.knownVersion = this.remote.version;
      }
    });
  }

  private save(draft: InMemoryDraft): StoredRevision {
    const { base, key, lifecycle } = draft;
    const stored: StoredRevision = {
      key,
      kind: 'revision',
      revision: 0,
      lifecycle,
      ...this.contents(draft),
      selfLock: this.lock(
        key,
        `${lifecycle === 'Draft' ? 'drafts' : 'proposed'}/${key.packageName}/${key.workspaceName}`,
      ),
      createdAt: base?.createdAt ?? this.clock.now(),
    };
    this.remote.put(stored);
    return stored;
  }

  private publish(draft: InMemoryDraft, options: CloseDraftOptions): StoredRevision {
    const { key } = draft;
    const number = options.revision;
    if (number === undefined || number < 1) throw refused('a publication needs a revision number of 1 or more');
    const taken = this.remote.ofPackage(key.packageName).find((other) => other.revision === number);
    if (taken) throw alreadyExists(PACKAGE_REVISIONS, packageRevisionName(taken.key));
    const published: StoredRevision = {
      key,
      kind: 'revision',
      revision: number,
      lifecycle: draft.lifecycle,
      ...this.contents(draft),
      contentVersion: this.remote.nextContentVersion(),
      selfLock: this.lock(key, `${key.packageName}/v${number}`),
      createdAt: draft.base?.createdAt ?? this.clock.now(),
      publishedBy: 'porch@kpt.dev',
      publishedAt: this.clock.now(),
    };
    const placeholderKey = { ...key, workspaceName: this.branch };
    this.remote.put(published);
    this.remote.put({
      ...published,
      key: placeholderKey,
      kind: 'placeholder',
      revision: -1,
      lifecycle: this.remote.get(placeholderKey)?.lifecycle ?? 'Published',
      selfLock: this.lock(key, this.branch),
    });
    return published;
  }

  /** New contents get a new version; a change of lifecycle alone keeps the one they have. */
  private contents(draft: InMemoryDraft): Pick<StoredRevision, 'contentVersion' | 'resources' | 'tasks'> {
    const base = draft.base;
    const unchanged = base !== undefined && draft.tasks.length === 0;
    return {
      contentVersion: unchanged ? base.contentVersion : this.remote.nextContentVersion(),
      resources: draft.resources,
      tasks: base && base.tasks.length > 0 ? base.tasks : draft.tasks.slice(0, 1),
    };
  }

  private refuseStaleBase(draft: InMemoryDraft): void {
    if (draft.base) this.unchanged(draft.base);
    else if (this.remote.get(draft.key)) throw alreadyExists(PACKAGE_REVISIONS, packageRevisionName(draft.key));
  }

  private unchanged(seen: PackageRevision): StoredRevision {
    const name = packageRevisionName(seen.key);
    const stored = this.remote.get(seen.key);
    if (!stored) throw notFound(PACKAGE_REVISIONS, name);
    if (stored.contentVersion !== seen.contentVersion || stored.lifecycle !== seen.lifecycle) {
      throw conflict(PACKAGE_REVISIONS, name, 'the package revision changed in the repository');
    }
    return stored;
  }

  private ownKey(key: PackageRevisionKey): PackageRevisionKey {
    return { ...key, repository: this.key };
  }

  private lock(key: PackageRevisionKey, ref: string): StoredRevision['selfLock'] {
    return { type: 'git', git: { repo: `memory://${this.key.name}`, directory: key.packageName, ref } };
  }

  private present(stored: StoredRevision): PackageRevision {
    const { resources, ...shown } = stored;
    return {
      ...shown,
      key: this.ownKey(stored.key),
      kptfile: summariseResources(resources),
      selfLock: { ...stored.selfLock, git: { ...stored.selfLock.git, commit: stored.contentVersion } },
      getResources: (context) => settle(context, () => resources),
    };
  }
}
