import { type YamlNode } from '@porch/krm';
import { type FunctionConfigKind } from './krm-function';
import { apiVersionOf, groupOf, kindOf, nameOf } from './object/krm-object';
import { fieldOf, isAbsent, stringMapOf } from './object/node-fields';

export const CONFIG_MAP: FunctionConfigKind = { apiVersion: 'v1', kind: 'ConfigMap' };
export const FUNCTION_GROUP = 'fn.kpt.dev';
/** The name of the ConfigMap that kpt makes of a step's `configMap`. */
export const INLINE_CONFIG_NAME = 'function-input';

/** A ConfigMap's `data`. */
export function configDataOf(config: YamlNode | undefined): Map<string, string> {
  return stringMapOf(fieldOf(config, 'data'));
}

export function isConfigMap(config: YamlNode): boolean {
  return kindOf(config) === 'ConfigMap' && groupOf(config) === '';
}

/** No functionConfig at all, or the placeholders kpt hands over in its place: `{}` and an empty inline ConfigMap. */
export function isEmptyConfig(config: YamlNode | undefined): boolean {
  if (config === undefined || config.kind !== 'mapping' || config.content.length === 0) return true;
  if (isConfigMap(config) && nameOf(config) === INLINE_CONFIG_NAME) return configDataOf(config).size === 0;
  return kindOf(config) === '' && nameOf(config) === '';
}

/** Whether a config is of a function's own kind in fn.kpt.dev, of any version. */
export function isFunctionKind(config: YamlNode, kind: string): boolean {
  return kindOf(config) === kind && apiVersionOf(config).startsWith(`${FUNCTION_GROUP}/`);
}

/** apimachinery's text of a group and kind: `Kind.group`, or the kind alone in the core group. */
export function groupKindOf(config: YamlNode): string {
  const group = groupOf(config);
  return group === '' ? kindOf(config) : `${kindOf(config)}.${group}`;
}

/** A field that Go decodes into `map[string]string`; for any other type, the decoder's complaint as text. */
export function decodeStringMap(
  node: YamlNode | undefined,
  goType: string,
  field: string,
): Map<string, string> | string {
  if (isAbsent(node) || node.kind === 'mapping') return stringMapOf(node);
  const found = node.kind === 'sequence' ? 'array' : 'string';
  const struct = goType.slice(goType.lastIndexOf('.') + 1);
  return (
    `unable to convert object to *${goType} with error: json: cannot unmarshal ${found} ` +
    `into Go struct field ${struct}.${field} of type map[string]string`
  );
}
