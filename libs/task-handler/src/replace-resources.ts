import { copyComments, getField, lookupPath, type YamlNode } from '@porch/krm';
import { fileText, type PackageFile, type PackageResources, textFile } from '@porch/repository';
import { editYamlFiles, isYamlPath, readableDocuments } from './yaml-file-edits';

/**
 * The contents after a push: the new files are all there is of text, so a missing one is deleted. Files that a map of
 * text cannot show (binary ones, links) stay, an existing path keeps its mode, and objects that lost their comments on
 * the way, as Go programs lose them, get them back (E-2.10).
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
  return editYamlFiles(resources, (documents, path) => {
    if (resources.get(path) === oldResources.get(path)) return documents;
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
  });
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
