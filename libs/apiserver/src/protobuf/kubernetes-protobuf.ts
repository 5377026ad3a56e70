import { badRequest, PorchError } from '@porch/api';
import { type JsonObject } from '../json/json-object';
import { type FieldDescriptor, type MessageDescriptor, messageNamed, messageOfKind } from './message-descriptors';
import { readWireFields } from './wire-reader';

const MAGIC = Buffer.from([0x6b, 0x38, 0x73, 0x00]);
const MAX_DEPTH = 20;
const EMBEDDED = '...';

export function isKubernetesProtobuf(body: Buffer): boolean {
  return body.subarray(0, MAGIC.length).equals(MAGIC);
}

/**
 * Decodes a body in Kubernetes' protobuf frame to the object it would be as JSON: what Go writes for a field that is
 * not set is an absent field.
 * @throws PorchError BadRequest for malformed bytes, UnsupportedMediaType for kinds that have no protobuf form
 */
export function decodeKubernetesProtobuf(body: Buffer): JsonObject {
  if (!isKubernetesProtobuf(body)) throw badRequest('the protobuf body of the request has no Kubernetes frame');
  const { apiVersion, kind, raw } = readEnvelope(body.subarray(MAGIC.length));
  const descriptor = messageOfKind(apiVersion, kind);
  if (descriptor === undefined) {
    throw new PorchError(
      'UnsupportedMediaType',
      `protobuf bodies are not read for ${kind || 'this kind'} of ${apiVersion || 'this version'}; send application/json`,
    );
  }
  return { apiVersion, kind, ...decodeMessage(raw, descriptor, 0) };
}

/** runtime.Unknown: type and bytes of the object. */
interface Envelope {
  apiVersion: string;
  kind: string;
  raw: Buffer;
}

function readEnvelope(bytes: Buffer): Envelope {
  const envelope: Envelope = { apiVersion: '', kind: '', raw: Buffer.alloc(0) };
  for (const { number, value } of readWireFields(bytes)) {
    if (number === 2) envelope.raw = bytesOf(value);
    if (number !== 1) continue;
    for (const part of readWireFields(bytesOf(value))) {
      if (part.number === 1) envelope.apiVersion = utf8(part.value);
      if (part.number === 2) envelope.kind = utf8(part.value);
    }
  }
  return envelope;
}

function decodeMessage(bytes: Buffer, descriptor: MessageDescriptor, depth: number): JsonObject {
  if (depth > MAX_DEPTH) throw badRequest('the protobuf body of the request is nested too deep');
  const object: JsonObject = {};
  for (const { number, value } of readWireFields(bytes)) {
    const field = descriptor.get(number);
    if (field !== undefined) setField(object, field, value, depth);
  }
  return object;
}

function setField(object: JsonObject, field: FieldDescriptor, value: bigint | Buffer, depth: number): void {
  if (field.type === 'ignored') return;
  switch (field.many) {
    case 'list':
      ((object[field.json] ??= []) as unknown[]).push(decodeValue(field, value, depth));
      return;
    case 'map':
      setEntry(object, field, bytesOf(value), depth);
      return;
    case 'no': {
      const decoded = decodeValue(field, value, depth);
      if (field.json === EMBEDDED) Object.assign(object, decoded);
      else if (decoded !== undefined && (field.keepsZero || !isZero(decoded))) object[field.json] = decoded;
    }
  }
}

function isZero(value: unknown): boolean {
  return value === '' || value === 0 || value === false;
}

/** Undefined for a time that is not set. */
function decodeValue({ type, message }: FieldDescriptor, value: bigint | Buffer, depth: number): unknown {
  switch (type) {
    case 'string':
      return utf8(value);
    case 'bytes':
      return bytesOf(value).toString('base64');
    case 'boolean':
      return value !== 0n;
    case 'integer':
      return integerOf(value);
    case 'time':
      return timestampOf(bytesOf(value), 'seconds');
    case 'microTime':
      return timestampOf(bytesOf(value), 'microseconds');
    case 'quantity':
      return quantityOf(bytesOf(value));
    case 'intOrString':
      return intOrStringOf(bytesOf(value));
    case 'strings':
      return [...readWireFields(bytesOf(value))].map((item) => utf8(item.value));
    case 'message':
      return decodeMessage(bytesOf(value), messageNamed(message), depth + 1);
    case 'ignored':
      return undefined;
  }
}

function setEntry(object: JsonObject, field: FieldDescriptor, bytes: Buffer, depth: number): void {
  let key = '';
  let content: bigint | Buffer = Buffer.alloc(0);
  for (const { number, value } of readWireFields(bytes)) {
    if (number === 1) key = utf8(value);
    if (number === 2) content = value;
  }
  if (key === '__proto__') throw badRequest('the body of the request has a field named __proto__');
  const map = (object[field.json] ??= {}) as Record<string, unknown>;
  map[key] = decodeValue(field, content, depth + 1);
}

/** Seconds and nanoseconds since 1970; nothing at all is no time. */
function timestampOf(bytes: Buffer, precision: 'seconds' | 'microseconds'): string | undefined {
  const [seconds = 0, nanoseconds = 0] = numbersOf(bytes);
  if ((seconds === 0 && nanoseconds === 0) || Math.abs(seconds) >= 8_640_000_000_000) return undefined;
  const whole = new Date(seconds * 1000).toISOString().slice(0, -'.000Z'.length);
  if (precision === 'seconds') return `${whole}Z`;
  const micros = Math.min(999_999, Math.max(0, Math.trunc(nanoseconds / 1000)));
  return `${whole}.${String(micros).padStart(6, '0')}Z`;
}

function quantityOf(bytes: Buffer): string {
  const [text] = readWireFields(bytes);
  return text === undefined ? '0' : utf8(text.value);
}

function intOrStringOf(bytes: Buffer): string | number {
  let [isText, number, text] = [false, 0, ''];
  for (const { number: at, value } of readWireFields(bytes)) {
    if (at === 1) isText = value === 1n;
    else if (at === 2) number = integerOf(value);
    else if (at === 3) text = utf8(value);
  }
  return isText ? text : number;
}

/** The whole numbers of a message whose fields are 1, 2, …; those that are missing are holes. */
function numbersOf(bytes: Buffer): number[] {
  const numbers: number[] = [];
  for (const { number, value } of readWireFields(bytes)) {
    if (number === 1 || number === 2) numbers[number - 1] = integerOf(value);
  }
  return numbers;
}

function integerOf(value: bigint | Buffer): number {
  if (typeof value !== 'bigint') throw badRequest('a number in the protobuf body of the request is malformed');
  return Number(BigInt.asIntN(64, value));
}

function bytesOf(value: bigint | Buffer): Buffer {
  if (typeof value === 'bigint') throw badRequest('a field of the protobuf body of the request has the wrong type');
  return value;
}

function utf8(value: bigint | Buffer): string {
  return bytesOf(value).toString('utf8');
}
