import { CONDITIONS_SCHEMA } from './object-meta-schema';
import { functionFields, injectorFields, names, pipelineOf, upstream, variantKind } from './package-variant-fields';
import { type ResourceKind } from './resource-kind';
import { anything, listOf, record, text, textMap } from './schema';

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
