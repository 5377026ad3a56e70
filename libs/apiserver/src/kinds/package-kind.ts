import { PORCH_GROUP } from '@porch/api';
import { integerColumn, NAME_COLUMN, textColumn } from './columns';
import { type ResourceKind } from './resource-kind';
import { integer, record, text } from './schema';

/** H-1.4. Writes are advertised, as upstream does, and answered 405. */
export const PACKAGE_KIND: ResourceKind = {
  group: PORCH_GROUP,
  version: 'v1alpha1',
  plural: 'packages',
  singular: 'package',
  kind: 'PorchPackage',
  namespaced: true,
  typed: true,
  description: 'A package of a registered repository, whatever its revisions. Read only.',
  verbs: ['create', 'delete', 'get', 'list', 'patch', 'update'],
  backing: 'packages',
  fields: {
    spec: record('Which package it is.', {
      packageName: text('Full path of the package inside the repository.'),
      repository: text('Repository that holds the package.'),
    }),
    status: record('What was observed.', { latestRevision: integer('Highest published revision.') }),
  },
  columns: [
    NAME_COLUMN,
    textColumn('Package', 'spec.packageName', 'Full path of the package.'),
    textColumn('Repository', 'spec.repository', 'Repository that holds the package.'),
    integerColumn('Latest Revision', 'status.latestRevision', 'Highest published revision.'),
  ],
  selectableFields: ['spec.packageName', 'spec.repository'],
};
