import { type KubernetesObject } from '@porch/api';
import { type ObjectChange } from '@porch/repository';
import { keyText, parseKeyText } from '../object-key';
import { deepFreeze, type PlannedChange, type StoredObject } from '../write-plan';
import { type ContentCodec } from './content-codec';

export interface ObjectRow {
  readonly object_key: string;
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly resource_version: number | string;
  readonly content: string;
}

export interface ChangeRow {
  readonly resource_version: number | string;
  readonly resource: string;
  readonly object_key: string;
  readonly type: string;
  readonly content: string;
  readonly previous: string | null;
}

/** Turns rows into what they stand for, and back. */
export class RowCodec {
  constructor(private readonly content: ContentCodec) {}

  toObject(row: Pick<ObjectRow, 'resource' | 'namespace' | 'name' | 'content'>): KubernetesObject {
    return JSON.parse(this.content.decode(row, row.content)) as KubernetesObject;
  }

  toStored(row: ObjectRow): StoredObject {
    const key = { resource: row.resource, namespace: row.namespace, name: row.name };
    const text = this.content.decode(key, row.content);
    const { metadata } = JSON.parse(text) as KubernetesObject;
    return { key, uid: row.uid, resourceVersion: Number(row.resource_version), labels: metadata.labels ?? {}, text };
  }

  toObjectRow(stored: StoredObject): ObjectRow & { resource_version: number } {
    return {
      object_key: keyText(stored.key),
      ...stored.key,
      uid: stored.uid,
      resource_version: stored.resourceVersion,
      content: this.content.encode(stored.key, stored.text),
    };
  }

  toChangeRow(change: PlannedChange): ChangeRow & { resource_version: number } {
    return {
      resource_version: change.resourceVersion,
      resource: change.key.resource,
      object_key: keyText(change.key),
      type: change.type,
      content: this.content.encode(change.key, change.stored.text),
      previous: change.previous ? this.content.encode(change.key, change.previous.text) : null,
    };
  }

  toChange(row: ChangeRow): ObjectChange {
    const key = parseKeyText(row.object_key);
    const parse = (content: string) => JSON.parse(this.content.decode(key, content)) as KubernetesObject;
    return deepFreeze({
      type: row.type as ObjectChange['type'],
      resource: row.resource,
      object: parse(row.content),
      previous: row.previous === null ? undefined : parse(row.previous),
      resourceVersion: String(row.resource_version),
    });
  }
}
