import { type KubernetesObject } from '@porch/api';
import { isJsonObject, textAt } from '../json/json-object';
import { AGE_COLUMN, countColumn, NAME_COLUMN, textColumn } from './columns';
import { coreKind } from './core-kind';
import { base64Causes, immutableData, keyCauses, sizeCauses } from './data-rules';
import { type FieldCause, type ResourceKind } from './resource-kind';
import { bytes, flag, mapOf, text, textMap } from './schema';

/** Keys that secrets of a type need: all of them, or where `any` one of them. */
const KEYS_OF_TYPES: Readonly<Record<string, { readonly keys: readonly string[]; readonly any?: true }>> = {
  'kubernetes.io/basic-auth': { keys: ['username', 'password'], any: true },
  'kubernetes.io/ssh-auth': { keys: ['ssh-privatekey'] },
  'kubernetes.io/tls': { keys: ['tls.crt', 'tls.key'] },
  'kubernetes.io/dockercfg': { keys: ['.dockercfg'] },
  'kubernetes.io/dockerconfigjson': { keys: ['.dockerconfigjson'] },
};
const SERVICE_ACCOUNT_TOKEN = 'kubernetes.io/service-account-token';
const SERVICE_ACCOUNT_NAME = 'kubernetes.io/service-account.name';

function secretTypeCauses(object: KubernetesObject): FieldCause[] {
  const type = textAt(object, 'type');
  if (type === SERVICE_ACCOUNT_TOKEN && !object.metadata.annotations?.[SERVICE_ACCOUNT_NAME]) {
    return [required(`metadata.annotations[${SERVICE_ACCOUNT_NAME}]`)];
  }
  const { keys = [], any } = KEYS_OF_TYPES[type] ?? {};
  const data = isJsonObject(object['data']) ? object['data'] : {};
  const missing = keys.filter((key) => data[key] === undefined);
  return any && missing.length < keys.length ? [] : missing.map((key) => required(`data[${key}]`));
}

const required = (field: string): FieldCause => ({
  reason: 'FieldValueRequired',
  field,
  message: 'Required value',
});

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
    ...sizeCauses(object, { data: 'base64' }),
    ...secretTypeCauses(object),
    ...immutableData(object, previous),
  ],
};
