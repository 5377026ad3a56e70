const HEADS = 'refs/heads/';
const TAGS = 'refs/tags/';

/** What a ref means to one registered repository (E-4.1). Paths are relative to the repository's directory. */
export type RevisionRef =
  | { readonly kind: 'branch' }
  | { readonly kind: 'draft' | 'proposed'; readonly packageName: string; readonly workspaceName: string }
  | { readonly kind: 'tag'; readonly packageName: string; readonly version: string }
  | { readonly kind: 'deletionProposed'; readonly packageName: string; readonly version: string };

const PREFIXES = [
  [`${HEADS}drafts/`, 'draft'],
  [`${HEADS}proposed/`, 'proposed'],
  [`${HEADS}deletionProposed/`, 'deletionProposed'],
] as const;

/** Names refs as upstream Porch does, for one branch and one directory of a repository. */
export class RefLayout {
  readonly branchRef: string;

  constructor(
    readonly branch: string,
    /** Without slashes at its ends; empty for the repository's root. */
    readonly directory: string,
  ) {
    this.branchRef = `${HEADS}${branch}`;
  }

  /** What a remote is asked for. */
  get prefixes(): readonly string[] {
    const below = this.directory === '' ? '' : `${this.directory}/`;
    return [this.branchRef, ...PREFIXES.map(([prefix]) => prefix + below), TAGS + below];
  }

  /** A package's path from the root of the git repository. */
  fullPath(packageName: string): string {
    if (this.directory === '') return packageName;
    return packageName === '' ? this.directory : `${this.directory}/${packageName}`;
  }

  draftRef(packageName: string, workspaceName: string): string {
    return `${HEADS}drafts/${this.#below(packageName)}${workspaceName}`;
  }

  proposedRef(packageName: string, workspaceName: string): string {
    return `${HEADS}proposed/${this.#below(packageName)}${workspaceName}`;
  }

  tagRef(packageName: string, version: string): string {
    return `${TAGS}${this.#below(packageName)}${version}`;
  }

  /** @param version `vN` for a published revision, otherwise its workspace or the branch */
  deletionProposedRef(packageName: string, version: string): string {
    return `${HEADS}deletionProposed/${this.#below(packageName)}${version}`;
  }

  /** Cheaper than to {@link parse} every ref. */
  isDeletionProposal(refName: string): boolean {
    return refName.startsWith(`${HEADS}deletionProposed/`);
  }

  /** Undefined for refs that are not Porch's or lie outside of the directory. */
  parse(refName: string): RevisionRef | undefined {
    if (refName === this.branchRef) return { kind: 'branch' };
    for (const [prefix, kind] of PREFIXES) {
      if (!refName.startsWith(prefix)) continue;
      const parts = this.#split(refName.slice(prefix.length));
      if (!parts) return undefined;
      return kind === 'deletionProposed'
        ? { kind, packageName: parts.packageName, version: parts.last }
        : { kind, packageName: parts.packageName, workspaceName: parts.last };
    }
    const tag = refName.startsWith(TAGS) ? this.#split(refName.slice(TAGS.length)) : undefined;
    return tag && { kind: 'tag', packageName: tag.packageName, version: tag.last };
  }

  #below(packageName: string): string {
    const path = this.fullPath(packageName);
    return path === '' ? '' : `${path}/`;
  }

  #split(path: string): { packageName: string; last: string } | undefined {
    const slash = path.lastIndexOf('/');
    const parent = slash < 0 ? '' : path.slice(0, slash);
    const last = path.slice(slash + 1);
    if (this.directory === '') return { packageName: parent, last };
    if (parent === this.directory) return { packageName: '', last };
    if (!parent.startsWith(`${this.directory}/`)) return undefined;
    return { packageName: parent.slice(this.directory.length + 1), last };
  }
}

/** A ref without `refs/heads/` or `refs/tags/`, as locks name it. */
export function shortRefName(refName: string): string {
  return refName.replace(/^refs\/(heads|tags)\//, '');
}

/** The number of a version like `v3`; -1 for one that is no positive integer (E-3.1). */
export function revisionNumber(version: string): number {
  const match = /^v?([1-9]\d{0,8})$/.exec(version);
  return match ? Number(match[1]) : -1;
}
