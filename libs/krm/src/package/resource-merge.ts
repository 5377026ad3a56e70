import { getField } from '../document/node-access';
import { toJs } from '../document/node-conversion';
import type { YamlNode } from '../document/yaml-node';
import { mergeError } from '../merge/merge-error';
import { copyPackage } from './copy-package';
import { diffPackages } from './diff-packages';
import { mergeOtherFiles } from './merge-other-files';
import { mergeResourceFiles } from './merge-resource-files';
import type { MergeSession } from './merge-session';
import { filesInside, hasDirectory, joinPath, KPTFILE, type PackageTree, removeDirectory, ROOT } from './package-files';
import { readKptfile } from './read-kptfile';
import { findSubpackagesOfAll, ownFiles } from './subpackages';
import { mergeKptfileOf } from './update-kptfile';

/**
 * kpt's resource-merge: merges the root package and each subpackage without an upstream of its own, parents first. A
 * package that is no root and whose local upstream was changed is left alone.
 */
export function resourceMerge(session: MergeSession): Map<string, Uint8Array> {
  const files = new Map(session.local);
  if (!session.isRoot && upstreamChangedLocally(session)) return files;
  const trees = [session.local, session.updated, session.original];
  for (const directory of [ROOT, ...findSubpackagesOfAll(trees, { matcher: 'local', recursive: true })]) {
    updatePackage({ ...session, local: files }, directory, files);
  }
  return files;
}

function upstreamChangedLocally({ local, original }: MergeSession): boolean {
  const gitOf = (kptfile: YamlNode | undefined) => getField(getField(kptfile, 'upstream'), 'git');
  const before = readKptfile(original, ROOT);
  if (!getField(before, 'upstream')) return false;
  return JSON.stringify(sorted(gitOf(before))) !== JSON.stringify(sorted(gitOf(readKptfile(local, ROOT))));
}

const sorted = (node: YamlNode | undefined): unknown => Object.entries(toJs(node) ?? {}).sort();

/** Brings one package of `files` up to date; `session.local` is `files` as far as they are merged. */
function updatePackage(session: MergeSession, directory: string, files: Map<string, Uint8Array>): void {
  const exists = (tree: PackageTree) => directory === ROOT || hasDirectory(tree, directory);
  const [inOriginal, inLocal, inUpdated] = [session.original, files, session.updated].map(exists);
  if (!inOriginal && inLocal && inUpdated) {
    throw mergeError(`subpackage ${JSON.stringify(directory)} added in both upstream and local`);
  }
  if (inLocal && inUpdated) mergePackage(session, directory, files);
  else if (inUpdated && !inOriginal) addPackage(session.updated, directory, files);
  else if (inLocal && inOriginal && isUnchanged(session, directory, files)) removeDirectory(files, directory);
}

function addPackage(updated: PackageTree, directory: string, files: Map<string, Uint8Array>): void {
  const added = copyPackage(filesInside(updated, directory), new Map(), { matcher: 'none' });
  for (const [path, content] of added) files.set(joinPath(directory, path), content);
}

function isUnchanged({ original }: MergeSession, directory: string, files: PackageTree): boolean {
  return diffPackages(filesInside(original, directory), filesInside(files, directory)).length === 0;
}

function mergePackage(session: MergeSession, directory: string, files: Map<string, Uint8Array>): void {
  const isRootPackage = session.isRoot && directory === ROOT;
  const kptfile = mergeKptfileOf(session, directory, !isRootPackage);
  const own = {
    original: ownFiles(session.original, directory),
    updated: ownFiles(session.updated, directory),
    local: ownFiles(files, directory),
  };
  const resources = mergeResourceFiles(own, session.formatting);
  const isOther = (path: string) => path !== KPTFILE && !resources.paths.has(path);
  const others = mergeOtherFiles(own, isOther);

  for (const path of own.local.keys()) files.delete(joinPath(directory, path));
  for (const [path, content] of [...others, ...resources.files]) files.set(joinPath(directory, path), content);
  if (kptfile) files.set(joinPath(directory, KPTFILE), kptfile);
  for (const [path, decisions] of resources.decisions) {
    session.resourceDecisions.set(joinPath(directory, path), decisions);
  }
}
