import { type KubernetesObject } from '@porch/api';
import { isJsonObject, type JsonObject } from '../json/json-object';
import { withoutFields } from '../json/without-fields';
import { type ResourceKind } from '../kinds/resource-kind';
import { fieldLeavesOf, type FieldLeaves } from './field-leaves';

/** Where kubectl's client-side apply keeps what it applied. */
export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
/** The manager as which `kubectl apply --server-side` applies, and nobody else should. */
const KUBECTL = 'kubectl';

/**
 * Whether a manager may take fields from their owners unasked: kubectl may take those that it applied by itself before
 * and that nobody changed since, so that people can go over to server-side apply (a rule of kube-apiserver).
 */
export function mayTakeOver(
  kind: ResourceKind,
  manager: string,
  stored: KubernetesObject | undefined,
  live: FieldLeaves,
  paths: readonly string[],
): boolean {
  if (manager !== KUBECTL || stored === undefined) return false;
  const applied = lastApplied(stored);
  if (applied === undefined) return false;
  const leaves = fieldLeavesOf(kind, applied);
  return paths.every((path) => leaves.has(path) && leaves.get(path) === live.get(path));
}

/** The object with what kubectl applied now in the place of what it applied before, so that both ways see the same. */
export function withLastApplied(
  applied: KubernetesObject,
  manager: string,
  stored: KubernetesObject | undefined,
  configuration: KubernetesObject,
): KubernetesObject {
  if (manager !== KUBECTL || stored?.metadata.annotations?.[LAST_APPLIED] === undefined) return applied;
  const annotations = { ...applied.metadata.annotations, [LAST_APPLIED]: `${JSON.stringify(plain(configuration))}\n` };
  return { ...applied, metadata: { ...applied.metadata, annotations } };
}

function lastApplied(stored: KubernetesObject): KubernetesObject | undefined {
  const text = stored.metadata.annotations?.[LAST_APPLIED];
  if (text === undefined) return undefined;
  try {
    const object: unknown = JSON.parse(text);
    const same = isJsonObject(object) && object['kind'] === stored.kind && object['apiVersion'] === stored.apiVersion;
    return same && isJsonObject(object['metadata']) ? (object as unknown as KubernetesObject) : undefined;
  } catch {
    return undefined;
  }
}

function plain(configuration: KubernetesObject): JsonObject {
  const { annotations = {}, ...metadata } = withoutFields(configuration.metadata, 'managedFields') as JsonObject & {
    annotations?: JsonObject;
  };
  return { ...configuration, metadata: { ...metadata, annotations: withoutFields(annotations, LAST_APPLIED) } };
}
