import type { YamlNode } from '../document/yaml-node';
import { getField } from '../document/node-access';
import { toJs } from '../document/node-conversion';
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
    if (getField(resource, 'kind')?.value !== 'CustomResourceDefinition') continue;
    const spec = getField(resource, 'spec');
    const group = getField(spec, 'group')?.value;
    const kind = getField(getField(spec, 'names'), 'kind')?.value;
    if (!group || !kind) continue;
    for (const version of getField(spec, 'versions')?.content ?? []) {
      const name = getField(version, 'name')?.value;
      const schema = getField(getField(version, 'schema'), 'openAPIV3Schema');
      if (name && schema?.kind === 'mapping') {
        schemas.set(`${group}/${name}/${kind}`, toJs(schema) as OpenApiSchema);
      }
    }
  }
  return schemas;
}
