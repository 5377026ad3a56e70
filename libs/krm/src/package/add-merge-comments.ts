import { addMergeComment } from '../merge/merge-comment';
import { nodesEqual } from '../document/node-copy';
import type { MergeFormatting } from './merge-session';
import { baseName, KPTFILE, type PackageFiles, textOf } from './package-files';
import { isResourceFile, joinResources, type PlacedResource, printResource, readResourceFile } from './resource-set';

export interface AddMergeCommentsOptions {
  /** Also stamp Kptfiles, as Porch does and kpt does not. */
  kptfiles?: boolean;
  /** See {@link MergeFormatting}; `preserve` unless set. */
  formatting?: MergeFormatting;
}

/**
 * Stamps all resources of a package tree, subpackages included, with their merge keys (see {@link addMergeComment}).
 *
 * @returns the files with the stamps.
 * @throws PorchError (Invalid) for a file that is not YAML.
 */
export function addMergeComments(files: PackageFiles, options: AddMergeCommentsOptions = {}): Map<string, Uint8Array> {
  const { kptfiles = false, formatting = 'preserve' } = options;
  const stamped = new Map(files);
  for (const [path, content] of files) {
    if (!isResourceFile(path) && !(kptfiles && baseName(path) === KPTFILE)) continue;
    const resources = readResourceFile(path, textOf(content), 'stamped');
    const texts = resources.map((resource) => stampedText(resource, formatting));
    const changed = texts.some((text, index) => text !== resources[index]?.object.document.source);
    if (changed) stamped.set(path, joinResources(texts));
  }
  return stamped;
}

function stampedText(resource: PlacedResource, formatting: MergeFormatting): string {
  const before = resource.object.copy();
  addMergeComment(resource.object);
  const same = nodesEqual(before.node, resource.object.node, { comments: true, style: true });
  return same && formatting === 'preserve' ? resource.object.document.source : printResource(resource);
}
