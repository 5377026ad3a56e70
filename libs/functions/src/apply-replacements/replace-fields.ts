import { deepCopy, isNull, matchPath, type CreateKind, type YamlNode } from '@porch/krm';
import { FunctionError } from '../framework-outcome';
import { readEmbeddedDocument } from './embedded-document';
import { splitFieldPath } from './field-path';
import { DEFAULT_FIELD_PATH, type FieldOptions, type ReplacementTarget } from './replacement';

/**
 * Puts a value into the fields of a resource that a target names.
 *
 * @throws FunctionError where a field is not there and is not to be made.
 */
export function replaceFields(resource: YamlNode, value: YamlNode, { fieldPaths, options }: ReplacementTarget): void {
  const create = options?.create === true && value.kind !== 'alias' ? value.kind : undefined;
  for (const fieldPath of fieldPaths?.length ? fieldPaths : [DEFAULT_FIELD_PATH]) {
    const found = replaceAt(resource, splitFieldPath(fieldPath), create, fieldPath, (field) =>
      setField(field, value, options),
    );
    if (!found) throw new FunctionError(notFound(fieldPath, create));
  }
}

function notFound(fieldPath: string, create: CreateKind | undefined): string {
  return `unable to find ${create ? 'or create ' : ''}field "${fieldPath}" in replacement target`;
}

/** Goes down a path, into documents that are the text of scalars as well, and tells whether anything was there. */
function replaceAt(
  node: YamlNode,
  path: readonly string[],
  create: CreateKind | undefined,
  fieldPath: string,
  replace: (field: YamlNode) => void,
): boolean {
  try {
    const embedded = embeddedOnTheWay(node, path);
    if (embedded === undefined) {
      const fields = matchPath(node, path, create ? { create } : {});
      fields.forEach(replace);
      return fields.length > 0;
    }
    return embedded.scalars
      .map((scalar) => replaceInText(scalar, embedded.rest, create, fieldPath, replace))
      .some(Boolean);
  } catch (error) {
    if (error instanceof FunctionError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new FunctionError(`${notFound(fieldPath, create)}: ${reason}`);
  }
}

/** The scalars, with text that holds a document, that a path passes through, and the rest of the path behind them. */
function embeddedOnTheWay(node: YamlNode, path: readonly string[]) {
  for (let length = 1; length < path.length; length++) {
    const scalars = reachable(node, path.slice(0, length)).filter((found) => found.kind === 'scalar' && !isNull(found));
    if (scalars.length === 0) continue;
    return scalars.every(({ value }) => readEmbeddedDocument(value) !== undefined)
      ? { scalars, rest: path.slice(length) }
      : undefined;
  }
  return undefined;
}

function reachable(node: YamlNode, path: readonly string[]): YamlNode[] {
  try {
    return matchPath(node, path);
  } catch {
    return [];
  }
}

function replaceInText(
  scalar: YamlNode,
  rest: readonly string[],
  create: CreateKind | undefined,
  fieldPath: string,
  replace: (field: YamlNode) => void,
): boolean {
  const document = readEmbeddedDocument(scalar.value);
  if (document === undefined || !replaceAt(document.root, rest, create, fieldPath, replace)) return false;
  scalar.value = document.print();
  return true;
}

/** A scalar takes only the text, of which a map or list has none, and keeps its own style; others become a copy. */
function setField(field: YamlNode, value: YamlNode, { delimiter = '', index = 0 }: FieldOptions = {}): void {
  if (delimiter !== '' && field.kind !== 'scalar') {
    throw new FunctionError('delimiter option can only be used with scalar nodes');
  }
  if (field.kind === 'scalar') {
    if (isNull(field)) field.tag = '';
    field.value = delimiter === '' ? value.value : replacePart(field.value, value.value, delimiter, index);
    return;
  }
  const { headComment, lineComment, footComment } = field;
  Object.assign(field, deepCopy(value), { headComment, lineComment, footComment });
}

/** Before the first part for a negative index, behind the last for one beyond it. */
function replacePart(text: string, part: string, delimiter: string, index: number): string {
  const parts = text.split(delimiter);
  if (index < 0) parts.unshift(part);
  else if (index >= parts.length) parts.push(part);
  else parts[index] = part;
  return parts.join(delimiter);
}
