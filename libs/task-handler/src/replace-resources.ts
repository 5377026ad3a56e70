import { refused } from '@porch/api';
import {
  copyComments,
  getField,
  KPTFILE_NAME,
  lookupPath,
  packageFilePaths,
  type YamlDocument,
  type YamlNode,
} from '@porch/krm';
import { fileText, type PackageFile, type PackageResources, textFile } from '@porch/repository';
import { editYamlFiles, isYamlPath, readableDocuments } from './yaml-file-edits';

/**
 * The contents after a push: the new files are all there is of text, so a missing one is deleted. Files that a map of
 * text cannot show (binary ones, links) stay, an existing path keeps its mode, and objects that lost their comments on
 * the way, as Go programs lose them, get them back (E-2.10).
 *
 * @throws PorchError Invalid for a new text of a resource file that is no YAML: it is not stored even where failed renders are
 */
export function replaceResources(
  oldResources: PackageResources,
  newFiles: Readonly<Record<string, string>>,
): PackageResources {
  const result = new Map<string, PackageFile>();
  for (const [path, file] of oldResources) {
    if (fileText(file) === undefined && !Object.hasOwn(newFiles, path)) result.set(path, file);
  }
  for (const [path, text] of Object.entries(newFiles)) {
    const old = oldResources.get(path);
    result.set(
      path,
      old && fileText(old) === text ? old : textFile(text, old?.mode === 'executable' ? 'executable' : 'regular'),
    );
  }
  return withHealedComments(result, oldResources);
}

function withHealedComments(resources: PackageResources, oldResources: PackageResources): PackageResources {
  let originals: Map<string, YamlNode> | undefined;
  const isNew = (path: string) => resources.get(path) !== oldResources.get(path);
  const heal = (documents: readonly YamlDocument[], path: string) => {
    if (!isNew(path)) return documents;
    const bare = documents.filter(({ root }) => root?.kind === 'mapping' && !hasComments(root));
    if (bare.length === 0) return documents;
    originals ??= commentedObjects(oldResources);
    let healed = false;
    for (const { root } of bare) {
      const original = root && originals.get(identityOf(root));
      if (!root || !original) continue;
      copyComments(original, root);
      healed = true;
    }
    return healed ? [...documents] : documents;
  };
  return editYamlFiles(resources, heal, (path, error) => {
    if (isNew(path) && isResourceFile(resources, path))
      throw refused(`failed to heal resources: ${error.message}`, error);
  });
}

/** Whether the package takes a file for resources: what a `.krmignore` hides may be templates. */
function isResourceFile(resources: PackageResources, path: string): boolean {
  const contents = new Map([...resources].map(([each, { content }]) => [each, content]));
  const matchFiles = [path.slice(path.lastIndexOf('/') + 1)];
  const options = { matchFiles, packageFileName: KPTFILE_NAME, includeSubpackages: true };
  return packageFilePaths(contents, options).includes(path);
}

/** Objects with comments worth restoring, by identity. Templates of ytt (`#@`, `#!`) are left alone. */
function commentedObjects(resources: PackageResources): Map<string, YamlNode> {
  const found = new Map<string, YamlNode>();
  for (const [path, file] of resources) {
    const text = isYamlPath(path) ? fileText(file) : undefined;
    if (text === undefined || !text.includes('#') || /#[@!]/.test(text)) continue;
    for (const { root } of readableDocuments(text, path) ?? []) {
      if (root?.kind === 'mapping' && hasComments(root)) found.set(identityOf(root), root);
    }
  }
  return found;
}

function hasComments(node: YamlNode): boolean {
  return (
    node.headComment !== '' || node.lineComment !== '' || node.footComment !== '' || node.content.some(hasComments)
  );
}

function identityOf(root: YamlNode): string {
  const parts = [
    getField(root, 'apiVersion')?.value,
    getField(root, 'kind')?.value,
    lookupPath(root, ['metadata', 'namespace'])?.value,
    lookupPath(root, ['metadata', 'name'])?.value,
  ];
  return JSON.stringify(parts);
}
