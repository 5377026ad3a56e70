import { CONFIG_GROUP, type KubernetesObject } from '@porch/api';
import { DEFAULT_COLUMNS } from './columns';
import { CONDITIONS_SCHEMA, LABEL_SELECTOR_FIELDS } from './object-meta-schema';
import { ALL_VERBS, type ResourceKind, STATUS_SUBRESOURCE } from './resource-kind';
import { anything, integer, listOf, record, type Schema, text, textMap } from './schema';

const names = (description: string) => listOf({ type: 'string' }, description);

const upstream = record('The package to take.', {
  repo: text('Repository of the package.'),
  package: text('Path of the package.'),
  revision: integer('Published revision.'),
  workspaceName: text('Workspace of the revision.'),
});

const functionFields: Readonly<Record<string, Schema>> = {
  image: text('Image of the function.'),
  exec: text('Executable of the function.'),
  configPath: text('File with its configuration.'),
  configMap: textMap('Its configuration.'),
  name: text('Name of the step.'),
  tag: text('Tag, or range of tags, of the image.'),
  selectors: listOf(anything('Resources to pick.'), 'Which resources the function sees.'),
  exclude: listOf(anything('Resources to leave out.'), 'Which resources the function does not see.'),
};
const pipelineOf = (step: Schema) =>
  record('Functions put before those of the package.', {
    mutators: listOf(step, 'Functions that change the package.'),
    validators: listOf(step, 'Functions that check the package.'),
  });

const injectorFields: Readonly<Record<string, Schema>> = {
  group: text('API group of the object.'),
  version: text('API version of the object.'),
  kind: text('Kind of the object.'),
  name: text('Name of the object.'),
};

const mapExpression = record('One entry, literal or computed.', {
  key: text('Key.'),
  value: text('Value.'),
  keyExpr: text('CEL expression for the key.'),
  valueExpr: text('CEL expression for the value.'),
});
const mapExpressions = (description: string) => listOf(mapExpression, description);

/** Nobody acts on these objects until their controller exists; the object says so itself. */
function stalledWithoutController(object: KubernetesObject, now: string): KubernetesObject {
  const condition = {
    type: 'Stalled',
    status: 'True',
    reason: 'ControllerNotRunning',
    message: `this server stores ${object.kind} objects but runs no controller for them`,
    lastTransitionTime: now,
  };
  return { ...object, status: { conditions: [condition] } };
}

const variantKind = {
  group: CONFIG_GROUP,
  namespaced: true,
  tracksGeneration: true,
  verbs: ALL_VERBS,
  backing: 'store',
  subresources: [STATUS_SUBRESOURCE],
  columns: DEFAULT_COLUMNS,
  prepareForCreate: stalledWithoutController,
} as const;

/** H-1.7. */
export const PACKAGE_VARIANT_KIND: ResourceKind = {
  ...variantKind,
  version: 'v1alpha1',
  plural: 'packagevariants',
  singular: 'packagevariant',
  kind: 'PackageVariant',
  description: 'A package kept in step with its upstream.',
  fields: {
    spec: record('Upstream, downstream and what is changed between them.', {
      upstream,
      downstream: record('The package to make.', {
        repo: text('Repository of the package.'),
        package: text('Path of the package.'),
      }),
      adoptionPolicy: text('`adoptExisting` or `adoptNone`.'),
      deletionPolicy: text('`delete` or `orphan`.'),
      labels: textMap('Labels of the package revisions made.'),
      annotations: textMap('Annotations of the package revisions made.'),
      packageContext: record('Changes of the package context.', {
        data: textMap('Entries to set.'),
        removeKeys: names('Entries to remove.'),
      }),
      pipeline: pipelineOf(record('One function.', functionFields)),
      injectors: listOf(record('One object to inject.', injectorFields, ['name']), 'Objects to inject.'),
    }),
    status: record('What was observed.', {
      conditions: CONDITIONS_SCHEMA,
      downstreamTargets: listOf(
        record('One package revision made.', { name: text('Its name.'), renderStatus: anything('How it rendered.') }),
        'Package revisions made.',
      ),
    }),
  },
};

const template = record('What each PackageVariant made has.', {
  downstream: record('The package to make.', {
    repo: text('Repository.'),
    package: text('Path of the package.'),
    repoExpr: text('CEL expression for the repository.'),
    packageExpr: text('CEL expression for the path.'),
  }),
  adoptionPolicy: text('`adoptExisting` or `adoptNone`.'),
  deletionPolicy: text('`delete` or `orphan`.'),
  labels: textMap('Labels.'),
  labelExprs: mapExpressions('Computed labels.'),
  annotations: textMap('Annotations.'),
  annotationExprs: mapExpressions('Computed annotations.'),
  packageContext: record('Changes of the package context.', {
    data: textMap('Entries to set.'),
    removeKeys: names('Entries to remove.'),
    dataExprs: mapExpressions('Computed entries to set.'),
    removeKeyExprs: names('CEL expressions for entries to remove.'),
  }),
  pipeline: pipelineOf(
    record('One function.', { ...functionFields, configMapExprs: mapExpressions('Computed configuration.') }),
  ),
  injectors: listOf(
    record('One object to inject.', { ...injectorFields, nameExpr: text('CEL expression for the name.') }),
    'Objects to inject.',
  ),
});

export const PACKAGE_VARIANT_SET_KIND: ResourceKind = {
  ...variantKind,
  version: 'v1alpha2',
  plural: 'packagevariantsets',
  singular: 'packagevariantset',
  kind: 'PackageVariantSet',
  description: 'Package variants of one upstream for many targets.',
  fields: {
    spec: record('Upstream and targets.', {
      upstream,
      targets: listOf(
        record('Exactly one way to find downstream packages.', {
          repositories: listOf(
            record('A repository.', { name: text('Its name.'), packageNames: names('Packages in it.') }, ['name']),
            'Repositories by name.',
          ),
          repositorySelector: record('Repositories by label.', LABEL_SELECTOR_FIELDS),
          objectSelector: record('Objects by label.', {
            ...LABEL_SELECTOR_FIELDS,
            apiVersion: text('API version.'),
            kind: text('Kind.'),
            name: text('Name.'),
          }),
          template,
        }),
        'Where package variants are made.',
      ),
    }),
    status: record('What was observed.', { conditions: CONDITIONS_SCHEMA }),
  },
};
