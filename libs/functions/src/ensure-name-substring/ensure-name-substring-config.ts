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

/** @throws FunctionError that says what is wrong with the configuration. */
export function readEnsureNameSubstringConfig(config: YamlNode | undefined): EnsureNameSubstringConfig {
  if (config === undefined || isEmptyConfig(config)) throw new FunctionError('the functionConfig is missing');
  if (isConfigMap(config)) return readConfigMap(config);
  if (!isFunctionKind(config, 'EnsureNameSubstring')) {
    throw new FunctionError(
      `functionConfig must be a ConfigMap or an EnsureNameSubstring, but is ${apiVersionOf(config)} ${kindOf(config)}`,
    );
  }
  const substring = textOf(fieldOf(config, 'substring'));
  if (substring === '') throw new FunctionError('`substring` must not be empty');
  const additional = fieldOf(config, 'additionalNameFields');
  return {
    substring,
    editMode: checkedEditMode(textOf(fieldOf(config, 'editMode')) || 'prepend'),
    additionalNameFields: additional?.kind === 'sequence' ? (toJs(additional) as unknown as readonly FieldSpec[]) : [],
  };
}

function readConfigMap(config: YamlNode): EnsureNameSubstringConfig {
  const [[editMode, substring] = ['', ''], ...others] = configDataOf(config);
  if (others.length > 0 || substring === '') {
    throw new FunctionError('the ConfigMap must have exactly one entry, `prepend` or `append`');
  }
  return { substring, editMode: checkedEditMode(editMode), additionalNameFields: [] };
}

function checkedEditMode(editMode: string): EditMode {
  if (editMode === 'prepend' || editMode === 'append') return editMode;
  throw new FunctionError(`edit mode must be \`prepend\` or \`append\`, but is \`${editMode}\``);
}
