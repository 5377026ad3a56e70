import type { GitLocation } from '../merge/kptfile-upstream';
import type { PackageTree } from './package-files';

/** A package as it was found upstream. */
export interface FetchedPackage {
  /** Its files, those of subpackages included, without `.git`. */
  files: PackageTree;
  /** The commit that the ref stands for. */
  commit: string;
}

/**
 * Gets a package from git. The ref may be a branch, a tag or a commit.
 *
 * @throws whatever tells best why the repository, the ref or the directory could not be had.
 */
export type FetchPackage = (location: GitLocation, signal: AbortSignal | undefined) => Promise<FetchedPackage>;
