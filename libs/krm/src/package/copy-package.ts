import { filesInside, isInGitDirectory, joinPath, KPTFILE, type PackageTree } from './package-files';
import { findSubpackages, ownFiles, type SubpackageMatcher } from './subpackages';

export interface CopyPackageOptions {
  /** Subpackages that are copied, too, each with everything inside it. */
  matcher: SubpackageMatcher;
  /** Whether the root Kptfile is copied; even then one that the target has stays. True unless set. */
  copyRootKptfile?: boolean;
}

/**
 * Copies a package over another: files of the target that the source does not have stay.
 *
 * @returns the target's files after the copy.
 * @throws PorchError (Invalid) for a Kptfile that cannot be read.
 */
export function copyPackage(
  source: PackageTree,
  target: PackageTree,
  { matcher, copyRootKptfile = true }: CopyPackageOptions,
): Map<string, Uint8Array> {
  const copy = new Map(target);
  for (const [path, content] of ownFiles(source)) {
    if (path === KPTFILE && (!copyRootKptfile || target.has(KPTFILE))) continue;
    copy.set(path, content);
  }
  for (const subpackage of findSubpackages(source, { matcher, recursive: true })) {
    for (const [path, content] of filesInside(source, subpackage)) {
      if (!isInGitDirectory(path)) copy.set(joinPath(subpackage, path), content);
    }
  }
  return copy;
}
