import { type FunctionResult } from '@porch/api';
import { toJs, type YamlNode } from '@porch/krm';
import { CONFIG_MAP } from '../function-config';
import { error, failedInProcessor, succeeded } from '../function-outcome';
import { type SynchronousKrmFunction } from '../krm-function';
import { apiVersionOf, fileIndexOf, filePathOf, kindOf, nameOf, namespaceOf } from '../object/krm-object';
import { sortItems } from '../sort-items';
import { customResourceSchemas } from './custom-resource-schemas';
import { readKubeconformConfig } from './kubeconform-config';
import { kubernetesDefinition, kubernetesSchemaOf } from './kubernetes-schemas';
import { validateSchema } from './schema-validator';
import { type SchemaViolation } from './validation-schema';

/**
 * kubeconform (v0.1): checks resources against the schemas of Kubernetes' own kinds, which are shipped, and of the
 * CustomResourceDefinitions among the items. What a schema does not allow is an error result each, and any makes the
 * exit code 1. A resource of a kind without a schema passes, as it does upstream, whatever `ignore_missing_schemas` says.
 */
export const kubeconform: SynchronousKrmFunction = {
  name: 'kubeconform',
  description: 'Validate resources against the schemas of Kubernetes and of the CRDs in the package.',
  configKinds: [CONFIG_MAP],
  configSchema: {
    type: 'object',
    properties: {
      strict: { type: 'string', description: 'Fields that no schema names are errors: "true" or "false".' },
      skip_kinds: { type: 'string', description: 'Kinds, or apiVersion/kind, not to check, with commas between.' },
      ignore_missing_schemas: { type: 'string', description: 'Taken and without effect.' },
    },
  },
  run({ items, functionConfig }, { signal }) {
    const { schemaLocations, skipKinds, strict } = readKubeconformConfig(functionConfig);
    if (schemaLocations.length > 0) {
      const places = schemaLocations.join(', ');
      const advice = 'put the CustomResourceDefinitions into the package instead';
      return failedInProcessor(items, [error(`schemas cannot be read from ${places}: ${advice}`)]);
    }
    const custom = customResourceSchemas(items);
    const results: FunctionResult[] = [];
    for (const item of items) {
      signal?.throwIfAborted();
      const [apiVersion, kind] = [apiVersionOf(item), kindOf(item)];
      if (skipKinds.includes(kind) || skipKinds.includes(`${apiVersion}/${kind}`)) continue;
      const schema = kubernetesSchemaOf(apiVersion, kind) ?? custom.get(`${apiVersion} ${kind}`);
      if (schema === undefined) continue;
      const violations = validateSchema(toJs(item), schema, { strict, definition: kubernetesDefinition });
      results.push(...violations.map((violation) => describeViolation(violation, item)));
    }
    return results.length > 0 ? failedInProcessor(items, results) : succeeded(sortItems(items));
  },
};

function describeViolation({ path, message }: SchemaViolation, item: YamlNode): FunctionResult {
  const namespace = namespaceOf(item);
  const filePath = filePathOf(item);
  const index = Number(fileIndexOf(item));
  return {
    message,
    severity: 'error',
    resourceRef: {
      apiVersion: apiVersionOf(item),
      kind: kindOf(item),
      name: nameOf(item),
      ...(namespace !== '' && { namespace }),
    },
    ...(path.length > 0 && { field: { path: path.join('.') } }),
    ...(filePath !== '' && { file: { path: filePath, ...(index > 0 && { index }) } }),
  };
}
