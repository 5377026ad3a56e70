import { type RepositoryProblem } from '@porch/repository';
import { type ObjectId } from '../objects/git-object';
import { type GitPackageRevision } from './git-package-revision';

/** The revisions that claim one key, the one that is shown first. */
type Claims = readonly [GitPackageRevision, ...GitPackageRevision[]];

/**
 * Revisions by their key. Several refs may claim one key (a draft that outlived its publication); the one that is
 * furthest in its life is shown.
 */
export class RevisionMap {
  readonly #bySource = new Map<string, GitPackageRevision>();
  /** By package, then workspace. */
  readonly #claims = new Map<string, Map<string, Claims>>();

  /** @param source the ref or path it was read from */
  set(source: string, revision: GitPackageRevision): void {
    this.remove(source);
    this.#bySource.set(source, revision);
    const { packageName, workspaceName } = revision.key;
    const workspaces = this.#claims.get(packageName) ?? new Map<string, Claims>();
    this.#claims.set(packageName, workspaces);
    const others = workspaces.get(workspaceName);
    workspaces.set(workspaceName, others ? byRank([...others, revision]) : [revision]);
  }

  remove(source: string): void {
    const revision = this.#bySource.get(source);
    if (!revision) return;
    this.#bySource.delete(source);
    const { packageName, workspaceName } = revision.key;
    const workspaces = this.#claims.get(packageName);
    if (!workspaces) return;
    const [first, ...others] = (workspaces.get(workspaceName) ?? []).filter((claim) => claim !== revision);
    if (first) workspaces.set(workspaceName, [first, ...others]);
    else workspaces.delete(workspaceName);
    if (workspaces.size === 0) this.#claims.delete(packageName);
  }

  *all(): Generator<GitPackageRevision> {
    for (const workspaces of this.#claims.values()) for (const claims of workspaces.values()) yield claims[0];
  }

  /** What the revisions were made by, hidden ones too. */
  *commits(): Generator<ObjectId> {
    for (const { commit } of this.#bySource.values()) yield commit;
  }

  packageNames(): Iterable<string> {
    return this.#claims.keys();
  }

  ofPackage(packageName: string): readonly GitPackageRevision[] {
    return Array.from(this.#claims.get(packageName)?.values() ?? [], (claims) => claims[0]);
  }

  find(packageName: string, workspaceName: string): GitPackageRevision | undefined {
    return this.#claims.get(packageName)?.get(workspaceName)?.[0];
  }

  /** Revisions that are hidden behind another of the same key. */
  hidden(): GitPackageRevision[] {
    const hidden: GitPackageRevision[] = [];
    for (const workspaces of this.#claims.values()) {
      for (const claims of workspaces.values()) if (claims.length > 1) hidden.push(...claims.slice(1));
    }
    return hidden;
  }

  clashes(): RepositoryProblem[] {
    return this.hidden().map((revision) => {
      const shown = this.find(revision.key.packageName, revision.key.workspaceName);
      return { subject: revision.refName, message: `it has the same package and workspace as ${shown?.refName}` };
    });
  }
}

/** Those of one rank stay as they came. */
function byRank(claims: [GitPackageRevision, ...GitPackageRevision[]]): Claims {
  return claims.sort((left, right) => rank(right) - rank(left));
}

function rank({ kind, lifecycle }: GitPackageRevision): number {
  if (kind === 'placeholder') return 3;
  if (lifecycle === 'Draft') return 0;
  return lifecycle === 'Proposed' ? 1 : 2;
}
