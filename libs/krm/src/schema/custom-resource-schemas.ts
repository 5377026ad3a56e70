import type { YamlNode } from '../document/yaml-node';
import { findField, toPlainValue } from '../merge/node-access';
import type { OpenApiSchema } from './openapi-schema';

/**
 * Collects the schemas that CustomResourceDefinitions among the resources carry, keyed by `apiVersion/kind`.
 *
 * Definitions without a group, a kind or a schema are passed over: a package must stay mergeable while somebody is
 * still writing its CRD. Where two describe the same type the later one counts.
 */
export function schemasFromCustomResourceDefinitions(resources: readonly YamlNode[]): Map<string, OpenApiSchema> {
  const schemas = new Map<string, OpenApiSchema>();
  for (const resource of resources) {
    if (findField(resource, 'kind')?.value !== 'CustomResourceDefinition') continue;
    const spec = findField(resource, 'spec');
    const group = findField(spec, 'group')?.value;
    const kind = findField(findField(spec, 'names'), 'kind')?.value;
    if (!group || !kind) continue;
    for (const version of findField(spec, 'versions')?.content ?? []) {
      const name = findField(version, 'name')?.value;
      const schema = findField(findField(version, 'schema'), 'openAPIV3Schema');
      if (name && schema?.kind === 'mapping') {
        schemas.set(`${group}/${name}/${kind}`, toPlainValue(schema) as OpenApiSchema);
      }
    }
  }
  return schemas;
}
