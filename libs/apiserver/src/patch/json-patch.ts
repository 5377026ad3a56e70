import { badRequest, PorchError } from '@porch/api';
import { applyPatch, type Operation } from 'fast-json-patch';
import { isJsonObject, type JsonObject } from '../json/json-object';
import { bodyTooLarge } from '../http/request-errors';

const MAX_OPERATIONS = 10_000;

/**
 * JSON patch (RFC 6902). The target is left as it is.
 * @throws PorchError BadRequest for a patch that is none, Invalid for one that does not apply
 */
export function applyJsonPatch(target: JsonObject, patch: unknown): unknown {
  if (!Array.isArray(patch) || !patch.every(isOperation)) {
    throw badRequest('a JSON patch must be a list of operations with op and path');
  }
  if (patch.length > MAX_OPERATIONS) throw bodyTooLarge(MAX_OPERATIONS);
  try {
    return applyPatch(structuredClone(target), patch, true, true, true).newDocument;
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    throw new PorchError(
      'Invalid',
      `the server rejected our request due to an error in our request: the JSON patch does not apply (${name})`,
      {
        cause: error,
        details: {},
      },
    );
  }
}

function isOperation(value: unknown): value is Operation {
  return isJsonObject(value) && typeof value['op'] === 'string' && typeof value['path'] === 'string';
}
