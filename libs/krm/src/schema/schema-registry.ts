import { kubernetesDefinitions, kubernetesKinds } from './kubernetes-definitions';
import { MergeSchema } from './merge-schema';
import type { OpenApiSchema } from './openapi-schema';

/** Looks up the schemas that a merge goes by. */
export interface SchemaRegistry {
  /** Schema of a resource type, undefined for types nobody described. */
  forResource(apiVersion: string, kind: string): MergeSchema | undefined;
  /** Schema written inside a document (see {@link schemaFromComment}); its references resolve as usual. */
  fromOpenApi(schema: OpenApiSchema): MergeSchema;
}

const DEFINITION_PREFIX = '#/definitions/';

const resolveKubernetesReference = (reference: string): MergeSchema | undefined => {
  const name = reference.startsWith(DEFINITION_PREFIX) ? reference.slice(DEFINITION_PREFIX.length) : reference;
  const schema = Object.hasOwn(kubernetesDefinitions, name) ? kubernetesDefinitions[name] : undefined;
  return schema && new MergeSchema(schema, resolveKubernetesReference, true);
};

/**
 * The schemas of Kubernetes 1.21, as kyaml embeds them, plus those of the custom resources given.
 *
 * @param customResources `apiVersion/kind` → schema, see {@link schemasFromCustomResourceDefinitions}; they take
 * precedence over built-in ones.
 */
export function createSchemaRegistry(customResources: ReadonlyMap<string, OpenApiSchema> = new Map()): SchemaRegistry {
  const fromOpenApi = (schema: OpenApiSchema): MergeSchema => {
    const target = schema.$ref === undefined ? undefined : resolveKubernetesReference(schema.$ref);
    return target ?? new MergeSchema(schema, resolveKubernetesReference);
  };
  return {
    forResource(apiVersion, kind) {
      const type = `${apiVersion}/${kind}`;
      const custom = customResources.get(type);
      if (custom) return fromOpenApi(custom);
      const definition = Object.hasOwn(kubernetesKinds, type) ? kubernetesKinds[type] : undefined;
      return definition === undefined ? undefined : resolveKubernetesReference(definition);
    },
    fromOpenApi,
  };
}
