import {
  alreadyExists,
  conflict,
  isPublished,
  lifecycleTransitionAllowed,
  PACKAGE_REVISIONS,
  type PackageRevisionLifecycle,
  refused,
} from '@porch/api';
import { type OperationContext, packageRevisionName } from '@porch/repository';
import { annotatedMessage } from '../layout/commit-annotation';
import { type RefLayout, revisionNumber } from '../layout/ref-layout';
import { formatCommit, parseCommit } from '../objects/commit';
import { type ObjectId, ZERO_ID } from '../objects/git-object';
import { type GitOrigin, PushRefusedError } from '../origin/git-origin';
import { ObjectOverlay } from '../package/object-overlay';
import { findSubtree, replaceSubtree } from '../package/subtree';
import { RefConflictError, type RefUpdate } from '../refs/ref-update';
import { readTyped } from '../storage/object-database';
import { type GitPackageRevision } from './git-package-revision';
import { type Authorship, type GitPackageRevisionDraft } from './git-package-revision-draft';
import { type Completion } from './half-publications';

/** How often a change of the branch is computed anew because the branch moved meanwhile. */
const BRANCH_ATTEMPTS = 8;

/** Full names. */
export type MovedRefs = readonly string[];

export interface RevisionWriterSettings {
  readonly layout: RefLayout;
  readonly origin: GitOrigin;
  readonly authorship: (context: OperationContext) => Authorship;
}

/** Turns operations on revisions into commits and one push of all their refs (E-4.7). Each says which refs it moved. */
export class RevisionWriter {
  constructor(private readonly settings: RevisionWriterSettings) {}

  /** Stores a draft as Draft or Proposed. @throws PorchError AlreadyExists, Conflict */
  async save(draft: GitPackageRevisionDraft, context: OperationContext): Promise<MovedRefs> {
    const { layout, origin } = this.settings;
    const { base, lifecycle, key } = draft;
    const allowed = base ? isAllowed(base.lifecycle, lifecycle) : lifecycle !== 'DeletionProposed';
    if (!allowed) throw refused(`a package revision that is ${base?.lifecycle ?? 'new'} cannot become ${lifecycle}`);
    const objects = new ObjectOverlay(origin.objects);
    const { commit } = draft.writeCommits(objects);
    const { packageName, workspaceName } = key;
    const name =
      lifecycle === 'Proposed'
        ? layout.proposedRef(packageName, workspaceName)
        : layout.draftRef(packageName, workspaceName);
    const updates: RefUpdate[] = [
      { name, oldId: base?.refName === name ? base.target : ZERO_ID, newId: commit },
      ...(base && base.refName !== name ? [{ name: base.refName, oldId: base.target, newId: ZERO_ID }] : []),
    ].filter(({ oldId, newId }) => oldId !== newId);
    if (updates.length === 0) return [];
    return this.#push(updates, objects, draft, context);
  }

  /**
   * One merge commit on the branch, the tag, and the end of the draft, together; where they cannot move together, in an
   * order in which nothing is on the branch that was not published. When the branch moved meanwhile the
   * commit is made anew from the same draft; everything else that moved is a conflict.
   * @throws PorchError AlreadyExists when the number is taken, Conflict
   */
  async publish(draft: GitPackageRevisionDraft, revision: number, context: OperationContext): Promise<MovedRefs> {
    const { layout, origin } = this.settings;
    const { base, key, path } = draft;
    if (revision < 1) throw refused('Version cannot be empty for the next package revision');
    if (base && !isAllowed(base.lifecycle, 'Published')) {
      throw refused(`a package revision that is ${base.lifecycle} cannot become Published; it must be Proposed first`);
    }
    const authorship = this.settings.authorship(context);
    const annotation = { package: path, workspaceName: key.workspaceName, revision: String(revision) };
    const message = annotatedMessage(`Approving package revision ${path}/${revision}`, annotation);
    const tag = layout.tagRef(key.packageName, `v${revision}`);
    return this.#changeBranch(context, (head) => {
      const objects = new ObjectOverlay(origin.objects);
      const { commit, packageTree } = draft.writeCommits(objects);
      const tree = replaceSubtree(objects, treeOf(objects, head), path, packageTree);
      const merge = objects.add('commit', formatCommit({ tree, parents: [head, commit], ...authorship, message }));
      // What was not stored before is a proposal meanwhile: without one nothing would tell of a change that broke off.
      const proposal = layout.proposedRef(key.packageName, key.workspaceName);
      const updates: RefUpdate[] = [
        ...(base ? [] : [{ name: proposal, oldId: ZERO_ID, newId: commit }]),
        { name: tag, oldId: ZERO_ID, newId: merge },
        { name: layout.branchRef, oldId: head, newId: merge },
        { name: base?.refName ?? proposal, oldId: base?.target ?? commit, newId: ZERO_ID },
      ];
      return this.#push(updates, objects, draft, context);
    });
  }

  /** Published to DeletionProposed or back. @throws PorchError Conflict */
  async updateLifecycle(
    revision: GitPackageRevision,
    lifecycle: PackageRevisionLifecycle,
    context: OperationContext,
  ): Promise<MovedRefs> {
    const { origin } = this.settings;
    const name = this.#deletionProposedRef(revision);
    const present = origin.refs.get(name) ?? ZERO_ID;
    const newId = lifecycle === 'DeletionProposed' ? revision.commit : ZERO_ID;
    const oldId = lifecycle === 'DeletionProposed' ? ZERO_ID : present;
    return this.#pushRefs([{ name, oldId, newId }], revision, context);
  }

  /** Removes revisions of one package in one push; with its placeholder the package leaves the branch. */
  async delete(
    packageName: string,
    revisions: readonly GitPackageRevision[],
    context: OperationContext,
  ): Promise<MovedRefs> {
    const { layout } = this.settings;
    const removals = () => revisions.flatMap((revision) => this.#removals(revision));
    const [first] = revisions;
    const placeholder = revisions.find(({ kind }) => kind === 'placeholder');
    if (!placeholder) return this.#pushRefs(removals(), first, context);
    const path = layout.fullPath(packageName);
    const authorship = this.settings.authorship(context);
    return this.#changeBranch(context, (head) => {
      const objects = new ObjectOverlay(this.settings.origin.objects);
      const before = treeOf(objects, head);
      const present = findSubtree(objects, before, path);
      if (present === undefined) return this.#pushRefs(removals(), first, context);
      if (present !== placeholder.packageTree) {
        const name = packageRevisionName(placeholder.key);
        throw conflict(PACKAGE_REVISIONS, name, 'the package changed on the branch');
      }
      const tree = replaceSubtree(objects, before, path, undefined);
      const message = `Delete ${path}\n`;
      const commit = objects.add('commit', formatCommit({ tree, parents: [head], ...authorship, message }));
      const updates = [...removals(), { name: layout.branchRef, oldId: head, newId: commit }];
      return this.#push(updates, objects, undefined, context);
    });
  }

  /**
   * Completes a change that broke off between two refs. A revision that the branch's server will not have is taken back.
   * @throws RefConflictError when somebody else was faster, PushRefusedError
   */
  async complete(completion: Completion, context: OperationContext): Promise<void> {
    const { origin } = this.settings;
    if (completion.kind === 'refs') return origin.push(completion.updates, [], context);
    const { published } = completion;
    try {
      await this.#bringToBranch(completion, context);
    } catch (error) {
      if (!(error instanceof PushRefusedError)) throw error;
      await origin.push([{ name: published.refName, oldId: published.target, newId: ZERO_ID }], [], context);
    }
  }

  async #bringToBranch(
    { published, leftover }: Extract<Completion, { readonly kind: 'branch' }>,
    context: OperationContext,
  ): Promise<void> {
    const { layout, origin } = this.settings;
    await this.#changeBranch(context, async (head) => {
      // Whoever was at it has finished meanwhile.
      if (origin.refs.get(leftover.refName) !== leftover.target) return [];
      const objects = new ObjectOverlay(origin.objects);
      const approval = parseCommit(readTyped(objects, published.commit, 'commit'));
      let newId = published.commit;
      if (approval.parents[0] !== head) {
        const path = layout.fullPath(published.key.packageName);
        const tree = replaceSubtree(objects, treeOf(objects, head), path, published.packageTree);
        newId = objects.add('commit', formatCommit({ ...approval, tree, parents: [head, published.commit] }));
      }
      const updates = [
        { name: layout.branchRef, oldId: head, newId },
        { name: leftover.refName, oldId: leftover.target, newId: ZERO_ID },
      ];
      await origin.push(updates, objects.added, context);
      return updates.map(({ name }) => name);
    });
  }

  /** The refs that go with a revision. */
  #removals(revision: GitPackageRevision): RefUpdate[] {
    const { refs } = this.settings.origin;
    const own = revision.kind === 'placeholder' ? [] : [{ name: revision.refName, oldId: revision.target }];
    const proposal = isPublished(revision.lifecycle) ? this.#deletionProposedRef(revision) : undefined;
    const proposed = proposal === undefined ? undefined : refs.get(proposal);
    const proposals = proposal !== undefined && proposed !== undefined ? [{ name: proposal, oldId: proposed }] : [];
    return [...own, ...proposals].map((ref) => ({ ...ref, newId: ZERO_ID }));
  }

  #deletionProposedRef({ key, refName }: GitPackageRevision): string {
    const { layout } = this.settings;
    const ref = layout.parse(refName);
    return layout.deletionProposedRef(key.packageName, ref?.kind === 'tag' ? ref.version : key.workspaceName);
  }

  /** Tries a change on the branch's head; when only the branch moved, tries again on its new head. */
  async #changeBranch(context: OperationContext, change: (head: ObjectId) => Promise<MovedRefs>): Promise<MovedRefs> {
    const { layout, origin } = this.settings;
    return origin.exclusively(async () => {
      for (let attempt = 1; ; attempt += 1) {
        context.signal.throwIfAborted();
        try {
          return await change(origin.refs.get(layout.branchRef) ?? '');
        } catch (error) {
          const moved = error instanceof RefConflictError && error.refName === layout.branchRef;
          if (!moved || attempt >= BRANCH_ATTEMPTS) throw error;
          await origin.refresh(context);
        }
      }
    });
  }

  async #push(
    updates: readonly RefUpdate[],
    objects: ObjectOverlay,
    draft: GitPackageRevisionDraft | undefined,
    context: OperationContext,
  ): Promise<MovedRefs> {
    try {
      await this.settings.origin.push(updates, objects.added, context);
      return updates.map(({ name }) => name);
    } catch (error) {
      if (draft && error instanceof RefConflictError) throw this.#explainConflict(error, updates, draft);
      throw error;
    }
  }

  async #pushRefs(
    updates: readonly RefUpdate[],
    revision: GitPackageRevision | undefined,
    context: OperationContext,
  ): Promise<MovedRefs> {
    if (updates.length === 0) return [];
    try {
      await this.settings.origin.push(updates, [], context);
      return updates.map(({ name }) => name);
    } catch (error) {
      if (!(error instanceof RefConflictError) || !revision) throw error;
      const name = packageRevisionName(revision.key);
      throw conflict(PACKAGE_REVISIONS, name, `the package revision changed in the repository: ${error.message}`);
    }
  }

  /** A conflict on a ref that was to be created means that somebody has it; the branch is left to the retry. */
  #explainConflict(error: RefConflictError, updates: readonly RefUpdate[], draft: GitPackageRevisionDraft): Error {
    const { layout } = this.settings;
    if (error.refName === layout.branchRef) return error;
    const update = updates.find(({ name }) => name === error.refName);
    const name = packageRevisionName(draft.key);
    const number = layout.parse(error.refName);
    if (update?.oldId === ZERO_ID && number?.kind === 'tag') {
      return conflict(
        PACKAGE_REVISIONS,
        name,
        `revision ${revisionNumber(number.version)} of its package exists already`,
      );
    }
    if (update?.oldId === ZERO_ID && !draft.base && this.settings.origin.refs.has(error.refName)) {
      return alreadyExists(PACKAGE_REVISIONS, name);
    }
    return conflict(PACKAGE_REVISIONS, name, `the package revision changed in the repository: ${error.message}`);
  }
}

function treeOf(objects: ObjectOverlay, commit: ObjectId): ObjectId {
  return parseCommit(readTyped(objects, commit, 'commit')).tree;
}

function isAllowed(from: PackageRevisionLifecycle, to: PackageRevisionLifecycle): boolean {
  return lifecycleTransitionAllowed(from, to, 'update') || lifecycleTransitionAllowed(from, to, 'approval');
}
