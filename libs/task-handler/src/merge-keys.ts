import { addMergeComment, KrmObject } from '@porch/krm';
import { type PackageResources } from '@porch/repository';
import { editYamlFiles } from './yaml-file-edits';

/**
 * Stamps every resource with its merge key, so that a later upgrade recognises it even if it is renamed (E-2.7). A file
 * that cannot be read stays as it is.
 */
export function withMergeKeys(resources: PackageResources): PackageResources {
  return editYamlFiles(resources, (documents) => {
    const stamped = documents.filter(
      (document) => document.root?.kind === 'mapping' && addMergeComment(new KrmObject(document)),
    );
    return stamped.length > 0 ? [...documents] : documents;
  });
}
