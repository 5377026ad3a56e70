import { type KubernetesObject } from '@porch/api';
import { type MetaVersion } from '../http/negotiation';
import { type JsonObject } from '../json/json-object';
import { DEFAULT_COLUMNS } from '../kinds/columns';
import { type Column, type ResourceKind } from '../kinds/resource-kind';
import { humanDuration } from './human-duration';

/** How much of an object goes with its row. */
export type IncludeObject = 'None' | 'Metadata' | 'Object';

export const metaApiVersion = (version: MetaVersion): string => `meta.k8s.io/${version}`;

export function columnsOf(kind: ResourceKind): readonly Column[] {
  return kind.columns ?? DEFAULT_COLUMNS;
}

export function columnDefinitions(kind: ResourceKind): JsonObject[] {
  return columnsOf(kind).map(({ name, type, format = '', description, priority = 0 }) => ({
    name,
    type,
    format,
    description,
    priority,
  }));
}

/** One row of a table: JSON-typed cells and what was asked for of the object. Pure. */
export function tableRow(
  kind: ResourceKind,
  object: KubernetesObject,
  includeObject: IncludeObject,
  version: MetaVersion,
  now: Date,
): JsonObject {
  const cells = columnsOf(kind).map((column) => cellOf(column, object, now));
  if (includeObject === 'None') return { cells };
  return { cells, object: includeObject === 'Object' ? object : partialObjectMetadata(object, version) };
}

function cellOf(column: Column, object: KubernetesObject, now: Date): unknown {
  const value = column.cell(object) ?? null;
  if (column.type !== 'date') return value;
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? '<unknown>' : humanDuration(now.getTime() - time);
}

export function partialObjectMetadata(object: KubernetesObject, version: MetaVersion): JsonObject {
  return { kind: 'PartialObjectMetadata', apiVersion: metaApiVersion(version), metadata: object.metadata };
}
