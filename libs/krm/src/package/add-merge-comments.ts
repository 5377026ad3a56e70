import { addMergeComment } from '../merge/merge-comment';
import { isUntouched } from '../io/untouched';
import type { MergeFormatting } from './merge-session';
import { baseName, KPTFILE, type PackageTree } from './package-files';
import { joinResources, type PlacedResource, printResource, readResourceFile, resourceFilePaths } from './resource-set';

export interface AddMergeCommentsOptions {
  /** Also stamp Kptfiles, as Porch does and kpt does not. */
  kptfiles?: boolean;
  /** See {@link MergeFormatting}; `preserve` unless set. */
  formatting?: MergeFormatting;
  /** Leave files alone that are not YAML, instead of throwing. */
  keepUnreadable?: boolean;
}

/**
 * Stamps all resources of a package tree, subpackages included, with their merge keys (see {@link addMergeComment}).
 *
 * @returns the files with the stamps.
 * @throws PorchError (Invalid) for a file that is not YAML, unless those are kept.
 */
export function addMergeComments(files: PackageTree, options: AddMergeCommentsOptions = {}): Map<string, Uint8Array> {
  const { kptfiles = false, formatting = 'preserve', keepUnreadable = false } = options;
  const paths = resourceFilePaths(files);
  if (kptfiles) paths.push(...[...files.keys()].filter((path) => baseName(path) === KPTFILE));
  const stamped = new Map(files);
  for (const path of paths) {
    const content = files.get(path) as Uint8Array;
    let resources: PlacedResource[];
    try {
      resources = readResourceFile(path, content, 'stamped');
    } catch (error) {
      if (keepUnreadable) continue;
      throw error;
    }
    const texts = resources.map((resource) => stampedText(resource, formatting));
    if (texts.some((text, index) => text !== resources[index]?.object.document.source)) {
      stamped.set(path, joinResources(texts));
    }
  }
  return stamped;
}

function stampedText(resource: PlacedResource, formatting: MergeFormatting): string {
  addMergeComment(resource.object);
  const keeps = formatting === 'preserve' && isUntouched(resource.object);
  return keeps ? resource.object.document.source : printResource(resource);
}
