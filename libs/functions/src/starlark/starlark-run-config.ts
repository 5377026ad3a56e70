import { type YamlNode } from '@porch/krm';
import { configDataOf, FUNCTION_GROUP, isFunctionKind } from '../function-config';
import { apiVersionOf, groupOf, isGroupVersionKind, kindOf, nameOf, versionOf } from '../object/krm-object';
import { fieldOf, textOf } from '../object/node-fields';

const DEFAULT_PROGRAM_NAME = 'starlark-function-run';

/** A program, and what its error messages call it. */
export interface StarlarkRunConfig {
  readonly name: string;
  readonly source: string;
}

/** The program of a `StarlarkRun` or of a ConfigMap's `source`, or what is wrong with the configuration. */
export function readStarlarkRun(config: YamlNode | undefined): StarlarkRunConfig | string {
  if (config === undefined || config.content.length === 0) {
    return 'FunctionConfig is missing. Expect `ConfigMap` or `StarlarkRun`';
  }
  const source = sourceOf(config);
  if (source === undefined) {
    return (
      '`functionConfig` must be either /v1, Kind=ConfigMap or fn.kpt.dev/v1alpha1, Kind=StarlarkRun, ' +
      `but we got: ${describeKind(config)}`
    );
  }
  if (source === '') return '`source` must not be empty';
  return { name: nameOf(config) || DEFAULT_PROGRAM_NAME, source };
}

function sourceOf(config: YamlNode): string | undefined {
  if (isGroupVersionKind(config, '', 'v1', 'ConfigMap')) return configDataOf(config).get('source') ?? '';
  return isFunctionKind(config, 'StarlarkRun') ? textOf(fieldOf(config, 'source')) : undefined;
}

/** apimachinery's text of a group, version and kind. */
function describeKind(config: YamlNode): string {
  const version = apiVersionOf(config) === '' ? '' : versionOf(config);
  return `${groupOf(config)}/${version}, Kind=${kindOf(config)}`;
}

export const STARLARK_RUN_KIND = { apiVersion: `${FUNCTION_GROUP}/v1alpha1`, kind: 'StarlarkRun' };
