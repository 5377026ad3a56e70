import { toJs, type YamlNode } from '@porch/krm';
import { FunctionError } from '../framework-outcome';
import { configDataOf, isConfigMap, isEmptyConfig, isFunctionKind } from '../function-config';
import { type FieldSpec } from '../kustomize';
import { apiVersionOf, kindOf } from '../object/krm-object';
import { fieldOf, textOf } from '../object/node-fields';

export type EditMode = 'prepend' | 'append';

export interface EnsureNameSubstringConfig {
  readonly substring: string;
  readonly editMode: EditMode;
  /** Fields to change besides `metadata.name`. */
  readonly additionalNameFields: readonly FieldSpec[];
}

const EXPECTED = '/v1, Kind=ConfigMap or fn.kpt.dev/v1alpha1, Kind=EnsureNameSubstring';

/** @throws FunctionError that says what is wrong with the configuration, as the catalogue's function does. */
export function readEnsureNameSubstringConfig(config: YamlNode | undefined): EnsureNameSubstringConfig {
  if (config === undefined || isEmptyConfig(config)) throw configError('the functionConfig is missing');
  if (isConfigMap(config)) return readConfigMap(config);
  if (!isFunctionKind(config, 'EnsureNameSubstring')) {
    const found = `${apiVersionOf(config).replace(/^(?!.*\/)/, '/')}, Kind=${kindOf(config)}`;
    throw configError(`function config must be either ${EXPECTED}, but we got: ${found}`);
  }
  const substring = textOf(fieldOf(config, 'substring'));
  if (substring === '') throw configError('substring must not be empty');
  const additional = fieldOf(config, 'additionalNameFields');
  const deprecated = fieldOf(config, 'fieldSpecs');
  if (additional && deprecated) {
    throw configError('`fieldSpecs` has been deprecated, please rename it to `additionalNameFields`');
  }
  const fields = additional ?? deprecated;
  return {
    substring,
    editMode: checkedEditMode(textOf(fieldOf(config, 'editMode')) || 'prepend'),
    additionalNameFields: fields?.kind === 'sequence' ? (toJs(fields) as unknown as readonly FieldSpec[]) : [],
  };
}

function readConfigMap(config: YamlNode): EnsureNameSubstringConfig {
  const data = configDataOf(config);
  const [[editMode, substring] = ['', '']] = data;
  if (data.size !== 1) throw configError(`only 1 entry is allowed in the ConfigMap, but got: ${data.size}`);
  const checked = checkedEditMode(editMode);
  if (substring === '') throw configError('substring must not be empty');
  return { substring, editMode: checked, additionalNameFields: [] };
}

function checkedEditMode(editMode: string): EditMode {
  if (editMode === 'prepend' || editMode === 'append') return editMode;
  throw configError(`unknown editMode: ${editMode}, only prepend and append are allowed`);
}

const configError = (text: string) => new FunctionError(`failed to load the \`functionConfig\`: ${text}`);
