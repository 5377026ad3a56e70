import { addMergeComment, KrmObject, setUpstreamIdentifier } from '@porch/krm';
import { type PackageResources } from '@porch/repository';
import { editYamlFiles } from './yaml-file-edits';

/**
 * Stamps every resource with its merge key, so that a later upgrade recognises it even if it is renamed (E-2.7). The
 * package's own Kptfile, which every clone renames, gets the annotation and no comment: that would still name the first
 * package of a chain of clones. A file that cannot be read stays as it is.
 */
export function withMergeKeys(resources: PackageResources): PackageResources {
  return editYamlFiles(resources, (documents, path) => {
    const stamped = documents.filter((document) => {
      if (document.root?.kind !== 'mapping') return false;
      const object = new KrmObject(document);
      if (path !== 'Kptfile') return addMergeComment(object);
      if (object.name !== '') setUpstreamIdentifier(object);
      return object.name !== '';
    });
    return stamped.length > 0 ? [...documents] : documents;
  });
}
