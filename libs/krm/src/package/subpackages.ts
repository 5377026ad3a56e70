import {
  directoriesOf,
  enclosingDirectories,
  filesInside,
  isInGitDirectory,
  joinPath,
  KPTFILE,
  type PackageTree,
  ROOT,
} from './package-files';
import { hasUpstream, readKptfile } from './read-kptfile';

/** Which subpackages are meant: those with an upstream of their own (`remote`), those without (`local`), all or none. */
export type SubpackageMatcher = 'all' | 'local' | 'remote' | 'none';

export interface FindSubpackagesOptions {
  matcher: SubpackageMatcher;
  /** Also look inside subpackages. */
  recursive: boolean;
}

/**
 * The subpackages of a package tree: directories below its root that hold a Kptfile. What is in `.git` does not count.
 *
 * @returns their paths, sorted, so that a package precedes those inside it.
 * @throws PorchError (Invalid) for a Kptfile that cannot be read.
 */
export function findSubpackages(files: PackageTree, { matcher, recursive }: FindSubpackagesOptions): string[] {
  const packages = packageDirectories(files);
  return [...packages].filter((directory) => {
    if (!recursive && isInsideAny(directory, packages)) return false;
    const remote = hasUpstream(readKptfile(files, directory));
    return matcher === 'all' || matcher === (remote ? 'remote' : 'local');
  });
}

/** Directories below the root that hold a Kptfile, sorted; those in `.git` do not count. */
function packageDirectories(files: PackageTree): Set<string> {
  const directories = directoriesOf(files).filter((directory) => files.has(joinPath(directory, KPTFILE)));
  return new Set(directories.filter((directory) => !isInGitDirectory(`${directory}/`)));
}

function isInsideAny(path: string, directories: ReadonlySet<string>): boolean {
  for (const directory of enclosingDirectories(path)) if (directories.has(directory)) return true;
  return false;
}

/** Paths of the subpackages of several trees, each once, sorted. */
export function findSubpackagesOfAll(trees: readonly PackageTree[], options: FindSubpackagesOptions): string[] {
  return [...new Set(trees.flatMap((files) => findSubpackages(files, options)))].sort();
}

/**
 * The files that belong to the package in a directory itself: not those of its subpackages, not those in `.git`.
 *
 * @returns the files by their path from that directory.
 */
export function ownFiles(files: PackageTree, directory: string = ROOT): Map<string, Uint8Array> {
  const inside = filesInside(files, directory);
  const subpackages = packageDirectories(inside);
  for (const path of [...inside.keys()]) {
    if (isInGitDirectory(path) || isInsideAny(path, subpackages)) inside.delete(path);
  }
  return inside;
}

/** The directories, relative to the package's, that hold own files of a package or lead to a subpackage. */
export function ownDirectories(files: PackageTree): string[] {
  const subpackages = packageDirectories(files);
  return directoriesOf(files).filter(
    (directory) =>
      !subpackages.has(directory) && !isInsideAny(directory, subpackages) && !isInGitDirectory(`${directory}/`),
  );
}
