import { badRequest, type KubernetesObject } from '@porch/api';
import { decodeForKind } from '../decoding/decode-for-kind';
import { decodeObject } from '../decoding/decode-document';
import { type ApiAnswer, bytesAnswer, jsonAnswer } from '../http/api-answer';
import { type ApiRequest } from '../http/api-request';
import { type JsonObject } from '../json/json-object';
import { type ResourceKind } from '../kinds/resource-kind';
import { selectorsOf } from './list-options';
import { objectViewOf } from './object-view';
import { type ServedResource } from './served-resource';
import { deleteOptionsOf, strictnessOf, writeRequestOf } from './write-options';

/** Which object a write is about. */
export interface ObjectPlace {
  readonly namespace: string;
  readonly name: string;
  readonly subresource: string | undefined;
}

/** Answers POST. */
export async function createObject(
  resource: ServedResource,
  namespace: string,
  request: ApiRequest,
): Promise<ApiAnswer> {
  const view = objectViewOf(request);
  const object = await readObject(resource.kind, request);
  checkNamespace(object, namespace);
  const created = await resource.backend.create(namespace, object, writeRequestOf(request, 'Update'));
  return bytesAnswer(resource.encoder.encodeAnswer(created, view), 201);
}

/** Answers PUT. */
export async function updateObject(
  resource: ServedResource,
  place: ObjectPlace,
  request: ApiRequest,
): Promise<ApiAnswer> {
  const view = objectViewOf(request);
  const object = await readObject(resource.kind, request);
  checkPlace(object, place);
  const { namespace, name, subresource } = place;
  const updated = await resource.backend.update(namespace, name, object, {
    ...writeRequestOf(request, 'Update'),
    subresource,
  });
  return bytesAnswer(resource.encoder.encodeAnswer(updated, view));
}

/** Answers DELETE of one object: the object while something holds it, or when it is no stored one; else a Status. */
export async function deleteObject(
  resource: ServedResource,
  place: ObjectPlace,
  request: ApiRequest,
): Promise<ApiAnswer> {
  const { kind, backend } = resource;
  const options = deleteOptionsOf(await readOptions(request), request.target.query);
  const { object, removed } = await backend.delete(place.namespace, place.name, {
    ...writeRequestOf(request, 'Update'),
    ...options,
  });
  const stored = kind.backing === 'store' || kind.backing === 'renamed';
  if (!removed || !stored) return jsonAnswer(object);
  const details = {
    name: place.name,
    ...(kind.group === '' ? {} : { group: kind.group }),
    kind: kind.plural,
    uid: object.metadata.uid,
  };
  return jsonAnswer({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details });
}

/** Answers DELETE of many objects with the list of them. */
export async function deleteObjects(
  resource: ServedResource,
  namespace: string,
  request: ApiRequest,
): Promise<ApiAnswer> {
  const { backend, encoder } = resource;
  const options = deleteOptionsOf(await readOptions(request), request.target.query);
  const selectors = selectorsOf(request.target.query, namespace);
  const list = await backend.list({ selectors, context: request.context });
  const write = { ...writeRequestOf(request, 'Update'), ...options };
  for (const snapshot of list.items) {
    const { metadata } = backend.toObject(snapshot);
    await backend.delete(metadata.namespace ?? '', metadata.name ?? '', write);
  }
  const view = { format: { as: 'Object' }, includeObject: 'Metadata' } as const;
  return bytesAnswer(encoder.list(list.items, view, { resourceVersion: list.resourceVersion }));
}

async function readObject(kind: ResourceKind, request: ApiRequest): Promise<KubernetesObject> {
  const body = await request.readBody();
  const strictness = strictnessOf(request, body);
  return decodeForKind(decodeObject(body, request.headers['content-type']), kind, strictness);
}

async function readOptions(request: ApiRequest): Promise<JsonObject> {
  const body = await request.readBody();
  return body.length === 0 ? {} : decodeObject(body, request.headers['content-type']);
}

/** The object must say the same of its place as the path, or nothing. @throws PorchError BadRequest */
export function checkPlace(object: KubernetesObject, place: ObjectPlace): void {
  checkNamespace(object, place.namespace);
  const { name } = object.metadata;
  if (name && name !== place.name) {
    throw badRequest(`the name of the object (${name}) does not match the name on the URL (${place.name})`);
  }
}

function checkNamespace(object: KubernetesObject, namespace: string): void {
  if (object.metadata.namespace && object.metadata.namespace !== namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
}
