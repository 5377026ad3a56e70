import { type Engine } from '@porch/engine';
import { type CachedPackageRevision } from '@porch/repository';
import { packageRevisionSelection } from '../selectors/package-revision-selection';
import { cutPage } from './page';
import { type ListRequest, type SnapshotPage } from './resource-backend';

/**
 * The page of package revisions a list asks for, for every kind that shows one. Repositories that could not be read are
 * told as warnings.
 * @throws PorchError BadRequest for selectors that are not understood
 */
export async function listPackageRevisions(
  engine: Engine,
  { selectors, context, ...page }: ListRequest,
): Promise<SnapshotPage<CachedPackageRevision>> {
  const selection = packageRevisionSelection(selectors);
  const filter = 'nothing' in selection ? { name: '' } : selection.filter;
  const { items, resourceVersion, incomplete } = await engine.listPackageRevisions(filter, context);
  const warnings = incomplete
    .filter(({ repository }) => selectors.namespace === undefined || repository.namespace === selectors.namespace)
    .map(
      ({ repository, message }) =>
        `repository ${repository.namespace}/${repository.name} could not be read: ${message}`,
    );
  return { ...cutPage(items, nameOfRevision, page), resourceVersion, warnings };
}

function nameOfRevision({ key, name }: CachedPackageRevision): { readonly namespace: string; readonly name: string } {
  return { namespace: key.repository.namespace, name };
}
