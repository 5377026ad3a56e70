import { badRequest } from '@porch/api';
import { JSON_SCHEMA, load } from 'js-yaml';
import { parseMediaType } from '../http/media-type';
import { unsupportedMediaType } from '../http/request-errors';
import { isJsonObject, type JsonObject } from '../json/json-object';
import { type DuplicateFields, duplicateFieldsOfJson, duplicateFieldsOfYaml } from './duplicate-fields';
import { decodeKubernetesProtobuf, isKubernetesProtobuf } from '../protobuf/kubernetes-protobuf';

/** Server-side apply; its body is YAML, which JSON is a part of. */
export const APPLY_PATCH = 'application/apply-patch+yaml';
const PROTOBUF = 'application/vnd.kubernetes.protobuf';
const YAML_TYPES: ReadonlySet<string> = new Set(['application/yaml', 'text/yaml', 'application/x-yaml']);
const MAX_DEPTH = 200;
const MAX_NODES = 2_000_000;

/**
 * Decodes a body by its Content-Type; one without is JSON (H-6.3).
 * @throws PorchError UnsupportedMediaType, BadRequest when it cannot be read or is no object
 */
export function decodeObject(body: Buffer, contentType: string | undefined): JsonObject {
  const value = decodeDocument(body, contentType);
  if (!isJsonObject(value)) throw badRequest('the body of the request must be an object');
  return value;
}

export function decodeDocument(body: Buffer, contentType: string | undefined): unknown {
  const { type } = parseMediaType(contentType ?? '');
  if (type === PROTOBUF || (type === '' && isKubernetesProtobuf(body))) return decodeKubernetesProtobuf(body);
  if (YAML_TYPES.has(type)) return decodeYaml(body.toString('utf8'));
  if (type === '' || type === 'application/json' || type.endsWith('+json')) return decodeJson(body.toString('utf8'));
  throw unsupportedMediaType(['application/json', 'application/yaml', PROTOBUF]);
}

export function decodeJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw badRequest(`the body of the request is no JSON: ${messageOf(error)}`, error);
  }
  checkShape(value);
  return value;
}

/** YAML, of which JSON is a part. Aliases are followed, within the bounds of any document. */
export function decodeYaml(text: string): unknown {
  let value: unknown;
  try {
    // As in JSON, what is said twice counts as it is said last.
    value = load(text, { schema: JSON_SCHEMA, json: true });
  } catch (error) {
    throw badRequest(`the body of the request is no YAML: ${messageOf(error)}`, error);
  }
  checkShape(value);
  return value;
}

/**
 * What a body that was decoded says twice; costs another reading of it. Protobuf's fields say so by what they are.
 */
export function duplicateFieldsOf(body: Buffer, contentType: string | undefined): DuplicateFields | undefined {
  const { type } = parseMediaType(contentType ?? '');
  if (type === PROTOBUF || isKubernetesProtobuf(body)) return undefined;
  const text = body.toString('utf8');
  const isYaml = YAML_TYPES.has(type) || type === APPLY_PATCH;
  return isYaml && !/^\s*\{/.test(text) ? duplicateFieldsOfYaml(text) : duplicateFieldsOfJson(text);
}

/** Refuses what would make later steps recurse too deep, run too long, or touch an object's prototype. */
function checkShape(root: unknown): void {
  const pending: { value: unknown; depth: number }[] = [{ value: root, depth: 0 }];
  let nodes = 0;
  for (let entry = pending.pop(); entry !== undefined; entry = pending.pop()) {
    const { value, depth } = entry;
    nodes += 1;
    if (depth > MAX_DEPTH) throw badRequest(`the body of the request is nested deeper than ${MAX_DEPTH} levels`);
    if (nodes > MAX_NODES) throw badRequest(`the body of the request has more than ${MAX_NODES} values`);
    if (typeof value !== 'object' || value === null) continue;
    if (Object.hasOwn(value, '__proto__')) throw badRequest('the body of the request has a field named __proto__');
    for (const child of Object.values(value)) {
      if (typeof child === 'object' && child !== null) pending.push({ value: child, depth: depth + 1 });
    }
  }
}

/** The first line of a parser's complaint, without the excerpt some of them add: a body may hold secrets. */
function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const position = /position \d+|\(\d+:\d+\)|Unexpected end/.exec(message);
  return position ? position[0] : 'it cannot be parsed';
}
