import { type KubernetesObject } from '@porch/api';
import { type Column } from './resource-kind';
import { isJsonObject, objectsAt, textAt, valueAt } from '../json/json-object';

export const NAME_COLUMN: Column = {
  name: 'Name',
  type: 'string',
  format: 'name',
  description: 'Name of the object.',
  cell: (object) => object.metadata.name ?? '',
};

export const AGE_COLUMN: Column = {
  name: 'Age',
  type: 'date',
  description: 'Time since the object was created.',
  cell: (object) => object.metadata.creationTimestamp ?? null,
};

/** Kinds without columns of their own print these. */
export const DEFAULT_COLUMNS: readonly Column[] = [NAME_COLUMN, AGE_COLUMN];

export const textColumn = (name: string, path: string, description: string, priority?: 0 | 1): Column => ({
  name,
  type: 'string',
  description,
  ...(priority === undefined ? {} : { priority }),
  cell: (object) => textAt(object, path),
});

export const integerColumn = (name: string, path: string, description: string): Column => ({
  name,
  type: 'integer',
  description,
  cell: (object) => valueAt(object, path) ?? 0,
});

/** The status of one condition, empty while there is none. */
export const conditionColumn = (name: string, type: string, description: string): Column => ({
  name,
  type: 'string',
  description,
  cell: (object) =>
    textAt(
      objectsAt(object, 'status.conditions').find((condition) => condition['type'] === type),
      'status',
    ),
});

/** How many entries the map at a path has. */
export const countColumn = (name: string, path: string, description: string): Column => ({
  name,
  type: 'integer',
  description,
  cell: (object: KubernetesObject) => {
    const value = valueAt(object, path);
    return isJsonObject(value) ? Object.keys(value).length : Array.isArray(value) ? value.length : 0;
  },
});
