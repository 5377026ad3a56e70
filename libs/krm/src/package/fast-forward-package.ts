import { clearField, getField, getString, setField } from '../document/node-access';
import { deepCopy } from '../document/node-copy';
import { YamlNode } from '../document/yaml-node';
import { UPSTREAM_IDENTIFIER_ANNOTATION } from '../merge/merge-comment';
import { mergeError } from '../merge/merge-error';
import { diffPackages, sameKptfile } from './diff-packages';
import type { MergeSession } from './merge-session';
import { filesInside, hasDirectory, joinPath, KPTFILE, type PackageTree, ROOT } from './package-files';
import { readKptfile } from './read-kptfile';
import { replacePackage } from './replace-package';
import { findSubpackagesOfAll } from './subpackages';
import { rewriteKptfile } from './update-kptfile';

/** Condition in which a render leaves its result. */
const RENDERED_CONDITION = 'Rendered';

/**
 * kpt's fast-forward: replaces a package that nobody changed here, and drops the render status of the old content.
 *
 * @throws PorchError (Invalid) naming the files that were changed.
 */
export function fastForwardPackage(session: MergeSession): Map<string, Uint8Array> {
  const changed = localChanges(session);
  if (changed.length > 0) {
    throw mergeError(
      `local package files have been modified: [${changed.join(' ')}].\n  use a different update --strategy.`,
    );
  }
  const files = replacePackage(session);
  const kptfile = readKptfile(files, ROOT);
  const content = files.get(KPTFILE);
  if (kptfile && content) files.set(KPTFILE, rewriteKptfile(content, withoutRenderStatus(kptfile), session.formatting));
  return files;
}

/** Paths of what differs between the local package and the original one; subpackages of only one count as a whole. */
function localChanges({ local, original, directoryName }: MergeSession): string[] {
  const changed = new Set<string>();
  for (const directory of [ROOT, ...findSubpackagesOfAll([local, original], { matcher: 'local', recursive: true })]) {
    if (directory !== ROOT && !(hasDirectory(local, directory) && hasDirectory(original, directory))) {
      changed.add(`${directory} (Package)`);
      continue;
    }
    for (const path of diffPackages(filesInside(local, directory), filesInside(original, directory))) {
      const ignored = directory === ROOT && path === KPTFILE && isUnchangedRootKptfile(local, original, directoryName);
      if (!ignored) changed.add(joinPath(directory, path));
    }
  }
  return [...changed].sort();
}

/**
 * Whether the root Kptfile is upstream's but for its name, its upstream, its merge key and its render status, or the
 * minimal one that was made because upstream has none.
 */
function isUnchangedRootKptfile(local: PackageTree, original: PackageTree, directoryName: string | undefined): boolean {
  const localKptfile = readKptfile(local, ROOT);
  if (!localKptfile) return false;
  const here = withoutOwnMarks(localKptfile);
  const name = getString(here, 'metadata', 'name') ?? '';
  const before = readKptfile(original, ROOT);
  if (!before) return sameKptfile(here, minimalKptfile(directoryName ?? name));
  const upstream = withoutOwnMarks(before);
  const metadata = getField(upstream, 'metadata');
  if (metadata) setField(metadata, 'name', YamlNode.string(name));
  return sameKptfile(here, upstream);
}

function minimalKptfile(name: string): YamlNode {
  const metadata = YamlNode.mapping();
  setField(metadata, 'name', YamlNode.string(name));
  const kptfile = YamlNode.mapping();
  setField(kptfile, 'apiVersion', YamlNode.string('kpt.dev/v1'));
  setField(kptfile, 'kind', YamlNode.string('Kptfile'));
  setField(kptfile, 'metadata', metadata);
  return kptfile;
}

/** A copy without the render status and without the merge key, which tells the package's own name. */
function withoutOwnMarks(kptfile: YamlNode): YamlNode {
  const copy = withoutRenderStatus(kptfile);
  const metadata = getField(copy, 'metadata');
  const annotations = getField(metadata, 'annotations');
  if (metadata?.kind !== 'mapping' || annotations?.kind !== 'mapping') return copy;
  clearField(annotations, UPSTREAM_IDENTIFIER_ANNOTATION);
  if (annotations.content.length === 0) clearField(metadata, 'annotations');
  return copy;
}

/** A copy without what the last render reported; conditions of others stay. */
function withoutRenderStatus(kptfile: YamlNode): YamlNode {
  const copy = deepCopy(kptfile);
  const status = getField(copy, 'status');
  if (status?.kind !== 'mapping') return copy;
  clearField(status, 'renderStatus');
  const conditions = getField(status, 'conditions');
  if (conditions?.kind === 'sequence') {
    conditions.content = conditions.content.filter((condition) => getString(condition, 'type') !== RENDERED_CONDITION);
    if (conditions.content.length === 0) clearField(status, 'conditions');
  }
  if (status.content.length === 0) clearField(copy, 'status');
  return copy;
}
