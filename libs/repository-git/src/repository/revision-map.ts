import { type RepositoryProblem } from '@porch/repository';
import { type GitPackageRevision } from './git-package-revision';

/**
 * Revisions by their key. Several refs may claim one key (a draft that outlived its publication); the one that is
 * furthest in its life is shown.
 */
export class RevisionMap {
  readonly #bySource = new Map<string, GitPackageRevision>();
  readonly #byKey = new Map<string, readonly GitPackageRevision[]>();
  readonly #byPackage = new Map<string, Set<GitPackageRevision>>();

  /** @param source the ref or path it was read from */
  set(source: string, revision: GitPackageRevision): void {
    this.remove(source);
    this.#bySource.set(source, revision);
    const claims = [...(this.#byKey.get(keyText(revision)) ?? []), revision];
    this.#byKey.set(
      keyText(revision),
      claims.sort((left, right) => rank(right) - rank(left)),
    );
    const { packageName } = revision.key;
    const siblings = this.#byPackage.get(packageName);
    if (siblings) siblings.add(revision);
    else this.#byPackage.set(packageName, new Set([revision]));
  }

  remove(source: string): void {
    const revision = this.#bySource.get(source);
    if (!revision) return;
    this.#bySource.delete(source);
    const claims = (this.#byKey.get(keyText(revision)) ?? []).filter((claim) => claim !== revision);
    if (claims.length > 0) this.#byKey.set(keyText(revision), claims);
    else this.#byKey.delete(keyText(revision));
    const siblings = this.#byPackage.get(revision.key.packageName);
    siblings?.delete(revision);
    if (siblings?.size === 0) this.#byPackage.delete(revision.key.packageName);
  }

  *all(): Generator<GitPackageRevision> {
    for (const [revision] of this.#byKey.values()) if (revision) yield revision;
  }

  packageNames(): Iterable<string> {
    return this.#byPackage.keys();
  }

  ofPackage(packageName: string): readonly GitPackageRevision[] {
    return [...(this.#byPackage.get(packageName) ?? [])].filter(
      (revision) => this.#byKey.get(keyText(revision))?.[0] === revision,
    );
  }

  find(packageName: string, workspaceName: string): GitPackageRevision | undefined {
    return this.#byKey.get(`${packageName}\0${workspaceName}`)?.[0];
  }

  /** Revisions that are hidden behind another of the same key. */
  hidden(): GitPackageRevision[] {
    return [...this.#byKey.values()].flatMap((claims) => (claims.length > 1 ? claims.slice(1) : []));
  }

  clashes(): RepositoryProblem[] {
    return this.hidden().map((revision) => {
      const shown = this.find(revision.key.packageName, revision.key.workspaceName);
      return { subject: revision.refName, message: `it has the same package and workspace as ${shown?.refName}` };
    });
  }
}

function rank({ kind, lifecycle }: GitPackageRevision): number {
  if (kind === 'placeholder') return 3;
  if (lifecycle === 'Draft') return 0;
  return lifecycle === 'Proposed' ? 1 : 2;
}

function keyText({ key }: GitPackageRevision): string {
  return `${key.packageName}\0${key.workspaceName}`;
}
