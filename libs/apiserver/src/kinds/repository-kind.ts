import { CONFIG_GROUP, dns1123LabelProblems, type KubernetesObject } from '@porch/api';
import { textAt, valueAt } from '../json/json-object';
import { AGE_COLUMN, conditionColumn, NAME_COLUMN, textColumn } from './columns';
import { requiredField } from './field-causes';
import { CONDITIONS_SCHEMA } from './object-meta-schema';
import { ALL_VERBS, type FieldCause, type ResourceKind, STATUS_SUBRESOURCE } from './resource-kind';
import { flag, integer, record, text, time } from './schema';

const secretReference = record('Secret with credentials, in the same namespace.', {
  name: text('Name of the secret.'),
});

const invalid = (field: string, message: string): FieldCause => ({
  reason: 'FieldValueInvalid',
  message: `Invalid value: ${message}`,
  field,
});

function nameCauses(name: string): FieldCause[] {
  const causes: FieldCause[] = [];
  if (name.length > 63) {
    causes.push(invalid('metadata.name', '"object": metadata.name must be no more than 63 characters'));
  }
  if (dns1123LabelProblems(name.slice(0, 63)).length > 0) {
    causes.push(invalid('metadata.name', '"object": metadata.name must conform to the RFC1123 DNS label standard'));
  }
  return causes;
}

function placeCauses(object: KubernetesObject): FieldCause[] {
  // Upstream stores a Repository without spec; nobody who reads one could do anything with it.
  if (valueAt(object, 'spec') === undefined) return [requiredField('spec')];
  const type = textAt(object, 'spec.type');
  if ((type === 'git' || type === 'oci') && valueAt(object, `spec.${type}`) === undefined) {
    return [requiredField(`spec.${type}`)];
  }
  return [];
}

function contentCauses(object: KubernetesObject): FieldCause[] {
  const content = valueAt(object, 'spec.content');
  return content === undefined || content === 'Package'
    ? []
    : [invalid('spec.content', `"string": The 'content' field is deprecated, its only valid value is 'Package'`)];
}

/** H-1.5. */
export const REPOSITORY_KIND: ResourceKind = {
  group: CONFIG_GROUP,
  version: 'v1alpha1',
  plural: 'repositories',
  singular: 'repository',
  shortNames: ['repo'],
  kind: 'Repository',
  namespaced: true,
  tracksGeneration: true,
  description: 'A registered repository of packages.',
  verbs: ALL_VERBS,
  backing: 'store',
  subresources: [STATUS_SUBRESOURCE],
  fields: {
    spec: record('Where the repository is and how it is used.', {
      description: text('What the repository is for.'),
      deployment: flag('Whether its packages are deployed.'),
      type: text('`git`, or `oci` (registered, not read). Immutable.', { enum: ['git', 'oci'] }),
      content: text('Deprecated; `Package` is the only value.', { default: 'Package' }),
      sync: record('When to look for changes made elsewhere.', {
        runOnceAt: time('Once, at this time.'),
        schedule: text('By this cron schedule of five fields.'),
      }),
      git: record(
        'A git repository.',
        {
          repo: text('URL of the repository. Immutable.', { minLength: 1 }),
          branch: text('Branch that published packages are on. Immutable.', { default: 'main', minLength: 1 }),
          createBranch: flag('Whether to create the branch when it is missing.'),
          directory: text('Directory the packages are under; empty or `/` is the root. Immutable.'),
          secretRef: secretReference,
          author: text('Name of the author of commits.'),
          email: text('Address of the author of commits.'),
        },
        ['repo'],
      ),
      oci: record(
        'An OCI registry.',
        { registry: text('Address of the registry. Immutable.'), secretRef: secretReference },
        ['registry'],
      ),
    }),
    status: record('How the repository fares.', {
      conditions: CONDITIONS_SCHEMA,
      lastFullSyncTime: time('When it was last read in full.'),
      nextFullSyncTime: time('When it is read next.'),
      observedRunOnceAt: time('The last runOnceAt that was done.'),
      observedGeneration: integer('The generation the status is about.'),
      packageCount: integer('How many packages it has.'),
      gitCommitHash: text('Head of the branch.'),
    }),
  },
  immutable: [
    { path: 'spec.type', message: 'spec.type is immutable' },
    { path: 'spec.git.repo', message: 'spec.git.repo is immutable' },
    { path: 'spec.git.branch', message: 'spec.git.branch is immutable' },
    { path: 'spec.git.directory', message: 'spec.git.directory is immutable' },
    { path: 'spec.oci.registry', message: 'spec.oci.registry is immutable' },
  ],
  columns: [
    NAME_COLUMN,
    textColumn('Type', 'spec.type', 'Kind of repository.'),
    textColumn('Content', 'spec.content', 'What it holds.'),
    textColumn('Sync schedule', 'spec.sync.schedule', 'When it is read.'),
    {
      name: 'Deployment',
      type: 'boolean',
      description: 'Whether its packages are deployed.',
      cell: (object) => valueAt(object, 'spec.deployment') ?? null,
    },
    conditionColumn('Ready', 'Ready', 'Whether it can be read and written.'),
    {
      name: 'Address',
      type: 'string',
      description: 'Where it is.',
      cell: (object) => textAt(object, 'spec.git.repo') || textAt(object, 'spec.oci.registry'),
    },
    textColumn('Branch', 'spec.git.branch', 'Branch that published packages are on.'),
    AGE_COLUMN,
  ],
  selectableFields: ['spec.type', 'spec.git.repo'],
  validate: (object) => [...nameCauses(object.metadata.name ?? ''), ...contentCauses(object), ...placeCauses(object)],
};
