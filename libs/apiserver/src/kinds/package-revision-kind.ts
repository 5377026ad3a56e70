import { LATEST_REVISION_LABEL, LIFECYCLES, PORCH_GROUP } from '@porch/api';
import { valueAt } from '../json/json-object';
import { NAME_COLUMN, textColumn } from './columns';
import { type ResourceKind } from './resource-kind';
import { flag, integer, listByKeys, listOf, oneOf, record, type Schema, text, textMap, time } from './schema';

const revisionReference = (description: string): Schema =>
  record(description, { name: text('Name of a package revision in the same namespace.') });

const upstreamPackage = record('A package to take from.', {
  type: oneOf(['git', 'oci', ''], 'Where the package is.'),
  git: record(
    'A package in a git repository that need not be registered.',
    {
      repo: text('URL of the repository.'),
      ref: text('Branch, tag or commit.'),
      directory: text('Directory of the package.'),
      secretRef: record('Secret with credentials, in the namespace of the package revision.', {
        name: text('Name of the secret.'),
      }),
    },
    ['repo', 'ref', 'directory'],
  ),
  oci: record('A package in a container image. Not implemented.', { image: text('Image reference.') }, ['image']),
  upstreamRef: revisionReference('A registered package revision.'),
});

const task = record(
  'How the package revision is made.',
  {
    type: oneOf(['init', 'clone', 'edit', 'upgrade', 'render', 'push', ''], 'What to do.'),
    init: record('A new, empty package.', {
      subpackage: text('Directory of the package within the repository.'),
      description: text('What the package is for.'),
      keywords: listOf({ type: 'string' }, 'Words to find it by.'),
      site: text('Where to read more.'),
    }),
    clone: record('A copy of a package, with its upstream recorded.', { upstreamRef: upstreamPackage }),
    edit: record('A new revision of the same package.', {
      sourceRef: revisionReference('The revision to start from.'),
    }),
    upgrade: record('The package merged with a newer upstream.', {
      oldUpstreamRef: revisionReference('The upstream the package was made from.'),
      newUpstreamRef: revisionReference('The upstream to merge in.'),
      localPackageRevisionRef: revisionReference('The revision to upgrade.'),
      strategy: oneOf(['resource-merge', 'fast-forward', 'force-delete-replace', 'copy-merge', ''], 'How to merge.'),
    }),
  },
  ['type'],
);

const LOCATOR_SCHEMA: Schema = record('Where exactly a package was found.', {
  type: oneOf(['git', 'oci', ''], 'Kind of place.'),
  git: record('A commit.', {
    repo: text('URL of the repository.'),
    directory: text('Directory of the package.'),
    ref: text('Branch or tag it was reached by.'),
    commit: text('Commit hash.'),
  }),
});

/** H-1.3. */
export const PACKAGE_REVISION_KIND: ResourceKind = {
  group: PORCH_GROUP,
  version: 'v1alpha1',
  plural: 'packagerevisions',
  singular: 'packagerevision',
  kind: 'PackageRevision',
  namespaced: true,
  typed: true,
  description: 'One revision of a package in a registered repository: a draft, a proposal, or published.',
  verbs: ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'],
  backing: 'packageRevisions',
  subresources: [{ name: 'approval', verbs: ['get', 'patch', 'update'] }],
  fields: {
    spec: record('What the revision shall be.', {
      packageName: text('Full path of the package inside the repository.'),
      repository: text('Name of the Repository in the same namespace.'),
      workspaceName: text('Names the draft; unique within the package.'),
      revision: integer('Number given on publication; absent for drafts, -1 for the state of the branch.'),
      parent: record('Deprecated parent package revision.', { name: text('Name of the parent.') }, ['name']),
      lifecycle: oneOf([...LIFECYCLES, ''], 'State of the revision.'),
      tasks: listOf(task, 'How the revision was made; at most one on creation.'),
      readinessGates: listOf(
        record('One condition that has to be True.', { conditionType: text('Type of the condition.') }),
        'Conditions that have to be True before the revision can be proposed.',
      ),
      packageMetadata: record("Labels and annotations of the package's Kptfile.", {
        labels: textMap('Labels of the Kptfile.'),
        annotations: textMap('Annotations of the Kptfile.'),
      }),
    }),
    status: record('What was observed.', {
      upstreamLock: LOCATOR_SCHEMA,
      selfLock: LOCATOR_SCHEMA,
      publishedBy: text('Who approved the revision.'),
      publishTimestamp: time('When the revision was published.'),
      deployment: flag('Whether its repository holds deployed packages.'),
      conditions: listByKeys(
        ['type'],
        record(
          'One condition.',
          {
            type: text('What the condition is about.'),
            status: oneOf(['True', 'False', 'Unknown'], 'Whether it holds.'),
            reason: text('One word for why.'),
            message: text('The same for people.'),
          },
          ['type', 'status'],
        ),
        "Conditions of the package's Kptfile.",
      ),
    }),
  },
  columns: [
    NAME_COLUMN,
    textColumn('Package', 'spec.packageName', 'Full path of the package.'),
    textColumn('WorkspaceName', 'spec.workspaceName', 'Workspace of the revision.'),
    {
      name: 'Revision',
      type: 'integer',
      description: 'Number of the published revision, 0 for drafts, -1 for the state of the branch.',
      cell: (object) => valueAt(object, 'spec.revision') ?? 0,
    },
    {
      name: 'Latest',
      type: 'boolean',
      description: 'Whether this is the highest published revision of its package.',
      cell: (object) => object.metadata.labels?.[LATEST_REVISION_LABEL] === 'true',
    },
    textColumn('Lifecycle', 'spec.lifecycle', 'State of the revision.'),
    textColumn('Repository', 'spec.repository', 'Repository that holds the revision.'),
  ],
  selectableFields: [
    'spec.revision',
    'spec.packageName',
    'spec.repository',
    'spec.workspaceName',
    'spec.lifecycle',
    'spec.packageMetadata.labels[<key>]',
  ],
};
