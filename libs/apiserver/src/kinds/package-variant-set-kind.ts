import { CONDITIONS_SCHEMA, LABEL_SELECTOR_FIELDS } from './object-meta-schema';
import { functionFields, injectorFields, names, pipelineOf, upstream, variantKind } from './package-variant-fields';
import { type ResourceKind } from './resource-kind';
import { listOf, record, text, textMap } from './schema';

const mapExpression = record('One entry, literal or computed.', {
  key: text('Key.'),
  value: text('Value.'),
  keyExpr: text('CEL expression for the key.'),
  valueExpr: text('CEL expression for the value.'),
});

const mapExpressions = (description: string) => listOf(mapExpression, description);

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
