import { PORCH_GROUP } from '@porch/api';
import { countColumn, integerColumn, NAME_COLUMN, textColumn } from './columns';
import { PACKAGE_REVISION_KIND } from './package-revision-kind';
import { type ResourceKind } from './resource-kind';
import { anything, integer, listOf, record, type Schema, text, textMap } from './schema';

const functionResult = record('One finding of a function.', {
  message: text('What was found.'),
  severity: text('error, warning or info.'),
  resourceRef: anything('The resource it is about.'),
  field: anything('The field it is about.'),
  file: anything('The file it is about.'),
  tags: textMap('More of it for programs.'),
});

const renderStatus: Schema = record('How rendering went; only in the answer to a write.', {
  error: text('What went wrong, empty when nothing did.'),
  result: record('What the functions reported.', {
    apiVersion: text('API version of the list.'),
    kind: text('Kind of the list.'),
    metadata: anything('Metadata of the list.'),
    exitCode: integer('0 when every function succeeded.'),
    items: listOf(
      record('One function.', {
        image: text('Image of the function.'),
        exec: text('Executable of the function.'),
        stderr: text('What it wrote on standard error.'),
        exitCode: integer('0 when it succeeded.'),
        results: listOf(functionResult, 'What it found.'),
      }),
      'One entry per function that ran.',
    ),
  }),
});

/** H-1.4. */
export const PACKAGE_REVISION_RESOURCES_KIND: ResourceKind = {
  group: PORCH_GROUP,
  version: 'v1alpha1',
  plural: 'packagerevisionresources',
  singular: 'packagerevisionresources',
  kind: 'PackageRevisionResources',
  namespaced: true,
  typed: true,
  description: 'The files of one package revision. Replacing those of a draft renders the package.',
  verbs: ['get', 'list', 'patch', 'update'],
  backing: 'packageRevisionResources',
  fields: {
    spec: record('The contents of the revision.', {
      packageName: text('Full path of the package inside the repository.'),
      workspaceName: text('Workspace of the revision.'),
      revision: integer('Number of the published revision.'),
      repository: text('Repository that holds the revision.'),
      resources: textMap('Path of each file to its text.'),
    }),
    status: record('What was observed.', { renderStatus }),
  },
  columns: [
    NAME_COLUMN,
    textColumn('Package', 'spec.packageName', 'Full path of the package.'),
    textColumn('WorkspaceName', 'spec.workspaceName', 'Workspace of the revision.'),
    integerColumn('Revision', 'spec.revision', 'Number of the published revision, 0 for drafts.'),
    textColumn('Repository', 'spec.repository', 'Repository that holds the revision.'),
    countColumn('Files', 'spec.resources', 'How many files the revision has.'),
  ],
  ...(PACKAGE_REVISION_KIND.selectableFields ? { selectableFields: PACKAGE_REVISION_KIND.selectableFields } : {}),
};
