import { AGE_COLUMN, countColumn, NAME_COLUMN } from './columns';
import { coreKind } from './core-kind';
import { base64Causes, immutableData, keyCauses, sizeCauses } from './data-rules';
import { type ResourceKind } from './resource-kind';
import { bytes, flag, mapOf, textMap } from './schema';

export const CONFIG_MAP_KIND: ResourceKind = {
  ...coreKind,
  plural: 'configmaps',
  singular: 'configmap',
  shortNames: ['cm'],
  kind: 'ConfigMap',
  namespaced: true,
  description: 'Small values that are not confidential.',
  fields: {
    data: textMap('Keys and text values.'),
    binaryData: mapOf(bytes('Base64 of the value.'), 'Keys and base64 values.'),
    immutable: flag('Whether the contents may no longer change.'),
  },
  columns: [NAME_COLUMN, countColumn('Data', 'data', 'Number of keys.'), AGE_COLUMN],
  validate: (object, previous) => [
    ...keyCauses(object, 'data'),
    ...keyCauses(object, 'binaryData'),
    ...base64Causes(object, 'binaryData'),
    ...sizeCauses(object, { data: 'utf8', binaryData: 'base64' }),
    ...immutableData(object, previous),
  ],
};
