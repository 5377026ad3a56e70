/** Bounds on what a repository may make us hold, transfer or wait for. */
export interface GitLimits {
  /** Of one file, tree or commit, inflated. */
  readonly maximumObjectBytes: number;
  /** Of all packs received from one remote. */
  readonly maximumRepositoryBytes: number;
  readonly maximumObjects: number;
  readonly maximumRefs: number;
  /** Of one package. */
  readonly maximumPackageFiles: number;
  readonly maximumPackageBytes: number;
  /** Directories in a path, from the repository's root. */
  readonly maximumPathDepth: number;
  /** Looked into for packages on the branch; a tree may name another a thousand times over. */
  readonly maximumDirectories: number;
  /** For one whole exchange with a remote. */
  readonly exchangeTimeoutMilliseconds: number;
  /** Without a byte from a remote. */
  readonly idleTimeoutMilliseconds: number;
}

const MEBIBYTE = 1024 * 1024;

export const DEFAULT_GIT_LIMITS: GitLimits = {
  maximumObjectBytes: 64 * MEBIBYTE,
  maximumRepositoryBytes: 2048 * MEBIBYTE,
  maximumObjects: 20_000_000,
  maximumRefs: 200_000,
  maximumPackageFiles: 10_000,
  maximumPackageBytes: 256 * MEBIBYTE,
  maximumPathDepth: 64,
  maximumDirectories: 500_000,
  exchangeTimeoutMilliseconds: 300_000,
  idleTimeoutMilliseconds: 30_000,
};
