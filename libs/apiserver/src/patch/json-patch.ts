import { badRequest, PorchError } from '@porch/api';
import { applyOperation, getValueByPointer, type Operation } from 'fast-json-patch';
import { bodyTooLarge } from '../http/request-errors';
import { isJsonObject, type JsonObject } from '../json/json-object';

const MAX_OPERATIONS = 10_000;
/** Copies can double a document again and again; together they may add this much (Kubernetes has the same bound). */
const MAX_COPIED_CHARACTERS = 3 * 1024 * 1024;

/** Of a path in an error. */
const MAX_SHOWN = 200;
const PROBLEMS: Readonly<Record<string, string>> = {
  OPERATION_PATH_UNRESOLVABLE: 'there is nothing at that path',
  OPERATION_PATH_CANNOT_ADD: 'there is nothing that it could be added to',
  OPERATION_FROM_UNRESOLVABLE: 'there is nothing at the path it is from',
  OPERATION_VALUE_OUT_OF_BOUNDS: 'the list is not that long',
  OPERATION_PATH_ILLEGAL_ARRAY_INDEX: 'a place in a list is a number, or - for its end',
  TEST_OPERATION_FAILED: 'the value is another one',
};

/**
 * JSON patch (RFC 6902). The target is left as it is.
 * @throws PorchError BadRequest for a patch that is none, Invalid for one that does not apply, RequestEntityTooLarge
 * for one that would do too much
 */
export function applyJsonPatch(target: JsonObject, patch: unknown): unknown {
  if (!Array.isArray(patch) || !patch.every(isOperation)) {
    throw badRequest('a JSON patch must be a list of operations with op and path');
  }
  if (patch.length > MAX_OPERATIONS) throw bodyTooLarge(MAX_OPERATIONS);
  let document: unknown = structuredClone(target);
  let copied = 0;
  for (const operation of patch) {
    const [next, size] = applyOne(document, operation);
    document = next;
    copied += size;
    if (copied > MAX_COPIED_CHARACTERS) throw bodyTooLarge(MAX_COPIED_CHARACTERS);
  }
  return document;
}

/** The document after one operation, and how much that copied. */
function applyOne(document: unknown, operation: Operation): [unknown, number] {
  try {
    const source: unknown = operation.op === 'copy' ? getValueByPointer(document, operation.from) : undefined;
    const size = JSON.stringify(source ?? null).length;
    if (size > MAX_COPIED_CHARACTERS) return [document, size];
    return [applyOperation(document, operation, true, true, true).newDocument, operation.op === 'copy' ? size : 0];
  } catch (error) {
    // The library's text holds the whole document, which may hold secrets; its name of the problem does not.
    const name = error instanceof Error ? error.name : '';
    const why = PROBLEMS[name] ?? `it is no operation of JSON patch (${name})`;
    const message =
      'the server rejected our request due to an error in our request: the JSON patch does not apply: ' +
      `${operation.op} ${operation.path.slice(0, MAX_SHOWN)}: ${why}`;
    throw new PorchError('Invalid', message, { cause: error, details: {} });
  }
}

function isOperation(value: unknown): value is Operation {
  return isJsonObject(value) && typeof value['op'] === 'string' && typeof value['path'] === 'string';
}
