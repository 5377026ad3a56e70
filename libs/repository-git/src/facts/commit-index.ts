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

/** Of so many it is not worth while to forget some. */
const FEW_COMMITS = 1000;

/**
 * What commits say about packages, by package: built once over the whole history, and then only extended by commits
 * that are new. It answers what would otherwise take a walk through the history per revision.
 */
export class CommitIndex {
  /** Per package path, newest first. */
  readonly #byPackage = new Map<string, AnnotatedCommit[]>();
  /** What is, or was, on the branch: what those may put there who may publish. Drafts may come from anybody who pushes. */
  readonly #onBranch = new Set<ObjectId>();
  /** All other commits that are known. */
  readonly #elsewhere = new Set<ObjectId>();
  /** Where walks go on. Fields, so that one that is broken off is continued by the next. */
  readonly #pending: ObjectId[] = [];
  readonly #pendingOnBranch: ObjectId[] = [];
  #generation = 0;
  /** How many commits may be known before some are forgotten. */
  #manyCommits = FEW_COMMITS;

  constructor(private readonly facts: ObjectFacts) {
    facts.addUser(this);
  }

  get size(): number {
    return this.#onBranch.size + this.#elsewhere.size;
  }

  has(id: ObjectId): boolean {
    return this.#onBranch.has(id) || this.#elsewhere.has(id);
  }

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
    const pending = this.#pendingOnBranch;
    if (branchHead !== undefined) pending.push(branchHead);
    const slice = new CooperativeSlice(signal);
    for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
      if (this.#onBranch.has(id)) continue;
      const { parents } = this.facts.commit(objects, id);
      this.#onBranch.add(id);
      this.#elsewhere.delete(id);
      for (const parent of parents) if (!this.#onBranch.has(parent)) pending.push(parent);
      await slice.pause();
    }
  }

  async #visit(objects: ObjectReader, tips: Iterable<ObjectId>, signal: AbortSignal): Promise<void> {
    const slice = new CooperativeSlice(signal);
    const pending = this.#pending;
    for (const id of tips) if (!this.has(id)) pending.push(id);
    const touched = new Set<string>();
    this.#generation += 1;
    try {
      for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
        if (this.has(id)) continue;
        const commit = this.facts.commit(objects, id);
        this.#elsewhere.add(id);
        for (const annotation of commit.annotations) this.#add(commit, annotation, touched);
        for (const parent of commit.parents) if (!this.has(parent)) pending.push(parent);
        await slice.pause();
      }
    } finally {
      for (const path of touched) this.#byPackage.get(path)?.sort(newestFirst);
    }
  }

  /**
   * Once there are many of them, forgets commits that led to none of these and never to the branch: drafts that were
   * deleted. What it takes is a small part of what those commits took.
   */
  forgetAllBut(tips: Iterable<ObjectId>, objects: ObjectReader): void {
    const before = this.size;
    if (before <= this.#manyCommits) return;
    const kept = new Set<ObjectId>();
    const pending = [...tips, ...this.#pending];
    for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
      if (kept.has(id) || !this.#elsewhere.has(id)) continue;
      kept.add(id);
      pending.push(...this.facts.commit(objects, id).parents);
    }
    for (const id of this.#elsewhere) if (!kept.has(id)) this.#elsewhere.delete(id);
    for (const [path, annotated] of this.#byPackage) {
      const known = annotated.filter(({ commit }) => this.has(commit.id));
      if (known.length === 0) this.#byPackage.delete(path);
      else if (known.length < annotated.length) this.#byPackage.set(path, known);
    }
    this.#manyCommits = 2 * this.size + FEW_COMMITS;
    if (this.size < before) this.facts.forgetUnused();
  }

  close(): void {
    this.facts.removeUser(this);
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
