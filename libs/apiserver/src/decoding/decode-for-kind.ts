import { badRequest, invalidObject, type KubernetesObject } from '@porch/api';
import { isJsonObject, type JsonObject } from '../json/json-object';
import { objectSchemaOf } from '../kinds/object-schema';
import { apiVersionOf, type ResourceKind } from '../kinds/resource-kind';
import { type DuplicateFields } from './duplicate-fields';
import { conformToSchema, type TypeProblem } from './conform-to-schema';

/** What to do about fields a schema does not know. */
export type FieldValidation = 'Strict' | 'Warn' | 'Ignore';

/** @throws PorchError BadRequest for another word */
export function parseFieldValidation(value: string | null): FieldValidation {
  if (value === null || value === '') return 'Warn';
  if (value === 'Strict' || value === 'Warn' || value === 'Ignore') return value;
  throw badRequest(`fieldValidation: Unsupported value: "${value}": supported values: "Ignore", "Strict", "Warn"`);
}

/** What to make of the body of a write. */
export interface Strictness {
  readonly fieldValidation: FieldValidation;
  /** Hears of what was dropped. */
  warn(text: string): void;
  /** What the body says twice. */
  duplicateFields?(): DuplicateFields | undefined;
}

/**
 * An object of a kind with only the fields its schema knows.
 * @throws PorchError BadRequest for another kind, and for unknown and repeated fields under Strict; for values of a wrong type
 * BadRequest where the kind is typed, otherwise Invalid with one cause each
 */
export function decodeForKind(value: JsonObject, kind: ResourceKind, strictness: Strictness): KubernetesObject {
  const apiVersion = apiVersionOf(kind);
  checkIdentity(value, kind, apiVersion);
  const metadata = value['metadata'] ?? {};
  const conformance = conformToSchema({ ...value, apiVersion, kind: kind.kind, metadata }, objectSchemaOf(kind));
  if (conformance.typeProblems.length > 0) throw typeError(value, kind, conformance.typeProblems);
  reportFields(conformance.unknownFields, kind, strictness);
  return conformance.value as KubernetesObject;
}

function checkIdentity(value: JsonObject, kind: ResourceKind, apiVersion: string): void {
  const given = { apiVersion: value['apiVersion'] ?? '', kind: value['kind'] ?? '' };
  if (given.apiVersion !== '' && given.apiVersion !== apiVersion) {
    throw badRequest(
      `the API version in the data (${JSON.stringify(given.apiVersion)}) does not match the expected API version (${apiVersion})`,
    );
  }
  if (given.kind !== '' && given.kind !== kind.kind) {
    throw badRequest(
      `the kind in the data (${JSON.stringify(given.kind)}) does not match the expected kind (${kind.kind})`,
    );
  }
}

function reportFields(unknownFields: readonly string[], kind: ResourceKind, strictness: Strictness): void {
  const { fieldValidation } = strictness;
  if (fieldValidation === 'Ignore') return;
  const duplicates = strictness.duplicateFields?.();
  const unknown = unknownFields.map((field) => `unknown field ${JSON.stringify(field)}`);
  const problems = [...(duplicates ? [duplicates.problem] : []), ...unknown];
  if (problems.length === 0) return;
  if (fieldValidation === 'Strict') {
    throw badRequest(`${cannotBeHandled(kind)}: strict decoding error: ${problems.join(', ')}`);
  }
  for (const text of [...(duplicates?.warnings ?? []), ...unknown].slice(0, MAX_WARNINGS)) strictness.warn(text);
}

const MAX_WARNINGS = 20;

function cannotBeHandled(kind: ResourceKind): string {
  return `${kind.kind} in version "${kind.version}" cannot be handled as a ${kind.kind}`;
}

function typeError(value: JsonObject, kind: ResourceKind, problems: readonly TypeProblem[]): Error {
  if (kind.typed) {
    const texts = problems.map(({ path, expected, actual }) => `${path} must be of type ${expected}, not ${actual}`);
    return badRequest(`${cannotBeHandled(kind)}: ${texts.join(', ')}`);
  }
  const metadata = value['metadata'];
  const name = isJsonObject(metadata) && typeof metadata['name'] === 'string' ? metadata['name'] : '';
  return invalidObject(
    kind.kind,
    kind.group,
    name,
    problems.map(({ path, expected, actual }) => ({
      reason: 'FieldValueTypeInvalid',
      field: path,
      message: `Invalid value: "${actual}": ${path} in body must be of type ${expected}: "${actual}"`,
    })),
  );
}
