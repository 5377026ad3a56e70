import { toJs, type YamlNode } from '@porch/krm';
import { groupOf, kindOf } from '../object/krm-object';
import { elementsOf, fieldOf, isAbsent, lookUp, textOf } from '../object/node-fields';
import { type ValidationSchema } from './validation-schema';

/** The schemas that the CustomResourceDefinitions among the items bring, by `apiVersion kind` of what they define. */
export function customResourceSchemas(items: readonly YamlNode[]): Map<string, ValidationSchema> {
  const schemas = new Map<string, ValidationSchema>();
  for (const item of items) {
    if (kindOf(item) !== 'CustomResourceDefinition' || groupOf(item) !== 'apiextensions.k8s.io') continue;
    const spec = fieldOf(item, 'spec');
    const group = textOf(fieldOf(spec, 'group'));
    const kind = textOf(lookUp(spec, 'names', 'kind'));
    for (const [version, schema] of versionsOf(spec)) {
      schemas.set(`${group}/${version} ${kind}`, toJs(schema) as ValidationSchema);
    }
  }
  return schemas;
}

/** Each version with its schema: its own, or before v1 the one that all versions share. */
function* versionsOf(spec: YamlNode | undefined): Generator<readonly [string, YamlNode]> {
  const shared = lookUp(spec, 'validation', 'openAPIV3Schema');
  for (const version of elementsOf(fieldOf(spec, 'versions'))) {
    const schema = lookUp(version, 'schema', 'openAPIV3Schema') ?? shared;
    if (!isAbsent(schema)) yield [textOf(fieldOf(version, 'name')), schema];
  }
  const single = textOf(fieldOf(spec, 'version'));
  if (single !== '' && shared !== undefined && isAbsent(fieldOf(spec, 'versions'))) yield [single, shared];
}
