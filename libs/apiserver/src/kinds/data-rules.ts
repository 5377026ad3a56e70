import { type KubernetesObject } from '@porch/api';
import { deepEqual } from '../json/deep-equal';
import { isJsonObject } from '../json/json-object';
import { type FieldCause, type ResourceKind } from './resource-kind';

/** Contents of a Secret or ConfigMap that was marked immutable stay as they are. */
export const immutableData: NonNullable<ResourceKind['validate']> = (object, previous) => {
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

/** Keys become file names where pods mount them. */
export function keyCauses(object: KubernetesObject, field: string): FieldCause[] {
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

/** Values that have to be base64. */
export function base64Causes(object: KubernetesObject, field: string): FieldCause[] {
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

const MAX_DATA_BYTES = 1024 * 1024;

/** Values together may take a mebibyte, base64 counted as the bytes it stands for. */
export function sizeCauses(
  object: KubernetesObject,
  encodings: Readonly<Record<string, 'utf8' | 'base64'>>,
): FieldCause[] {
  const sizes = Object.entries(encodings).flatMap(([field, encoding]) => {
    const map = object[field];
    const values = isJsonObject(map) ? Object.values(map).filter((value) => typeof value === 'string') : [];
    return values.map((value) => Buffer.byteLength(value, encoding));
  });
  const size = sizes.reduce((sum, each) => sum + each, 0);
  if (size <= MAX_DATA_BYTES) return [];
  const message = `Too long: may not be more than ${MAX_DATA_BYTES} bytes`;
  return [{ reason: 'FieldValueTooLong', field: 'data', message }];
}
