import { type Task } from '@porch/api';
import { type ObjectId } from '../objects/git-object';
import { CooperativeSlice } from '../storage/cooperative-slice';
import { type ObjectReader } from '../storage/object-database';
import { type CommitAnnotation } from '../layout/commit-annotation';
import { revisionNumber } from '../layout/ref-layout';
import { type CommitFact, type ObjectFacts } from './object-facts';

interface AnnotatedCommit {
  readonly commit: CommitFact;
  readonly annotation: CommitAnnotation;
  /** Which extension of the index found it: what was found later was written later. */
  readonly generation: number;
}

export interface Approval {
  readonly commit: ObjectId;
  /** The branch as the approval found it. */
  readonly onto: ObjectId;
  readonly revision: number;
}

/** Tasks that make a package's contents; the others only change what is there. */
const CREATING: ReadonlySet<string> = new Set<Task['type']>(['init', 'clone', 'edit', 'upgrade']);

/**
 * What commits say about packages, by package: built once over the whole history, and then only extended by commits
 * that are new. It answers what would otherwise take a walk through the history per revision.
 */
export class CommitIndex {
  readonly #visited = new Set<ObjectId>();
  /** Per package path, newest first. */
  readonly #byPackage = new Map<string, AnnotatedCommit[]>();
  /** What is, or was, on the branch: what those may put there who may publish. Drafts may come from anybody who pushes. */
  readonly #onBranch = new Set<ObjectId>();
  #generation = 0;

  constructor(private readonly facts: ObjectFacts) {}

  /**
   * Takes in all commits that can be reached from the tips and are not known yet.
   * @param branchHead undefined where there is no branch
   */
  async extend(
    objects: ObjectReader,
    tips: Iterable<ObjectId>,
    branchHead: ObjectId | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    await this.#visit(objects, tips, signal);
    const pending = branchHead === undefined || this.#onBranch.has(branchHead) ? [] : [branchHead];
    const slice = new CooperativeSlice(signal);
    for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
      this.#onBranch.add(id);
      for (const parent of this.facts.commit(objects, id).parents)
        if (!this.#onBranch.has(parent)) pending.push(parent);
      await slice.pause();
    }
  }

  async #visit(objects: ObjectReader, tips: Iterable<ObjectId>, signal: AbortSignal): Promise<void> {
    const slice = new CooperativeSlice(signal);
    const pending = [...tips].filter((id) => !this.#visited.has(id));
    const touched = new Set<string>();
    this.#generation += 1;
    for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
      if (this.#visited.has(id)) continue;
      const commit = this.facts.commit(objects, id);
      this.#visited.add(id);
      for (const annotation of commit.annotations) this.#add(commit, annotation, touched);
      for (const parent of commit.parents) if (!this.#visited.has(parent)) pending.push(parent);
      await slice.pause();
    }
    for (const path of touched) this.#byPackage.get(path)?.sort(newestFirst);
  }

  /**
   * The task that made a revision's contents, as upstream shows it: one, the newest that creates. Of a revision on the
   * branch only the history of the branch tells.
   */
  tasks(path: string, workspaceName: string, revision: CommitFact): readonly Task[] {
    const isOnBranch = this.#onBranch.has(revision.id);
    for (const { annotation, commit } of this.#byPackage.get(path) ?? []) {
      if (commit.committedAt > revision.committedAt || !isOfWorkspace(annotation, workspaceName)) continue;
      if (isOnBranch && !this.#onBranch.has(commit.id)) continue;
      if (annotation.task && CREATING.has(annotation.task.type)) return [annotation.task];
    }
    return [];
  }

  /** When a revision's first commit was made. */
  createdAt(path: string, workspaceName: string): Date | undefined {
    const first = this.#byPackage.get(path)?.findLast(({ annotation }) => isOfWorkspace(annotation, workspaceName));
    return first && new Date(first.commit.committedAt * 1000);
  }

  /** The newest approval of a package: what put its contents on the branch. */
  newestApproval(path: string): CommitFact | undefined {
    return this.#byPackage.get(path)?.find((annotated) => this.#approvedOnBranch(annotated) > 0)?.commit;
  }

  /** The approvals that merged a draft's commit, and what the branch was for them; one of them, unless some broke off. */
  approvalsOf(path: string, workspaceName: string, draft: ObjectId): Approval[] {
    return (this.#byPackage.get(path) ?? []).flatMap(({ annotation, commit }) => {
      const revision = approvedRevision(annotation);
      const [onto = '', merged] = commit.parents;
      const isOne = revision > 0 && annotation.workspaceName === workspaceName && merged === draft;
      return isOne ? [{ commit: commit.id, onto, revision }] : [];
    });
  }

  /** The highest number an approval gave; approvals stay on the branch when their tags are deleted. */
  highestRevision(path: string): number {
    const approved = (this.#byPackage.get(path) ?? []).map((annotated) => this.#approvedOnBranch(annotated));
    return Math.max(0, ...approved);
  }

  /** The number an approval on the branch gave; 0 for what is none, or is not there. */
  #approvedOnBranch({ annotation, commit }: AnnotatedCommit): number {
    return this.#onBranch.has(commit.id) ? approvedRevision(annotation) : 0;
  }

  #add(commit: CommitFact, annotation: CommitAnnotation, touched: Set<string>): void {
    const path = annotation.package ?? '';
    const known = this.#byPackage.get(path);
    const annotated = { commit, annotation, generation: this.#generation };
    if (known) known.push(annotated);
    else this.#byPackage.set(path, [annotated]);
    touched.add(path);
  }
}

function approvedRevision({ revision }: CommitAnnotation): number {
  return revision === undefined ? 0 : revisionNumber(revision);
}

/** Commits of one second stay as they were found: a walk meets children before their parents. */
function newestFirst(left: AnnotatedCommit, right: AnnotatedCommit): number {
  return right.commit.committedAt - left.commit.committedAt || right.generation - left.generation;
}

/** Commits from before workspaces existed name the revision instead. */
function isOfWorkspace(annotation: CommitAnnotation, workspaceName: string): boolean {
  return annotation.workspaceName === undefined || annotation.workspaceName === ''
    ? annotation.revision === workspaceName
    : annotation.workspaceName === workspaceName;
}
