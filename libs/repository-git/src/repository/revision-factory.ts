import { type PackageRevisionLifecycle, packageRevisionNameProblems, type Locator } from '@porch/api';
import { type PackageRevisionKey, type PackageRevisionKind } from '@porch/repository';
import { type CommitFact, type PackageFact, type TargetFact } from '../facts/object-facts';
import { revisionNumber, type RevisionRef, shortRefName } from '../layout/ref-layout';
import { type ObjectId } from '../objects/git-object';
import { type RefMap } from '../refs/ref-update';
import { type ObjectReader } from '../storage/object-database';
import { createGitPackageRevision, type GitPackageRevision } from './git-package-revision';
import { type RevisionIndexSettings } from './revision-index';

/** A ref that stands for one revision, and the object it points at. */
export interface VersionedRef {
  readonly name: string;
  readonly meaning: Extract<RevisionRef, { readonly kind: 'draft' | 'proposed' | 'tag' }>;
  readonly target: ObjectId;
}

/** A revision, or why there is none; a revision may have a problem and be shown all the same. */
export interface FactoryResult {
  readonly revision?: GitPackageRevision;
  readonly problem?: string;
}

export interface BranchPackageSource {
  readonly packageName: string;
  readonly packageTree: ObjectId;
  readonly head: ObjectId;
  readonly refs: RefMap;
  /** What was found at this path before; kept when nothing about it changed. */
  readonly before: GitPackageRevision | undefined;
}

interface Identity {
  readonly kind: PackageRevisionKind;
  readonly workspaceName: string;
  readonly revision: number;
  readonly lifecycle: PackageRevisionLifecycle;
}

/** Makes package revisions of refs and of directories on the branch, by the rules of E-4.4. */
export class RevisionFactory {
  constructor(private readonly settings: RevisionIndexSettings) {}

  /** @throws CorruptRepositoryError */
  fromRef(objects: ObjectReader, ref: VersionedRef, target: TargetFact, refs: RefMap): FactoryResult {
    const { facts, layout, commits } = this.settings;
    const { packageName } = ref.meaning;
    const fact = target.packageTree && facts.package(objects, target.packageTree);
    if (!fact || target.packageTree === undefined) {
      // A repository may have tags of its own; one without a slash says nothing about packages.
      if (ref.meaning.kind === 'tag' && packageName === '') return {};
      return { problem: `there is no package at "${layout.fullPath(packageName)}" in commit ${target.commit}` };
    }
    if (fact.refused) return { problem: fact.problem ?? '' };
    const commit = facts.commit(objects, target.commit);
    const identity = this.#identify(ref.meaning, commit, refs);
    const key = this.#key(packageName, identity.workspaceName);
    const problem = nameProblem(key);
    if (problem !== undefined) return { problem };
    const path = layout.fullPath(packageName);
    const revision = createGitPackageRevision(
      {
        key,
        ...identity,
        contentVersion: target.commit,
        tasks: commits.tasks(path, identity.workspaceName, commit),
        ...shownFacts(fact),
        selfLock: this.#lock(path, ref.name, target.commit),
        ...(ref.meaning.kind === 'tag' ? publication(commit) : {}),
        ...dated('createdAt', commits.createdAt(path, identity.workspaceName)),
        refName: ref.name,
        target: ref.target === target.commit ? target.commit : ref.target,
        commit: target.commit,
        packageTree: target.packageTree,
      },
      this.settings.read,
    );
    return { revision, ...(fact.problem === undefined ? {} : { problem: fact.problem }) };
  }

  /** @throws CorruptRepositoryError */
  fromBranch(objects: ObjectReader, source: BranchPackageSource): FactoryResult {
    const { facts, layout, commits } = this.settings;
    const { packageName, packageTree, refs, before } = source;
    const fact = facts.package(objects, packageTree);
    if (!fact) return {};
    if (fact.refused) return { problem: fact.problem ?? '' };
    const problem = fact.problem === undefined ? {} : { problem: fact.problem };
    const proposed = refs.has(layout.deletionProposedRef(packageName, layout.branch));
    const lifecycle = proposed ? 'DeletionProposed' : 'Published';
    if (before && before.packageTree === packageTree && before.lifecycle === lifecycle) {
      return { revision: before, ...problem };
    }
    const key = this.#key(packageName, layout.branch);
    const badName = nameProblem(key);
    if (badName !== undefined) return { problem: badName };
    const path = layout.fullPath(packageName);
    const newest = commits.newestApproval(path);
    // The commit that put it there, where one did: then every server tells the same, whenever it looked.
    const isAsApproved = newest && facts.target(objects, newest.id, path).packageTree === packageTree;
    const commit = isAsApproved ? newest.id : source.head;
    const revision = createGitPackageRevision(
      {
        key,
        kind: 'placeholder',
        revision: -1,
        lifecycle,
        // The package's own tree: a commit that changes other packages leaves this one as it was.
        contentVersion: packageTree,
        tasks: [],
        ...shownFacts(fact),
        selfLock: this.#lock(path, layout.branchRef, commit),
        ...(newest ? publication(newest) : {}),
        refName: layout.branchRef,
        target: source.head,
        commit,
        packageTree,
      },
      this.settings.read,
    );
    return { revision, ...problem };
  }

  #identify(meaning: VersionedRef['meaning'], commit: CommitFact, refs: RefMap): Identity {
    if (meaning.kind !== 'tag') {
      const lifecycle = meaning.kind === 'draft' ? 'Draft' : 'Proposed';
      return { kind: 'revision', workspaceName: meaning.workspaceName, revision: 0, lifecycle };
    }
    const { layout } = this.settings;
    const { packageName, version } = meaning;
    const number = revisionNumber(version);
    const proposed = refs.has(layout.deletionProposedRef(packageName, version));
    return {
      kind: number > 0 ? 'revision' : 'tag',
      workspaceName: number > 0 ? (this.#annotatedWorkspace(packageName, commit) ?? `v${number}`) : version,
      revision: number,
      lifecycle: proposed ? 'DeletionProposed' : 'Published',
    };
  }

  #annotatedWorkspace(packageName: string, commit: CommitFact): string | undefined {
    const path = this.settings.layout.fullPath(packageName);
    return commit.annotations.find((annotation) => (annotation.package ?? '') === path)?.workspaceName;
  }

  #key(packageName: string, workspaceName: string): PackageRevisionKey {
    return { repository: this.settings.key, packageName, workspaceName };
  }

  #lock(directory: string, refName: string, commit: ObjectId): Locator {
    return { type: 'git', git: { repo: this.settings.address, directory, ref: shortRefName(refName), commit } };
  }
}

function shownFacts({ kptfile, omittedPaths }: PackageFact) {
  return { kptfile, ...(omittedPaths.length > 0 ? { omittedPaths } : {}) };
}

function publication(commit: CommitFact) {
  return { publishedBy: commit.authorEmail, ...dated('publishedAt', new Date(commit.authoredAt * 1000)) };
}

function dated<Name extends string>(name: Name, date: Date | undefined): Partial<Record<Name, Date>> {
  return date === undefined || Number.isNaN(date.getTime()) ? {} : ({ [name]: date } as Record<Name, Date>);
}

/** Names that Kubernetes would refuse cannot be asked for; a package at the root has no name of its own to check. */
function nameProblem({ repository, packageName, workspaceName }: PackageRevisionKey): string | undefined {
  const parts = { repository: repository.name, packageName: packageName === '' ? 'root' : packageName, workspaceName };
  const [problem] = packageRevisionNameProblems(parts);
  return problem;
}
