import { type Engine } from '@porch/engine';
import {
  type CachedPackageRevision,
  matchesPackageRevision,
  type PackageRevisionFilter,
  type PackageRevisionSnapshot,
} from '@porch/repository';
import { packageRevisionSelection } from '../selectors/package-revision-selection';
import { type ChangeLog } from '../watch/change-log';
import { itemsBefore, objectsBefore } from './list-at-version';
import { cutPage } from './page';
import { type ListRequest, type SnapshotPage } from './resource-backend';

/**
 * The page of package revisions a list asks for, for every kind that shows one. Repositories that could not be read are
 * told as warnings. With the log of changes, earlier versions can be shown too.
 * @throws PorchError BadRequest for selectors that are not understood
 */
export async function listPackageRevisions(
  engine: Engine,
  { selectors, context, at, ...page }: ListRequest,
  changes?: ChangeLog<CachedPackageRevision>,
): Promise<SnapshotPage<CachedPackageRevision>> {
  const selection = packageRevisionSelection(selectors);
  const filter = 'nothing' in selection ? { name: '' } : selection.filter;
  const { items, resourceVersion, incomplete } = await engine.listPackageRevisions(filter, context);
  const shown =
    at === undefined || changes === undefined
      ? { items, resourceVersion }
      : { items: itemsAt(changes, at, { items, resourceVersion }, filter), resourceVersion: at };
  const warnings = incomplete
    .filter(({ repository }) => selectors.namespace === undefined || repository.namespace === selectors.namespace)
    .map(
      ({ repository, message }) =>
        `repository ${repository.namespace}/${repository.name} could not be read: ${message}`,
    );
  return { ...cutPage(shown.items, nameOfRevision, page), resourceVersion: shown.resourceVersion, warnings };
}

function itemsAt(
  changes: ChangeLog<CachedPackageRevision>,
  at: string,
  listed: Pick<PackageRevisionSnapshot, 'items' | 'resourceVersion'>,
  filter: PackageRevisionFilter,
): readonly CachedPackageRevision[] {
  const before = objectsBefore(changes, at, listed.resourceVersion, nameOfRevision);
  return itemsBefore(listed.items, before, nameOfRevision, (revision) => matchesPackageRevision(filter, revision));
}

function nameOfRevision({ key, name }: CachedPackageRevision): { readonly namespace: string; readonly name: string } {
  return { namespace: key.repository.namespace, name };
}
