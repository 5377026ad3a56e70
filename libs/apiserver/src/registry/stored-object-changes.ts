import { type KubernetesObject } from '@porch/api';
import { withDefaults } from '../decoding/schema-defaults';
import { deepEqual } from '../json/deep-equal';
import { valueAt } from '../json/json-object';
import { withoutFields } from '../json/without-fields';
import { objectSchemaOf } from '../kinds/object-schema';
import { hasSubresource, type ResourceKind } from '../kinds/resource-kind';
import { metadataForUpdate } from './object-metadata';
import { type PropagationPolicy } from './resource-backend';

export function withoutStatus(object: KubernetesObject): KubernetesObject {
  return withoutFields(object, 'status') as KubernetesObject;
}

/** The object an update stores: through `status` only the status changes, otherwise everything but it. Pure. */
export function nextStored(
  kind: ResourceKind,
  object: KubernetesObject,
  stored: KubernetesObject,
  subresource: string | undefined,
): KubernetesObject {
  if (subresource === 'status') return withStatus(stored, object['status']);
  if (subresource === 'finalize') return { ...stored, spec: object['spec'] ?? {} };
  const metadata = metadataForUpdate(object.metadata, stored.metadata);
  const given = hasSubresource(kind, 'status')
    ? withStatus({ ...object, metadata }, stored['status'])
    : { ...object, metadata };
  const defaulted = withDefaults(given, objectSchemaOf(kind)) as KubernetesObject;
  const next = kind.prepareForUpdate?.(defaulted, stored) ?? defaulted;
  if (!kind.tracksGeneration || deepEqual(desiredState(next), desiredState(stored))) return next;
  return withGeneration(next, (stored.metadata.generation ?? 0) + 1);
}

function withStatus(object: KubernetesObject, status: unknown): KubernetesObject {
  return status === undefined ? withoutStatus(object) : { ...object, status };
}

function desiredState(object: KubernetesObject): object {
  return withoutFields(object, 'metadata', 'status');
}

function withGeneration(object: KubernetesObject, generation: number): KubernetesObject {
  return { ...object, metadata: { ...object.metadata, generation } };
}

const DEPENDENTS_FINALIZERS: Readonly<Record<PropagationPolicy, string | undefined>> = {
  Foreground: 'foregroundDeletion',
  Orphan: 'orphan',
  Background: undefined,
};

/** The object once its deletion was asked for: it stays as long as somebody has to finish first. Pure. */
export function markedForDeletion(
  kind: ResourceKind,
  stored: KubernetesObject,
  propagationPolicy: PropagationPolicy,
  now: string,
): KubernetesObject {
  const finalizer = DEPENDENTS_FINALIZERS[propagationPolicy];
  const finalizers = [...(stored.metadata.finalizers ?? [])];
  if (finalizer !== undefined && !finalizers.includes(finalizer)) finalizers.push(finalizer);
  const { metadata } = stored;
  const generation =
    metadata.deletionTimestamp || metadata.generation === undefined ? {} : { generation: metadata.generation + 1 };
  const marked: KubernetesObject = {
    ...stored,
    metadata: {
      ...metadata,
      ...generation,
      deletionTimestamp: metadata.deletionTimestamp ?? now,
      deletionGracePeriodSeconds: metadata.deletionGracePeriodSeconds ?? 0,
      ...(finalizers.length > 0 ? { finalizers } : {}),
    },
  };
  if (kind.kind !== 'Namespace') return marked;
  return { ...marked, status: { ...(marked['status'] as object | undefined), phase: 'Terminating' } };
}

/** Whether nothing holds an object any more whose deletion was asked for. */
export function isReadyForRemoval(kind: ResourceKind, object: KubernetesObject): boolean {
  if (!object.metadata.deletionTimestamp || (object.metadata.finalizers?.length ?? 0) > 0) return false;
  const held = kind.kind === 'Namespace' ? valueAt(object, 'spec.finalizers') : undefined;
  return !Array.isArray(held) || held.length === 0;
}
