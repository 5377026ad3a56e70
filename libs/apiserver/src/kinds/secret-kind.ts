import { type KubernetesObject } from '@porch/api';
import { isJsonObject, textAt, valueAt } from '../json/json-object';
import { AGE_COLUMN, countColumn, NAME_COLUMN, textColumn } from './columns';
import { coreKind } from './core-kind';
import { base64Causes, immutableData, keyCauses } from './data-rules';
import { type FieldCause, type ResourceKind } from './resource-kind';
import { bytes, flag, mapOf, text, textMap } from './schema';

const BASIC_AUTH = 'kubernetes.io/basic-auth';

function secretTypeCauses(object: KubernetesObject): FieldCause[] {
  if (object['type'] !== BASIC_AUTH) return [];
  if (['username', 'password'].some((key) => valueAt(object, `data.${key}`) !== undefined)) return [];
  return ['username', 'password'].map((key) => ({
    reason: 'FieldValueRequired',
    field: `data[${key}]`,
    message: 'Required value',
  }));
}

/** Folds the write-only stringData into data. */
function withStringData(object: KubernetesObject): KubernetesObject {
  const { stringData, ...rest } = object;
  const type = textAt(object, 'type') || 'Opaque';
  if (!isJsonObject(stringData)) return { ...rest, type };
  const encoded = Object.entries(stringData).map(([key, value]) => [
    key,
    Buffer.from(String(value), 'utf8').toString('base64'),
  ]);
  const data = isJsonObject(object['data']) ? object['data'] : {};
  return { ...rest, type, data: { ...data, ...(Object.fromEntries(encoded) as Record<string, string>) } };
}

export const SECRET_KIND: ResourceKind = {
  ...coreKind,
  plural: 'secrets',
  singular: 'secret',
  kind: 'Secret',
  namespaced: true,
  description: 'Small confidential values, such as credentials of a repository.',
  fields: {
    data: mapOf(bytes('Base64 of the value.'), 'Keys and base64 values.'),
    stringData: textMap('Keys and plain values; written into data, never read back.'),
    type: text('What the secret is for; `Opaque` when not given.'),
    immutable: flag('Whether the contents may no longer change.'),
  },
  columns: [
    NAME_COLUMN,
    textColumn('Type', 'type', 'What it is for.'),
    countColumn('Data', 'data', 'Number of keys.'),
    AGE_COLUMN,
  ],
  selectableFields: ['type'],
  immutable: [{ path: 'type', message: 'field is immutable' }],
  prepareForCreate: withStringData,
  prepareForUpdate: withStringData,
  validate: (object, previous) => [
    ...keyCauses(object, 'data'),
    ...base64Causes(object, 'data'),
    ...secretTypeCauses(object),
    ...immutableData(object, previous),
  ],
};
