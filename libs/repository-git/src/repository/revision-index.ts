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
import { findSubtree } from '../package/subtree';
import { type RefMap } from '../refs/ref-update';
import { CooperativeSlice } from '../storage/cooperative-slice';
import { type ObjectReader } from '../storage/object-database';
import { findBranchPackages } from './branch-packages';
import { type GitPackageRevision } from './git-package-revision';
import { RevisionFactory, type VersionedRef } from './revision-factory';
import { RevisionMap } from './revision-map';

export interface RevisionIndexSettings {
  readonly key: RepositoryKey;
  readonly layout: RefLayout;
  /** The repository's address, for locks. */
  readonly address: string;
  readonly facts: ObjectFacts;
  readonly commits: CommitIndex;
  readonly maximumPathDepth: number;
  readonly read: (packageTree: ObjectId, context: OperationContext) => Promise<PackageResources>;
}

/** The package revisions that refs mean. Fed with refs, it looks again only at those that changed. */
export class RevisionIndex {
  #refs = new Map<string, ObjectId>();
  #placeholders = new Map<string, GitPackageRevision>();
  readonly #revisions = new RevisionMap();
  readonly #problems = new Map<string, string>();
  readonly #factory: RevisionFactory;
  /** Objects that should be there and are not, or are damaged. */
  damage: CorruptRepositoryError | undefined;

  constructor(private readonly settings: RevisionIndexSettings) {
    this.#factory = new RevisionFactory(settings);
  }

  get problems(): readonly RepositoryProblem[] {
    return [...[...this.#problems].map(([subject, message]) => ({ subject, message })), ...this.#revisions.clashes()];
  }

  get revisions(): RevisionMap {
    return this.#revisions;
  }

  /**
   * Takes over refs, all of whose objects should be there.
   * @param only the refs that changed, where that is known, so that the others need not be compared
   */
  async update(objects: ObjectReader, refs: RefMap, signal: AbortSignal, only?: readonly string[]): Promise<void> {
    this.damage = undefined;
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
    if (changed.has(this.settings.layout.branchRef)) await this.#updateBranch(objects, refs, slice);
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
      if (meaning?.kind !== 'deletionProposed') return;
      const affected =
        meaning.version === layout.branch ? layout.branchRef : layout.tagRef(meaning.packageName, meaning.version);
      if (refs.has(affected) && !changed.has(affected)) add(affected);
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
        this.#complain(name, error);
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
    const { facts, commits } = this.settings;
    const slice = new CooperativeSlice(signal);
    const found: { name: string; id: ObjectId; meaning: RevisionRef; commit: CommitFact }[] = [];
    for (const [name, meaning] of changed) {
      this.#problems.delete(name);
      const id = refs.get(name);
      if (id === undefined || meaning.kind === 'deletionProposed') continue;
      try {
        found.push({ name, id, meaning, commit: facts.peel(objects, id) });
      } catch (error) {
        this.#complain(name, error);
      }
      await slice.pause();
    }
    try {
      await commits.extend(objects, new Set(found.map(({ commit }) => commit.id)), signal);
    } catch (error) {
      if (!(error instanceof CorruptRepositoryError)) throw error;
      this.#complain('history', error);
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
      this.#complain(ref.name, error);
    }
  }

  async #updateBranch(objects: ObjectReader, refs: RefMap, slice: CooperativeSlice): Promise<void> {
    const { layout, facts, maximumPathDepth } = this.settings;
    for (const packageName of this.#placeholders.keys()) this.#problems.delete(this.#branchSubject(packageName));
    const head = refs.get(layout.branchRef);
    const placeholders = new Map<string, GitPackageRevision>();
    try {
      const tree = head && findSubtree(objects, facts.commit(objects, head).tree, layout.directory);
      const isKnown = (id: ObjectId) => facts.isKnownPackage(id);
      const packages = tree ? await findBranchPackages(objects, tree, isKnown, maximumPathDepth, slice) : [];
      for (const { packageName, tree: packageTree } of packages) {
        const before = this.#placeholders.get(packageName);
        const placeholder = this.#factory.fromBranch(objects, {
          packageName,
          packageTree,
          head: head ?? '',
          refs,
          before,
        });
        if (placeholder.revision) placeholders.set(packageName, placeholder.revision);
        if (placeholder.problem !== undefined) {
          this.#problems.set(this.#branchSubject(packageName), placeholder.problem);
        }
        await slice.pause();
      }
    } catch (error) {
      if (slice.signal?.aborted) throw error;
      this.#complain(layout.branchRef, error);
    }
    for (const [packageName, before] of this.#placeholders) {
      if (placeholders.get(packageName) !== before) this.#revisions.remove(this.#branchSubject(packageName));
    }
    for (const [packageName, revision] of placeholders) {
      if (this.#placeholders.get(packageName) !== revision) {
        this.#revisions.set(this.#branchSubject(packageName), revision);
      }
    }
    this.#placeholders = placeholders;
  }

  #branchSubject(packageName: string): string {
    return `${this.settings.layout.branch}:${this.settings.layout.fullPath(packageName)}`;
  }

  #complain(subject: string, error: unknown): void {
    if (error instanceof CorruptRepositoryError) this.damage ??= error;
    this.#problems.set(subject, error instanceof Error ? error.message : String(error));
  }
}
