import { parseYaml } from '../document/parse-yaml';
import { schemasFromCustomResourceDefinitions } from './custom-resource-schemas';
import type { MergeSchema } from './merge-schema';
import { schemaFromComment } from './schema-from-comment';
import { createSchemaRegistry } from './schema-registry';

const at = (schema: MergeSchema | undefined, ...path: string[]): MergeSchema | undefined =>
  path.reduce<MergeSchema | undefined>(
    (current, name) => (name === '[]' ? current?.elements() : current?.field(name)),
    schema,
  );

describe('the built-in schemas', () => {
  const registry = createSchemaRegistry();
  const keysAt = (apiVersion: string, kind: string, ...path: string[]) =>
    at(registry.forResource(apiVersion, kind), ...path)?.listMergeRule()?.keys;

  it.each([
    ['apps/v1', 'Deployment', ['spec', 'template', 'spec', 'containers'], ['name']],
    [
      'apps/v1',
      'StatefulSet',
      ['spec', 'template', 'spec', 'containers', '[]', 'ports'],
      ['containerPort', 'protocol'],
    ],
    ['batch/v1', 'CronJob', ['spec', 'jobTemplate', 'spec', 'template', 'spec', 'volumes'], ['name']],
    ['v1', 'Pod', ['spec', 'initContainers', '[]', 'volumeMounts'], ['mountPath']],
    ['v1', 'Service', ['spec', 'ports'], ['port', 'protocol']],
    ['v1', 'ConfigMap', ['metadata', 'ownerReferences'], ['uid']],
    ['v1', 'ConfigMap', ['metadata', 'finalizers'], []],
    ['kustomize.config.k8s.io/v1beta1', 'Kustomization', ['secretGenerator'], ['name']],
  ])('merge lists of %s %s at %j by %j', (apiVersion, kind, path, keys) => {
    expect(keysAt(apiVersion, kind, ...path)).toEqual(keys);
  });

  it('know other fields of known types to be plain, and nothing of other types', () => {
    const command = at(registry.forResource('v1', 'Pod'), 'spec', 'containers', '[]', 'command');
    expect(command?.listMergeRule()).toBeUndefined();
    expect(command).toBeDefined();
    expect(registry.forResource('apps/v1beta1', 'Deployment')).toBeUndefined();
    expect(registry.forResource('__proto__', 'constructor')).toBeUndefined();
  });
});

describe('schemas of custom resources', () => {
  const definition = (schema: string) =>
    parseYaml(
      'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec:\n  group: e.com\n' +
        `  names: {kind: Foo}\n  versions:\n  - name: v1\n    schema:\n      openAPIV3Schema: ${schema}\n`,
    )[0]?.root as never;

  it('come from the CRDs of a package and take precedence', () => {
    const list = '{properties: {l: {type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [a, b]}}}';
    const registry = createSchemaRegistry(schemasFromCustomResourceDefinitions([definition(list)]));
    expect(at(registry.forResource('e.com/v1', 'Foo'), 'l')?.listMergeRule()?.keys).toEqual(['a', 'b']);
    expect(at(registry.forResource('e.com/v1', 'Foo'), 'unknown')).toBeUndefined();
  });

  it('pass over what is no complete definition', () => {
    const incomplete = parseYaml('kind: CustomResourceDefinition\nspec: {}\n')[0]?.root as never;
    expect(schemasFromCustomResourceDefinitions([incomplete]).size).toBe(0);
  });

  it('may refer to built-in definitions, but not to themselves for ever', () => {
    const registry = createSchemaRegistry();
    const items = { type: 'array', items: { $ref: '#/definitions/io.k8s.api.core.v1.Container' } };
    expect(at(registry.fromOpenApi(items), '[]', 'env')?.listMergeRule()?.keys).toEqual(['name']);
    expect(at(registry.fromOpenApi({ properties: { a: { $ref: '#/definitions/none' } } }), 'a')).toBeUndefined();
  });
});

describe('schemaFromComment', () => {
  it('reads JSON objects and ignores any other comment', () => {
    expect(schemaFromComment('# {"type":"array"}', '')).toEqual({ type: 'array' });
    expect(schemaFromComment('', '# {"$openapi":"image"}')).toEqual({ $openapi: 'image' });
    for (const comment of ['# text', '# {not json}', '# {}', '# [1]', '']) {
      expect(schemaFromComment(comment, '')).toBeUndefined();
    }
  });
});
