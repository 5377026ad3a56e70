import { badRequest, PorchError } from '@porch/api';
import { duplicateFieldsOf } from '../decoding/decode-document';
import { parseFieldValidation, type Strictness } from '../decoding/decode-for-kind';
import { type ApiRequest } from '../http/api-request';
import { booleanParameter } from '../http/request-target';
import { isJsonObject, type JsonObject } from '../json/json-object';
import { type FieldManager, type PropagationPolicy, type WriteRequest } from '../registry/resource-backend';

/** What every write takes from its request. @throws PorchError BadRequest */
export function writeRequestOf(request: ApiRequest, operation: FieldManager['operation']): WriteRequest {
  return {
    context: request.context,
    dryRun: isDryRun(request.target.query.getAll('dryRun')),
    fieldManager: { name: fieldManagerOf(request, operation), operation },
    warn: (text) => request.warn(text),
  };
}

/** How strictly the body of a write is read. @throws PorchError BadRequest */
export function strictnessOf(request: ApiRequest, body: Buffer): Strictness {
  return {
    fieldValidation: parseFieldValidation(request.target.query.get('fieldValidation')),
    warn: (text) => request.warn(text),
    duplicateFields: () => duplicateFieldsOf(body, request.headers['content-type']),
  };
}

function isDryRun(values: readonly unknown[]): boolean {
  const given = values.filter((value) => value !== '');
  const strange = given.find((value) => value !== 'All');
  if (strange !== undefined)
    throw badRequest(`dryRun: Unsupported value: ${JSON.stringify(strange)}: supported values: "All"`);
  return given.length > 0;
}

const MAX_MANAGER_LENGTH = 128;

function fieldManagerOf(request: ApiRequest, operation: FieldManager['operation']): string {
  const given = request.target.query.get('fieldManager') ?? '';
  if (given.length > MAX_MANAGER_LENGTH)
    throw badRequest(`fieldManager: Too long: may not be more than ${MAX_MANAGER_LENGTH} bytes`);
  if (given !== '') return given;
  if (operation === 'Apply') {
    throw new PorchError(
      'Invalid',
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
      { details: { group: 'meta.k8s.io', kind: 'PatchOptions' } },
    );
  }
  return ((request.headers['user-agent'] ?? '').split('/')[0] ?? '').slice(0, MAX_MANAGER_LENGTH) || 'unknown';
}

export interface DeleteOptions {
  readonly dryRun: boolean;
  readonly propagationPolicy: PropagationPolicy;
  readonly preconditions: { readonly resourceVersion?: string; readonly uid?: string };
}

const POLICIES: readonly PropagationPolicy[] = ['Foreground', 'Background', 'Orphan'];

/** DeleteOptions of a body and a query; kubectl's body names no kind. @throws PorchError BadRequest */
export function deleteOptionsOf(body: JsonObject, query: URLSearchParams): DeleteOptions {
  const { kind } = body;
  if (kind !== undefined && kind !== '' && kind !== 'DeleteOptions') {
    throw badRequest('the body of a DELETE must be DeleteOptions');
  }
  const bodyDryRun = Array.isArray(body['dryRun']) ? (body['dryRun'] as unknown[]) : [];
  const given = textOf(body['propagationPolicy']) || (query.get('propagationPolicy') ?? '');
  const policy = POLICIES.find((each) => each === given);
  if (given !== '' && policy === undefined) {
    throw badRequest(
      `propagationPolicy: Unsupported value: "${given}": supported values: "Foreground", "Background", "Orphan"`,
    );
  }
  const orphan = body['orphanDependents'] === true || booleanParameter(query, 'orphanDependents');
  const { uid, resourceVersion } = isJsonObject(body['preconditions']) ? body['preconditions'] : {};
  return {
    dryRun: isDryRun([...bodyDryRun, ...query.getAll('dryRun')]),
    propagationPolicy: policy ?? (orphan ? 'Orphan' : 'Background'),
    preconditions: {
      ...(textOf(uid) === '' ? {} : { uid: textOf(uid) }),
      ...(textOf(resourceVersion) === '' ? {} : { resourceVersion: textOf(resourceVersion) }),
    },
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
