import { clearField } from '@porch/krm';
import { CONFIG_MAP, configDataOf } from '../function-config';
import { resultInFile } from '../framework-outcome';
import { error, failed, info, succeeded } from '../function-outcome';
import { type SynchronousKrmFunction } from '../krm-function';
import { apiVersionOf, filePathOf, kindOf, nameOf } from '../object/krm-object';
import { lookUp } from '../object/node-fields';
import { sortItems } from '../sort-items';

/** delete-annotations: removes annotations by key from every resource. The spelling of the messages is upstream's. */
export const deleteAnnotations: SynchronousKrmFunction = {
  name: 'delete-annotations',
  description: 'Remove annotations from all resources.',
  configKinds: [CONFIG_MAP],
  configSchema: {
    type: 'object',
    properties: {
      data: {
        type: 'object',
        properties: { annotationKeys: { type: 'string', description: 'Keys, separated by commas.' } },
        required: ['annotationKeys'],
      },
    },
    required: ['data'],
  },
  run({ items, functionConfig }) {
    const keys = configDataOf(functionConfig).get('annotationKeys') ?? '';
    if (keys === '') {
      const message = 'annotationKeys was not provided as part of the config or paramters to the function';
      return failed(items, [error(message)], `failed to evaluate function: error: ${message}`);
    }
    const removals = items.flatMap((item) => {
      if ([kindOf, nameOf, apiVersionOf].some((part) => part(item) === '')) return [];
      const annotations = lookUp(item, 'metadata', 'annotations');
      if (!annotations) return [];
      return keys
        .trim()
        .split(',')
        .filter((key) => clearField(annotations, key) !== undefined)
        .map((key) => ({ item, key }));
    });
    if (removals.length === 0) {
      return succeeded(sortItems(items), [info('None of the resources had the provided annotations to delete')]);
    }
    const resources = new Set(removals.map(({ item }) => item)).size;
    return succeeded(sortItems(items), [
      info(`The provided annotations were deleted from ${resources} resource(s)`),
      ...removals.map(({ item, key }) =>
        resultInFile(info(`Annonation: [${key}] removed from resource: [${nameOf(item)}]`), filePathOf(item)),
      ),
    ]);
  },
};
