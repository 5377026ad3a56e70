import {
  type OperationContext,
  type PackageResources,
  type RepositoryKey,
  type RepositoryProblem,
} from '@porch/repository';
import { type CommitIndex } from '../facts/commit-index';
import { type CommitFact, type ObjectFacts, type TargetFact } from '../facts/object-facts';
import { type RefLayout, type RevisionRef } from '../layout/ref-layout';
import { CorruptRepositoryError } from '../objects/git-errors';
import { type ObjectId } from '../objects/git-object';
import { type RefMap } from '../refs/ref-update';
import { CooperativeSlice } from '../storage/cooperative-slice';
import { type ObjectReader } from '../storage/object-database';
import { BranchPlaceholders } from './branch-placeholders';
import { RevisionFactory, type VersionedRef } from './revision-factory';
import { RevisionMap } from './revision-map';
import { RevisionProblems } from './revision-problems';

export interface RevisionIndexSettings {
  readonly key: RepositoryKey;
  readonly layout: RefLayout;
  /** The repository's address, for locks. */
  readonly address: string;
  readonly facts: ObjectFacts;
  readonly commits: CommitIndex;
  readonly maximumPathDepth: number;
  readonly maximumDirectories: number;
  readonly read: (packageTree: ObjectId, context: OperationContext) => Promise<PackageResources>;
}

/** The package revisions that refs mean. Fed with refs, it looks again only at those that changed. */
export class RevisionIndex {
  #refs = new Map<string, ObjectId>();
  readonly #revisions = new RevisionMap();
  readonly #problems = new RevisionProblems();
  readonly #factory: RevisionFactory;
  readonly #placeholders: BranchPlaceholders;

  constructor(private readonly settings: RevisionIndexSettings) {
    this.#factory = new RevisionFactory(settings);
    this.#placeholders = new BranchPlaceholders(settings, this.#factory, this.#revisions, this.#problems);
  }

  get problems(): readonly RepositoryProblem[] {
    return [...this.#problems.list(), ...this.#revisions.clashes()];
  }

  /** Objects that should be there and are not, or are damaged, as the last update found them. */
  get damage(): CorruptRepositoryError | undefined {
    return this.#problems.damage;
  }

  get revisions(): RevisionMap {
    return this.#revisions;
  }

  /**
   * Takes over refs, all of whose objects should be there.
   * @param only the refs that changed, where that is known, so that the others need not be compared
   */
  async update(objects: ObjectReader, refs: RefMap, signal: AbortSignal, only?: readonly string[]): Promise<void> {
    this.#problems.damage = undefined;
    const changed = this.#changedRefs(refs, only);
    if (changed.size === 0) return;
    const targets = await this.#readTargets(objects, changed, refs, signal);
    const slice = new CooperativeSlice(signal);
    for (const [name, meaning] of changed) {
      const target = targets.get(name);
      if (meaning.kind === 'tag' || meaning.kind === 'draft' || meaning.kind === 'proposed') {
        this.#updateRevision(objects, { name, meaning, target: refs.get(name) ?? '' }, target, refs);
      }
      await slice.pause();
    }
    const proposals = [...changed.values()].flatMap((meaning) => this.#proposedOnBranch(meaning));
    if (changed.has(this.settings.layout.branchRef) || proposals.length > 0) {
      await this.#placeholders.update(objects, refs, proposals, signal);
    }
    this.#remember(refs, only);
    void this.settings.facts.flush();
  }

  /** Refs that came, went or moved, and tags whose deletion was proposed or is no longer. */
  #changedRefs(refs: RefMap, only: readonly string[] | undefined): Map<string, RevisionRef> {
    const { layout } = this.settings;
    const changed = new Map<string, RevisionRef>();
    const add = (name: string) => {
      const meaning = layout.parse(name);
      if (meaning) changed.set(name, meaning);
      if (meaning?.kind !== 'deletionProposed' || meaning.version === layout.branch) return;
      const tag = layout.tagRef(meaning.packageName, meaning.version);
      if (refs.has(tag) && !changed.has(tag)) add(tag);
    };
    for (const name of only ?? refs.keys()) if (this.#refs.get(name) !== refs.get(name)) add(name);
    if (!only) for (const name of this.#refs.keys()) if (!refs.has(name)) add(name);
    return changed;
  }

  #remember(refs: RefMap, only: readonly string[] | undefined): void {
    if (!only) this.#refs = new Map(refs);
    for (const name of only ?? []) {
      const id = refs.get(name);
      if (id === undefined) this.#refs.delete(name);
      else this.#refs.set(name, id);
    }
  }

  /** Where the changed refs lead, with the history behind them indexed. */
  async #readTargets(
    objects: ObjectReader,
    changed: ReadonlyMap<string, RevisionRef>,
    refs: RefMap,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, TargetFact>> {
    const { facts, layout } = this.settings;
    const commits = await this.#readCommits(objects, changed, refs, signal);
    const slice = new CooperativeSlice(signal);
    const targets = new Map<string, TargetFact>();
    for (const { name, id, meaning } of commits) {
      if (meaning.kind === 'branch' || meaning.kind === 'deletionProposed') continue;
      try {
        targets.set(name, facts.target(objects, id, layout.fullPath(meaning.packageName)));
      } catch (error) {
        this.#problems.complain(name, error);
      }
      await slice.pause();
    }
    return targets;
  }

  /** The changed refs that lead to commits, newest first: neighbours in time share most of their trees. */
  async #readCommits(
    objects: ObjectReader,
    changed: ReadonlyMap<string, RevisionRef>,
    refs: RefMap,
    signal: AbortSignal,
  ): Promise<{ name: string; id: ObjectId; meaning: RevisionRef }[]> {
    const { facts, commits, layout } = this.settings;
    const slice = new CooperativeSlice(signal);
    const found: { name: string; id: ObjectId; meaning: RevisionRef; commit: CommitFact }[] = [];
    for (const [name, meaning] of changed) {
      this.#problems.delete(name);
      const id = refs.get(name);
      if (id === undefined || meaning.kind === 'deletionProposed') continue;
      try {
        found.push({ name, id, meaning, commit: facts.peel(objects, id) });
      } catch (error) {
        this.#problems.complain(name, error);
      }
      await slice.pause();
    }
    try {
      const tips = new Set(found.map(({ commit }) => commit.id));
      await commits.extend(objects, tips, refs.get(layout.branchRef), signal);
    } catch (error) {
      if (!(error instanceof CorruptRepositoryError)) throw error;
      this.#problems.complain('history', error);
    }
    return found.sort((left, right) => right.commit.committedAt - left.commit.committedAt);
  }

  #updateRevision(objects: ObjectReader, ref: VersionedRef, target: TargetFact | undefined, refs: RefMap): void {
    this.#revisions.remove(ref.name);
    if (!target || ref.target === '') return;
    try {
      const { revision, problem } = this.#factory.fromRef(objects, ref, target, refs);
      if (revision) this.#revisions.set(ref.name, revision);
      if (problem !== undefined) this.#problems.set(ref.name, problem);
    } catch (error) {
      this.#problems.complain(ref.name, error);
    }
  }

  /** The package whose deletion from the branch a ref proposes. */
  #proposedOnBranch(meaning: RevisionRef): string[] {
    const isOnBranch = meaning.kind === 'deletionProposed' && meaning.version === this.settings.layout.branch;
    return isOnBranch ? [meaning.packageName] : [];
  }
}
