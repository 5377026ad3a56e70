import { type FieldSpec } from '../kustomize';
import table from './name-references.json';

export interface ResourceKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** The fields, in resources of some kinds, that name a resource of the kind `target`. */
export interface NameReference {
  readonly target: ResourceKind;
  readonly field: FieldSpec;
}

/** `[group/][version/]kind`; an empty part means any. */
function parseKind(text: string): ResourceKind {
  const parts = text.split('/');
  const kind = parts.pop() ?? '';
  const version = /^v\d/.test(parts.at(-1) ?? '') ? (parts.pop() ?? '') : '';
  return { group: parts.join('/'), version, kind: kind === '*' ? '' : kind };
}

function parseField(text: string): FieldSpec {
  const colon = text.indexOf(':');
  const create = text.endsWith('+');
  return { ...parseKind(text.slice(0, colon)), path: text.slice(colon + 1, create ? -1 : undefined), create };
}

/** kustomize's default name references: which fields of Kubernetes' kinds hold the name of another resource. */
export const nameReferences: readonly NameReference[] = Object.entries(table).flatMap(([target, fields]) =>
  [...new Set(fields)].map((field) => ({ target: parseKind(target), field: parseField(field) })),
);
