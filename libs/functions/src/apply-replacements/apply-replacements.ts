import { type YamlNode } from '@porch/krm';
import { isFunctionKind } from '../function-config';
import { error, failedInProcessor, succeeded } from '../function-outcome';
import { FunctionError } from '../framework-outcome';
import { type SynchronousKrmFunction } from '../krm-function';
import { apiVersionOf, kindOf } from '../object/krm-object';
import { sortItems } from '../sort-items';
import { readReplacements, type Replacement } from './replacement';
import { replaceFields } from './replace-fields';
import { replacementValue } from './replacement-value';
import { selectTargets } from './resource-selection';

/**
 * apply-replacements (v0.1.5): copies values from fields of one resource into fields of others, as kustomize's
 * replacements do. What cannot be done is an error result and exit code 1.
 */
export const applyReplacements: SynchronousKrmFunction = {
  name: 'apply-replacements',
  description: 'Copy values from one field into others.',
  configKinds: [{ apiVersion: 'fn.kpt.dev/v1alpha1', kind: 'ApplyReplacements' }],
  configSchema: {
    type: 'object',
    properties: { replacements: { type: 'array', description: 'Each with its source and its targets.' } },
    required: ['replacements'],
  },
  run({ items, functionConfig }) {
    try {
      for (const replacement of configured(functionConfig)) applyReplacement(items, replacement);
      return succeeded(sortItems(items));
    } catch (failure) {
      if (failure instanceof FunctionError) return failedInProcessor(items, [error(failure.message)]);
      throw failure;
    }
  },
};

function configured(config: YamlNode | undefined): readonly Replacement[] {
  if (config === undefined || !isFunctionKind(config, 'ApplyReplacements')) {
    const found = config === undefined ? 'nothing' : `${apiVersionOf(config)} ${kindOf(config)}`;
    throw new FunctionError(`functionConfig must be fn.kpt.dev/v1alpha1 ApplyReplacements, but is ${found}`);
  }
  return readReplacements(config);
}

/**
 * Applies one replacement to the resources.
 *
 * @throws FunctionError where its source or one of its targets is not as it has to be.
 */
export function applyReplacement(resources: readonly YamlNode[], replacement: Replacement): void {
  const value = replacementValue(resources, replacement);
  for (const target of replacement.targets ?? []) {
    for (const resource of selectTargets(resources, target)) replaceFields(resource, value, target);
  }
}
