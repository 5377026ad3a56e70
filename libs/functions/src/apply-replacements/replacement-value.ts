import { deepCopy, isNull, YamlNode } from '@porch/krm';
import { FunctionError } from '../framework-outcome';
import { splitFieldPath } from './field-path';
import { DEFAULT_FIELD_PATH, type FieldOptions, type Replacement, type ReplacementSource } from './replacement';
import { describeSelector, selectSource } from './resource-selection';
import { sourceField } from './source-field';

/**
 * The value that a replacement puts into its targets.
 *
 * @throws FunctionError where there is no source, or nothing at its field.
 */
export function replacementValue(resources: readonly YamlNode[], replacement: Replacement): YamlNode {
  const { source, sourceValue, targets } = replacement;
  if ((!source && sourceValue === undefined) || !targets) {
    throw new FunctionError('replacements must specify a source and at least one target');
  }
  if (source && sourceValue !== undefined) {
    throw new FunctionError('value and resource selectors are mutually exclusive in replacements');
  }
  return source ? sourceValueOf(resources, source) : YamlNode.scalar(String(sourceValue));
}

function sourceValueOf(resources: readonly YamlNode[], source: ReplacementSource): YamlNode {
  const resource = selectSource(resources, source);
  const fieldPath = source.fieldPath || DEFAULT_FIELD_PATH;
  const field = findField(resource, fieldPath);
  if (field === undefined || isEmpty(field)) {
    throw new FunctionError(`fieldPath \`${fieldPath}\` is missing for replacement source ${describeSelector(source)}`);
  }
  return partOf(field, source.options);
}

function findField(resource: YamlNode, fieldPath: string): YamlNode | undefined {
  try {
    return sourceField(resource, splitFieldPath(fieldPath));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new FunctionError(`error looking up replacement source: ${reason}`);
  }
}

/** A null, or a list or map with nothing in it. */
function isEmpty(node: YamlNode): boolean {
  return isNull(node) || (node.kind !== 'scalar' && node.kind !== 'alias' && node.content.length === 0);
}

/** The whole value, or one of the parts that a delimiter makes of it. */
function partOf(field: YamlNode, { delimiter = '', index = 0 }: FieldOptions = {}): YamlNode {
  const value = deepCopy(field);
  if (delimiter === '') return value;
  if (value.kind !== 'scalar') throw new FunctionError('delimiter option can only be used with scalar nodes');
  const part = value.value.split(delimiter)[index];
  if (part === undefined) throw new FunctionError(`options.index ${index} is out of bounds for value ${value.value}`);
  value.value = part;
  return value;
}
