import {
  alreadyExists,
  conflict,
  type GitRepositorySpec,
  isPublished,
  notFound,
  PACKAGE_REVISIONS,
  PACKAGES,
  type PackageRevisionLifecycle,
  PorchError,
  refused,
} from '@porch/api';
import {
  type Clock,
  type CloseDraftOptions,
  matchesPackageRevision,
  type OperationContext,
  type Package,
  type PackageKey,
  type PackageResources,
  type PackageRevision,
  type PackageRevisionDraft,
  type PackageRevisionFilter,
  type PackageRevisionKey,
  packageRevisionName,
  type Repository,
  type RepositoryKey,
  type RepositoryProblem,
  type UserInfoProvider,
} from '@porch/repository';
import { ancestorsOf } from '../facts/ancestry';
import { CommitIndex } from '../facts/commit-index';
import { type ObjectFacts } from '../facts/object-facts';
import { commitAuthorship } from '../layout/commit-authorship';
import { type RefLayout } from '../layout/ref-layout';
import { CorruptRepositoryError } from '../objects/git-errors';
import { type ObjectId } from '../objects/git-object';
import { type GitOrigin } from '../origin/git-origin';
import { readPackage } from '../package/package-contents';
import { RefConflictError } from '../refs/ref-update';
import { CooperativeSlice } from '../storage/cooperative-slice';
import { type GitLimits } from '../storage/git-limits';
import { checkRevisionName } from './check-revision-name';
import { translatingGitErrors } from './git-error-translation';
import { type GitPackageRevision } from './git-package-revision';
import { GitPackageRevisionDraft } from './git-package-revision-draft';
import {
  type Completion,
  completionsOfHalfPublications,
  halfApprovals,
  type RepeatedRevision,
  repeatedRevisions,
} from './half-publications';
import { refsVersion } from './refs-version';
import { RevisionIndex } from './revision-index';
import { type MovedRefs, RevisionWriter } from './revision-writer';

export interface GitRepositorySettings {
  readonly key: RepositoryKey;
  readonly spec: GitRepositorySpec;
  readonly layout: RefLayout;
  readonly origin: GitOrigin;
  readonly facts: ObjectFacts;
  readonly limits: GitLimits;
  readonly clock: Clock;
  readonly userInfoProvider: UserInfoProvider;
  readonly onClose: () => void;
}

/** Package revisions in one branch and directory of a git repository. */
export class GitRepository implements Repository {
  readonly key: RepositoryKey;
  readonly #layout: RefLayout;
  readonly #origin: GitOrigin;
  readonly #commits: CommitIndex;
  readonly #writer: RevisionWriter;
  #index: RevisionIndex;
  #updating: Promise<void> = Promise.resolve();
  /** Changes that broke off and could not be completed by the last sync. */
  #unfinished: RepositoryProblem[] = [];

  constructor(private readonly settings: GitRepositorySettings) {
    this.key = settings.key;
    this.#layout = settings.layout;
    this.#origin = settings.origin;
    this.#commits = new CommitIndex(settings.facts);
    this.#index = this.#newIndex();
    this.#writer = new RevisionWriter({
      layout: settings.layout,
      origin: settings.origin,
      authorship: (context) => this.#authorship(context),
    });
  }

  get problems(): readonly RepositoryProblem[] {
    return [...this.#index.problems, ...this.#origin.problems, ...this.#unfinished];
  }

  get branchVersion(): string | undefined {
    return this.#origin.refs.get(this.#layout.branchRef);
  }

  async listPackageRevisions(
    filter: PackageRevisionFilter,
    context: OperationContext,
  ): Promise<readonly PackageRevision[]> {
    context.signal.throwIfAborted();
    const { revisions } = this.#index;
    const candidates = filter.packageName === undefined ? revisions.all() : revisions.ofPackage(filter.packageName);
    return Promise.resolve([...candidates].filter((revision) => matchesPackageRevision(filter, revision)));
  }

  createPackageRevisionDraft(key: PackageRevisionKey, context: OperationContext): Promise<PackageRevisionDraft> {
    return translatingGitErrors(async () => {
      context.signal.throwIfAborted();
      checkRevisionName({ ...key, repository: this.key });
      if (key.workspaceName === this.#layout.branch) {
        throw new PorchError('Invalid', `workspaceName "${key.workspaceName}" is taken by the repository's branch`);
      }
      return Promise.resolve(this.#newDraft(key, undefined));
    });
  }

  createPackage(key: PackageRevisionKey, context: OperationContext): Promise<PackageRevisionDraft> {
    return translatingGitErrors(async () => {
      if (this.#index.revisions.ofPackage(key.packageName).length > 0) throw alreadyExists(PACKAGES, key.packageName);
      return this.createPackageRevisionDraft(key, context);
    });
  }

  updatePackageRevision(revision: PackageRevision, context: OperationContext): Promise<PackageRevisionDraft> {
    return translatingGitErrors(async () => {
      context.signal.throwIfAborted();
      if (isPublished(revision.lifecycle)) {
        throw refused(`cannot update final package revision "${packageRevisionName(revision.key)}"`);
      }
      return Promise.resolve(this.#newDraft(revision.key, this.#unchanged(revision)));
    });
  }

  closePackageRevisionDraft(
    draft: PackageRevisionDraft,
    options: CloseDraftOptions,
    context: OperationContext,
  ): Promise<PackageRevision> {
    return translatingGitErrors(async () => {
      context.signal.throwIfAborted();
      if (!(draft instanceof GitPackageRevisionDraft)) throw new TypeError('the draft belongs to another repository');
      const { key, base } = draft;
      if (base) this.#unchanged(base);
      else if (this.#index.revisions.find(key.packageName, key.workspaceName)) {
        throw alreadyExists(PACKAGE_REVISIONS, packageRevisionName(key));
      }
      await this.#updatingAfter(
        () =>
          draft.lifecycle === 'Published'
            ? this.#writer.publish(draft, options.revision ?? 0, context)
            : this.#writer.save(draft, context),
        context,
      );
      return this.#written(key);
    });
  }

  updateLifecycle(
    revision: PackageRevision,
    lifecycle: PackageRevisionLifecycle,
    context: OperationContext,
  ): Promise<PackageRevision> {
    return translatingGitErrors(async () => {
      context.signal.throwIfAborted();
      const current = this.#unchanged(revision);
      if (!isPublished(current.lifecycle) || !isPublished(lifecycle)) {
        throw refused(`invalid new lifecycle value "${lifecycle}" for a revision that is ${current.lifecycle}`);
      }
      if (lifecycle !== current.lifecycle) {
        await this.#updatingAfter(() => this.#writer.updateLifecycle(current, lifecycle, context), context);
      }
      return this.#written(current.key);
    });
  }

  deletePackageRevision(revision: PackageRevision, context: OperationContext): Promise<void> {
    return translatingGitErrors(async () => {
      context.signal.throwIfAborted();
      const current = this.#unchanged(revision);
      await this.#updatingAfter(() => this.#writer.delete(current.key.packageName, [current], context), context);
    });
  }

  async listPackages(context: OperationContext): Promise<readonly Package[]> {
    context.signal.throwIfAborted();
    const { revisions } = this.#index;
    const packages = [...revisions.packageNames()].map((packageName) => ({
      key: { repository: this.key, packageName },
      latestRevision: Math.max(0, ...revisions.ofPackage(packageName).map(({ revision }) => revision)),
    }));
    return Promise.resolve(packages);
  }

  deletePackage(key: PackageKey, context: OperationContext): Promise<void> {
    return translatingGitErrors(async () => {
      context.signal.throwIfAborted();
      const revisions = this.#index.revisions.ofPackage(key.packageName);
      if (revisions.length === 0) throw notFound(PACKAGES, key.packageName);
      const kept = revisions.find(({ kind, lifecycle }) => kind !== 'placeholder' && lifecycle === 'Published');
      if (kept) {
        throw refused(`package revision "${packageRevisionName(kept.key)}" must be proposed for deletion first`);
      }
      await this.#updatingAfter(() => this.#writer.delete(key.packageName, revisions, context), context);
    });
  }

  version(context: OperationContext): Promise<string> {
    return translatingGitErrors(async () => refsVersion(await this.#origin.readRefs(context), this.#layout));
  }

  get knownVersion(): string {
    return refsVersion(this.#origin.refs, this.#layout);
  }

  refresh(context: OperationContext): Promise<void> {
    return translatingGitErrors(async () => {
      await this.#origin.refresh(context);
      await this.load(context);
    });
  }

  /** Reads what the origin's refs mean; where that shows damage, once more from a new copy. */
  async load(context: OperationContext): Promise<void> {
    await this.#updateIndex(context);
    if (this.#index.damage !== undefined && (await this.#origin.repair(context))) {
      this.#index = this.#newIndex();
      await this.#updateIndex(context);
    }
    await this.#completeHalfPublications(context);
    this.#origin.upkeep();
  }

  async #completeHalfPublications(context: OperationContext): Promise<void> {
    this.#unfinished = [];
    const completions = await this.#halfPublications(context);
    for (const completion of completions) {
      try {
        await this.#writer.complete(completion, context);
      } catch (error) {
        // Tried again by the next sync; what moved meanwhile may need it no more.
        if (!(error instanceof Error) || error instanceof RefConflictError) continue;
        const subject = completion.kind === 'refs' ? completion.subject : completion.published.refName;
        this.#unfinished.push({ subject, message: `a change broke off and cannot be completed: ${error.message}` });
      }
    }
    if (completions.length > 0) await this.#updateIndex(context);
  }

  async #halfPublications(context: OperationContext): Promise<readonly Completion[]> {
    const { objects, refs } = this.#origin;
    const facts = { revisions: this.#index.revisions, commits: this.#commits, layout: this.#layout, refs };
    const approvals = halfApprovals(facts);
    const head = refs.get(this.#layout.branchRef);
    const onBranch =
      approvals.length === 0 || head === undefined
        ? new Set<ObjectId>()
        : await ancestorsOf(this.settings.facts, objects, head, new CooperativeSlice(context.signal));
    const outdated: GitPackageRevision[] = [];
    for (const repeated of repeatedRevisions(facts, approvals)) {
      outdated.push(...(await this.#outdatedOf(repeated, context)));
    }
    return completionsOfHalfPublications(facts, approvals, onBranch, outdated);
  }

  /** The one that led to the other; what is shown counts where they are the same. */
  async #outdatedOf({ hidden, shown }: RepeatedRevision, { signal }: OperationContext): Promise<GitPackageRevision[]> {
    const { objects, refs } = this.#origin;
    const leads = async (earlier: GitPackageRevision, later: ObjectId | undefined) =>
      later !== undefined &&
      (await ancestorsOf(this.settings.facts, objects, later, new CooperativeSlice(signal))).has(earlier.commit);
    if (await leads(hidden, shown.commit)) {
      // What never reached the branch may be taken back, and then its draft is all there is.
      const stays = !isPublished(shown.lifecycle) || (await leads(shown, refs.get(this.#layout.branchRef)));
      return stays ? [hidden] : [];
    }
    return shown.lifecycle === 'Proposed' && (await leads(shown, hidden.commit)) ? [shown] : [];
  }

  async highestRevision(key: PackageKey, context: OperationContext): Promise<number> {
    context.signal.throwIfAborted();
    const listed = this.#index.revisions.ofPackage(key.packageName).map(({ revision }) => revision);
    const approved = this.#commits.highestRevision(this.#layout.fullPath(key.packageName));
    return Promise.resolve(Math.max(approved, ...listed));
  }

  async close(): Promise<void> {
    this.#commits.close();
    await this.settings.facts.flush();
    await this.#origin.close();
    this.settings.onClose();
  }

  #newIndex(): RevisionIndex {
    const { facts, layout, origin, limits } = this.settings;
    return new RevisionIndex({
      key: this.key,
      layout,
      address: origin.address,
      facts,
      commits: this.#commits,
      maximumPathDepth: limits.maximumPathDepth,
      maximumDirectories: limits.maximumDirectories,
      read: (packageTree, context) => this.#readPackage(packageTree, context),
    });
  }

  #newDraft(key: PackageRevisionKey, base: GitPackageRevision | undefined): GitPackageRevisionDraft {
    const commit = base?.commit ?? this.#origin.refs.get(this.#layout.branchRef) ?? '';
    return new GitPackageRevisionDraft({
      key: { ...key, repository: this.key },
      path: this.#layout.fullPath(key.packageName),
      base,
      parent: { commit, tree: this.settings.facts.commit(this.#origin.objects, commit).tree },
      limits: this.settings.limits,
      authorship: (context) => this.#authorship(context),
    });
  }

  #authorship(context: OperationContext) {
    const user = this.settings.userInfoProvider.getUserInfo(context);
    return commitAuthorship(this.settings.spec, user, this.settings.clock.now());
  }

  /** The revision as it is now, when that is what the caller saw. @throws PorchError NotFound, Conflict */
  #unchanged(seen: PackageRevision): GitPackageRevision {
    const current = this.#index.revisions.find(seen.key.packageName, seen.key.workspaceName);
    const name = packageRevisionName({ ...seen.key, repository: this.key });
    if (!current) throw notFound(PACKAGE_REVISIONS, name);
    if (current.contentVersion !== seen.contentVersion || current.lifecycle !== seen.lifecycle) {
      throw conflict(PACKAGE_REVISIONS, name, 'the package revision changed in the repository');
    }
    return current;
  }

  #written(key: PackageRevisionKey): GitPackageRevision {
    const revision = this.#index.revisions.find(key.packageName, key.workspaceName);
    if (revision) return revision;
    const name = packageRevisionName(key);
    throw conflict(PACKAGE_REVISIONS, name, 'it was written, and somebody removed it from the repository at once');
  }

  /** Writes, and makes known what the refs are then, whether the write succeeded or not. */
  async #updatingAfter(write: () => Promise<MovedRefs>, context: OperationContext): Promise<void> {
    const unhurried = { ...context, signal: new AbortController().signal };
    let moved: MovedRefs | undefined;
    try {
      moved = await write();
    } finally {
      await this.#updateIndex(unhurried, moved);
    }
  }

  /** @param only the refs that moved, where that is known */
  #updateIndex(context: OperationContext, only?: MovedRefs): Promise<void> {
    const update = async () => {
      const { revisions } = this.#index;
      await this.#index.update(this.#origin.objects, this.#origin.refs, context.signal, only);
      this.#commits.forgetAllBut(revisions.commits(), this.#origin.objects);
    };
    const updated = this.#updating.then(update, update);
    this.#updating = updated.catch(() => undefined);
    return updated;
  }

  async #readPackage(packageTree: ObjectId, context: OperationContext): Promise<PackageResources> {
    return translatingGitErrors(async () => {
      context.signal.throwIfAborted();
      try {
        return readPackage(this.#origin.objects, packageTree, this.settings.limits);
      } catch (error) {
        if (!(error instanceof CorruptRepositoryError) || !(await this.#origin.repair(context))) throw error;
        return readPackage(this.#origin.objects, packageTree, this.settings.limits);
      }
    });
  }
}
