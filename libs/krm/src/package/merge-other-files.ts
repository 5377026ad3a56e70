import type { PackageTrees } from './merge-session';
import { sameBytes } from './package-files';

/**
 * Merges the files of a package that are no resources: upstream's version, or deletion, counts for those nobody changed
 * here; changed and added ones stay; new ones of upstream are added.
 *
 * @param isOther which paths are meant.
 * @returns what the local package has of them afterwards.
 */
export function mergeOtherFiles(
  { original, updated, local }: PackageTrees,
  isOther: (path: string) => boolean,
): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  for (const [path, content] of local) {
    if (!isOther(path)) continue;
    const changedHere = !original.has(path) || !sameBytes(original.get(path), content);
    const result = changedHere ? content : updated.get(path);
    if (result) files.set(path, result);
  }
  for (const [path, content] of updated) {
    if (isOther(path) && !local.has(path)) files.set(path, content);
  }
  return files;
}
