import { badRequest, PorchError, toTimestamp } from '@porch/api';
import { type JsonObject } from '../json/json-object';
import { DELETE_OPTIONS, type FieldDescriptor, type MessageDescriptor, MESSAGES } from './message-descriptors';
import { readWireFields } from './wire-reader';

const MAGIC = Buffer.from([0x6b, 0x38, 0x73, 0x00]);
const MAX_DEPTH = 20;

export function isKubernetesProtobuf(body: Buffer): boolean {
  return body.subarray(0, MAGIC.length).equals(MAGIC);
}

/**
 * Decodes a body in Kubernetes' protobuf frame to the object it would be as JSON. Empty text is an absent field.
 * @throws PorchError BadRequest for malformed bytes, UnsupportedMediaType for kinds no client sends that way
 */
export function decodeKubernetesProtobuf(body: Buffer): JsonObject {
  if (!isKubernetesProtobuf(body)) throw badRequest('the protobuf body of the request has no Kubernetes frame');
  const frame = decodeMessage(body.subarray(MAGIC.length), ENVELOPE, 0);
  const { apiVersion = '', kind = '' } = (frame['typeMeta'] ?? {}) as { apiVersion?: string; kind?: string };
  const descriptor = kind === 'DeleteOptions' ? DELETE_OPTIONS : MESSAGES[`${apiVersion}/${kind}`];
  if (descriptor === undefined) {
    throw new PorchError(
      'UnsupportedMediaType',
      `protobuf bodies are not read for ${kind || 'this kind'} of ${apiVersion || 'this version'}; send application/json`,
    );
  }
  const raw = typeof frame['raw'] === 'string' ? Buffer.from(frame['raw'], 'base64') : Buffer.alloc(0);
  return { apiVersion, kind, ...decodeMessage(raw, descriptor, 0) };
}

const ENVELOPE: MessageDescriptor = {
  1: {
    json: 'typeMeta',
    type: 'message',
    message: { 1: { json: 'apiVersion', type: 'string' }, 2: { json: 'kind', type: 'string' } },
  },
  2: { json: 'raw', type: 'bytes' },
  3: { json: 'contentEncoding', type: 'string' },
  4: { json: 'contentType', type: 'string' },
};

function decodeMessage(bytes: Buffer, descriptor: MessageDescriptor, depth: number): JsonObject {
  if (depth > MAX_DEPTH) throw badRequest('the protobuf body of the request is nested too deep');
  const object: JsonObject = {};
  for (const { number, value } of readWireFields(bytes)) {
    const field = descriptor[number];
    if (field !== undefined) setField(object, field, value, depth);
  }
  return object;
}

function setField(object: JsonObject, field: FieldDescriptor, value: bigint | Buffer, depth: number): void {
  switch (field.type) {
    case 'ignored':
      return;
    case 'string': {
      const text = utf8(value);
      if (text !== '') object[field.json] = text;
      return;
    }
    case 'bytes':
      object[field.json] = bytesOf(value).toString('base64');
      return;
    case 'boolean':
      object[field.json] = value !== 0n;
      return;
    case 'integer':
      if (typeof value !== 'bigint') throw badRequest('a number in the protobuf body of the request is malformed');
      object[field.json] = Number(BigInt.asIntN(64, value));
      return;
    case 'time':
      setTime(object, field.json, bytesOf(value));
      return;
    case 'message':
      object[field.json] = decodeMessage(bytesOf(value), field.message, depth + 1);
      return;
    case 'map':
      setEntry(object, field, bytesOf(value), depth);
      return;
    case 'list': {
      const list = (object[field.json] ??= []) as unknown[];
      list.push(field.items === 'string' ? utf8(value) : decodeMessage(bytesOf(value), field.items, depth + 1));
    }
  }
}

function setEntry(object: JsonObject, field: FieldDescriptor & { type: 'map' }, bytes: Buffer, depth: number): void {
  const entry = decodeMessage(
    bytes,
    { 1: { json: 'key', type: 'string' }, 2: { json: 'value', type: field.values } },
    depth,
  );
  const map = (object[field.json] ??= {}) as Record<string, unknown>;
  const key = typeof entry['key'] === 'string' ? entry['key'] : '';
  if (key === '__proto__') throw badRequest('the body of the request has a field named __proto__');
  map[key] = entry['value'] ?? '';
}

function setTime(object: JsonObject, name: string, bytes: Buffer): void {
  for (const { number, value } of readWireFields(bytes)) {
    if (number !== 1 || typeof value !== 'bigint') continue;
    const seconds = Number(BigInt.asIntN(64, value));
    if (Math.abs(seconds) < 8_640_000_000_000) object[name] = toTimestamp(new Date(seconds * 1000));
  }
}

function bytesOf(value: bigint | Buffer): Buffer {
  if (typeof value === 'bigint') throw badRequest('a field of the protobuf body of the request has the wrong type');
  return value;
}

function utf8(value: bigint | Buffer): string {
  return bytesOf(value).toString('utf8');
}
