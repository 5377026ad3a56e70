import { type KubernetesObject } from '@porch/api';
import { isJsonObject, textAt, valueAt } from '../json/json-object';
import { deepEqual } from '../json/deep-equal';
import { AGE_COLUMN, countColumn, NAME_COLUMN, textColumn } from './columns';
import { CONDITIONS_SCHEMA } from './object-meta-schema';
import { ALL_VERBS, type FieldCause, type ResourceKind, STATUS_SUBRESOURCE } from './resource-kind';
import { bytes, flag, mapOf, record, setOf, text, textMap } from './schema';

export const coreKind = {
  group: '',
  version: 'v1',
  typed: true,
  verbs: ALL_VERBS,
  backing: 'store',
  allowsUnconditionalUpdate: true,
} as const;

const NAMESPACE_NAME_LABEL = 'kubernetes.io/metadata.name';

/** A namespace ends when `spec.finalizers` is empty; the namespace controller empties it once its contents are gone. */
export const NAMESPACE_KIND: ResourceKind = {
  ...coreKind,
  plural: 'namespaces',
  singular: 'namespace',
  shortNames: ['ns'],
  kind: 'Namespace',
  namespaced: false,
  nameRule: 'label',
  description: 'A scope for names and for who may do what.',
  subresources: [STATUS_SUBRESOURCE, { name: 'finalize', verbs: ['update'] }],
  fields: {
    spec: record('Who has to agree before the namespace is removed.', {
      finalizers: setOf({ type: 'string' }, 'Who has to agree before the namespace is removed.'),
    }),
    status: record('Phase of the namespace.', {
      phase: text('`Active` or `Terminating`.'),
      conditions: CONDITIONS_SCHEMA,
    }),
  },
  columns: [NAME_COLUMN, textColumn('Status', 'status.phase', 'Phase of the namespace.'), AGE_COLUMN],
  selectableFields: ['status.phase'],
  prepareForCreate: (object) => ({
    ...object,
    metadata: {
      ...object.metadata,
      labels: { ...object.metadata.labels, [NAMESPACE_NAME_LABEL]: object.metadata.name ?? '' },
    },
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  }),
  prepareForUpdate: (object, previous) => ({ ...object, spec: previous['spec'] }),
};

const immutableData: NonNullable<ResourceKind['validate']> = (object, previous) => {
  if (previous?.['immutable'] !== true) return [];
  const changed = ['data', 'binaryData', 'stringData', 'immutable'].filter(
    (field) => !deepEqual(object[field] ?? {}, previous[field] ?? {}),
  );
  return changed.map((field) => ({
    reason: 'FieldValueForbidden',
    field,
    message: 'Forbidden: field is immutable when `immutable` is set',
  }));
};

const KEY = /^[-._a-zA-Z0-9]{1,253}$/;
function keyCauses(object: KubernetesObject, field: string): FieldCause[] {
  const map = object[field];
  if (!isJsonObject(map)) return [];
  return Object.keys(map)
    .filter((key) => !KEY.test(key) || key === '.' || key === '..')
    .map((key) => ({
      reason: 'FieldValueInvalid',
      field: `${field}[${key}]`,
      message:
        `Invalid value: ${JSON.stringify(key)}: a valid config key must consist of alphanumeric characters, ` +
        `'-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')`,
    }));
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
function base64Causes(object: KubernetesObject, field: string): FieldCause[] {
  const map = object[field];
  if (!isJsonObject(map)) return [];
  return Object.entries(map)
    .filter(([, value]) => typeof value !== 'string' || !BASE64.test(value.replaceAll(/[\r\n]/g, '')))
    .map(([key]) => ({
      reason: 'FieldValueInvalid',
      field: `${field}[${key}]`,
      message: 'Invalid value: the value is not base64',
    }));
}

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
    ...immutableData(object, previous),
  ],
};
