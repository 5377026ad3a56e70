import { filePlace, fromJs, type KrmObject, readFunctionConfig, YamlNode } from '@porch/krm';
import { type ConfigReference, type PipelineFunction } from './pipeline-function';
import { PACKAGE_PATH_ANNOTATION } from './path-rules';

/** The ConfigMap that kpt makes of a step's `configMap`; undefined for an empty one. */
export function inlineConfig(data: Readonly<Record<string, string>> | undefined): YamlNode | undefined {
  if (data === undefined || Object.keys(data).length === 0) return undefined;
  const values = YamlNode.mapping();
  for (const [key, value] of Object.entries(data)) values.content.push(YamlNode.string(key), YamlNode.string(value));
  const config = fromJs({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'function-input' } });
  config.content.push(YamlNode.scalar('data'), values);
  return config;
}

/**
 * The functionConfig a step has before the pipeline runs: its `configMap`, or the object in its `configPath`.
 * @throws PorchError where the file is missing or holds no KRM object
 */
export function initialConfig(
  step: Pick<PipelineFunction, 'configMap' | 'configPath'>,
  textOf: (path: string) => string | undefined,
): YamlNode | undefined {
  if (step.configPath) return readFunctionConfig(step.configPath, textOf(step.configPath)).node;
  return inlineConfig(step.configMap);
}

/** The object a step's `configPath` names among the current resources, where an earlier step may have changed it. */
export function currentConfig(
  configPath: string,
  packagePath: string,
  resources: readonly KrmObject[],
): KrmObject | undefined {
  return resources.find(
    (resource) =>
      filePlace(resource).path === configPath && resource.getAnnotation(PACKAGE_PATH_ANNOTATION) === packagePath,
  );
}

/**
 * The object of the package that a step's `configRef` names.
 * @throws Error when there is none, or more than one
 */
export function referencedConfig(
  reference: ConfigReference,
  packagePath: string,
  resources: readonly KrmObject[],
): KrmObject {
  const matches = resources.filter(
    (resource) =>
      resource.getAnnotation(PACKAGE_PATH_ANNOTATION) === packagePath &&
      meets(reference.apiVersion, resource.apiVersion) &&
      meets(reference.kind, resource.kind) &&
      meets(reference.name, resource.name) &&
      meets(reference.namespace, resource.namespace),
  );
  const [match] = matches;
  const { apiVersion = '', kind = '', name = '' } = reference;
  const subject = `apiVersion="${apiVersion}", kind="${kind}", name="${name}"`;
  if (match === undefined) throw new Error(`configRef: no resource found matching ${subject}`);
  if (matches.length > 1)
    throw new Error(`configRef: ${matches.length} resources found matching ${subject}, expected one`);
  return match;
}

const meets = (wanted: string | undefined, actual: string) => !wanted || wanted === actual;
