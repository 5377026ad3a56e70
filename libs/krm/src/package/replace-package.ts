import { copyPackage } from './copy-package';
import type { MergeSession } from './merge-session';
import { filesInside, hasDirectory, joinPath, KPTFILE, removeDirectory, ROOT } from './package-files';
import { findSubpackagesOfAll, ownFiles } from './subpackages';
import { mergeKptfileOf } from './update-kptfile';

/**
 * kpt's force-delete-replace: merges the root Kptfile, then puts upstream's content in the place of the local one, for the
 * root and each subpackage without an upstream of its own. Subpackages with one are not entered.
 */
export function replacePackage(session: MergeSession): Map<string, Uint8Array> {
  const { isRoot, updated } = session;
  const files = new Map(session.local);
  const kptfile = mergeKptfileOf(session, ROOT, true);
  if (kptfile) files.set(KPTFILE, kptfile);
  for (const directory of [ROOT, ...findSubpackagesOfAll([files, updated], { matcher: 'local', recursive: true })]) {
    const keepKptfile = isRoot && directory === ROOT;
    for (const path of ownFiles(files, directory).keys()) {
      if (path !== KPTFILE || !keepKptfile) files.delete(joinPath(directory, path));
    }
    if (directory !== ROOT && !hasDirectory(updated, directory)) {
      removeDirectory(files, directory);
      continue;
    }
    const copied = copyPackage(filesInside(updated, directory), filesInside(files, directory), {
      matcher: 'none',
      copyRootKptfile: !keepKptfile,
    });
    for (const [path, content] of copied) files.set(joinPath(directory, path), content);
  }
  return files;
}

/**
 * kpt's copy-merge: merges the root Kptfile, copies everything of upstream over the local package and removes what upstream
 * removed. Local changes to files that upstream has, too, are lost; all other local files stay.
 */
export function copyMergePackage(session: MergeSession): Map<string, Uint8Array> {
  const { original, updated, local, isRoot } = session;
  const kptfile = mergeKptfileOf(session, ROOT, true);
  const target = new Map(local);
  if (kptfile) target.set(KPTFILE, kptfile);
  const files = copyPackage(updated, target, { matcher: 'all', copyRootKptfile: isRoot });
  for (const path of files.keys()) {
    if (path !== KPTFILE && original.has(path) && !updated.has(path)) files.delete(path);
  }
  return files;
}
