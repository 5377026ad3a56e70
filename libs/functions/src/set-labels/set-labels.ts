import { type FunctionResult } from '@porch/api';
import { type YamlNode } from '@porch/krm';
import {
  CONFIG_MAP,
  configDataOf,
  decodeStringMap,
  groupKindOf,
  isConfigMap,
  isEmptyConfig,
  isFunctionKind,
} from '../function-config';
import { error, failedInProcessor, info, succeeded, warning } from '../function-outcome';
import { sortedStrings } from '../go-format';
import { type SynchronousKrmFunction } from '../krm-function';
import { isLocalConfig } from '../object/krm-object';
import { fieldOf, isAbsent, lookUp, setStringAt, textOf } from '../object/node-fields';
import { sortItems } from '../sort-items';
import { type LabelField, labelFields } from './label-fields';

/**
 * set-labels (v0.2): sets labels on every object and in the selectors and templates that belong to them. Local
 * configuration is left out, the Kptfile is not. The count in the report is of labels visited, changed or not.
 */
export const setLabels: SynchronousKrmFunction = {
  name: 'set-labels',
  description: 'Set labels on all resources, and in their selectors and templates.',
  configKinds: [CONFIG_MAP, { apiVersion: 'fn.kpt.dev/v1alpha1', kind: 'SetLabels' }],
  configSchema: {
    type: 'object',
    properties: { labels: { type: 'object', additionalProperties: { type: 'string' } } },
    required: ['labels'],
  },
  run({ items, functionConfig }) {
    const results: FunctionResult[] = [];
    if (functionConfig === undefined || functionConfig.content.length === 0) {
      results.push(info('`FunctionConfig` is not given'));
    }
    const labels = readLabels(functionConfig);
    if (typeof labels === 'string') return failedInProcessor(items, [error(labels)]);
    const objects = items.filter((item) => !isLocalConfig(item));
    if (objects.length === 0) return succeeded(items, [...results, info('no input resources')]);
    if (isEmptyConfig(functionConfig)) return failedInProcessor(items, results);
    if (labels.size === 0) {
      return succeeded(items, [...results, warning('no `labels` arguments are given in FunctionConfig')]);
    }
    const keys = sortedStrings(labels.keys());
    let count = 0;
    for (const object of objects) {
      for (const field of labelFields(object)) {
        for (const key of keys) setLabel(field, key, labels.get(key) ?? '');
        count += keys.length;
      }
    }
    results.push(info(`set ${count} labels in total`));
    return succeeded(sortItems(items), results);
  },
};

function readLabels(config: YamlNode | undefined): Map<string, string> | string {
  if (config === undefined || isEmptyConfig(config)) return new Map<string, string>();
  if (isConfigMap(config)) return configDataOf(config);
  if (isFunctionKind(config, 'SetLabels')) {
    const labels = fieldOf(config, 'labels');
    return decodeStringMap(labels, 'setlabels.SetLabels', 'labels');
  }
  return `unknown FunctionConfig \`${groupKindOf(config)}\`, expect \`SetLabels.fn.kpt.dev\` or \`ConfigMap.v1\``;
}

function setLabel({ node, path, create }: LabelField, key: string, value: string): void {
  const existing = lookUp(node, ...path, key);
  if (isAbsent(existing) ? create : textOf(existing) !== value) setStringAt(node, [...path, key], value);
}
