import { badRequest, type KubernetesObject } from '@porch/api';
import { APPLY_PATCH, decodeDocument, decodeYaml } from '../decoding/decode-document';
import { parseMediaType } from '../http/media-type';
import { unsupportedMediaType } from '../http/request-errors';
import { isJsonObject, type JsonObject } from '../json/json-object';
import { objectSchemaOf } from '../kinds/object-schema';
import { type ResourceKind } from '../kinds/resource-kind';
import { applyJsonPatch } from './json-patch';
import { applyMergePatch } from './merge-patch';
import { applyStrategicMergePatch } from './strategic-merge-patch';

const JSON_PATCH = 'application/json-patch+json';
const MERGE_PATCH = 'application/merge-patch+json';
const STRATEGIC_MERGE_PATCH = 'application/strategic-merge-patch+json';
const TYPES = [JSON_PATCH, MERGE_PATCH, STRATEGIC_MERGE_PATCH, APPLY_PATCH];

/**
 * The kinds of patch that a kind of object takes. Those that upstream serves as custom resources take no strategic
 * merge patch: kubectl chooses by what OpenAPI says here, and knows what to make of a 415.
 */
export function patchTypesOf(kind: ResourceKind): string[] {
  return kind.typed ? TYPES : TYPES.filter((type) => type !== STRATEGIC_MERGE_PATCH);
}

/** A decoded patch: a configuration to apply, or a change to make of an object. */
export type Patch =
  | { readonly type: 'apply'; readonly configuration: JsonObject }
  | { readonly type: 'change'; change(object: KubernetesObject): JsonObject; readonly namesVersion: boolean };

/**
 * Decodes the body of a PATCH by its Content-Type.
 * @throws PorchError UnsupportedMediaType, BadRequest
 */
export function decodePatch(body: Buffer, contentType: string | undefined, kind: ResourceKind): Patch {
  const { type } = parseMediaType(contentType ?? '');
  const accepted = patchTypesOf(kind);
  if (!accepted.includes(type)) throw unsupportedMediaType(accepted);
  if (type === APPLY_PATCH) return { type: 'apply', configuration: objectOf(decodeYaml(body.toString('utf8'))) };
  const patch = decodeDocument(body, 'application/json');
  if (type === JSON_PATCH) {
    const namesVersion = Array.isArray(patch) && patch.some(setsResourceVersion);
    return { type: 'change', namesVersion, change: (object) => objectOf(applyJsonPatch(object, patch)) };
  }
  const changes = objectOf(patch);
  const metadata = changes['metadata'];
  const namesVersion = isJsonObject(metadata) && typeof metadata['resourceVersion'] === 'string';
  if (type === MERGE_PATCH) {
    return { type: 'change', namesVersion, change: (object) => objectOf(applyMergePatch(object, changes)) };
  }
  const schema = objectSchemaOf(kind);
  return {
    type: 'change',
    namesVersion,
    change: (object) => objectOf(applyStrategicMergePatch(object, changes, schema)),
  };
}

function objectOf(value: unknown): JsonObject {
  if (!isJsonObject(value)) throw badRequest('the patch or its result is no object');
  return value;
}

function setsResourceVersion(operation: unknown): boolean {
  return (
    isJsonObject(operation) &&
    operation['path'] === '/metadata/resourceVersion' &&
    (operation['op'] === 'replace' || operation['op'] === 'add' || operation['op'] === 'test')
  );
}
