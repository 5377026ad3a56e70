import { type FunctionResult } from '@porch/api';
import { entriesOf, fieldOf, isAbsent, textOf } from '@porch/functions';
import { printYaml, type YamlNode } from '@porch/krm';

/**
 * The results a function reported. Two older shapes are read as well (kpt): a list wrapped in an object with `items`, and
 * a `resourceRef` with its name and namespace under `metadata`. `suggestedValue` counts as proposedValue; values that are
 * no strings are taken as their YAML text.
 *
 * @throws Error for anything else, in Go's words
 */
export function functionResults(node: YamlNode | undefined): FunctionResult[] {
  if (isAbsent(node) || isEmptyCollection(node)) return [];
  const items = node.kind === 'mapping' ? fieldOf(node, 'items') : undefined;
  const list = isAbsent(items) || isEmptyCollection(items) ? node : items;
  if (list.kind !== 'sequence') throw unmarshalError(list, '[]v1.ResultItem');
  return list.content.map((item) => {
    if (item.kind !== 'mapping' && !isAbsent(item)) throw unmarshalError(item, 'v1.ResultItem');
    return functionResult(item);
  });
}

function isEmptyCollection(node: YamlNode): boolean {
  return node.kind !== 'scalar' && node.content.length === 0;
}

function unmarshalError(node: YamlNode, type: string): Error {
  const what = node.kind === 'scalar' ? `!!str \`${node.value}\`` : node.kind === 'mapping' ? '!!map' : '!!seq';
  return new Error(`the function's results cannot be read: cannot unmarshal ${what} into ${type}`);
}

/** One entry of a list of results. */
export function functionResult(node: YamlNode): FunctionResult {
  const severity = textOf(fieldOf(node, 'severity'));
  const resourceRef = resourceReference(fieldOf(node, 'resourceRef'));
  const field = fieldReference(fieldOf(node, 'field'));
  const file = fileReference(fieldOf(node, 'file'));
  const tags = fieldOf(node, 'tags');
  return {
    message: textOf(fieldOf(node, 'message')),
    ...(severity === '' ? {} : { severity: severity as NonNullable<FunctionResult['severity']> }),
    ...(resourceRef ? { resourceRef } : {}),
    ...(field ? { field } : {}),
    ...(file ? { file } : {}),
    ...(isAbsent(tags) ? {} : { tags: stringFields(tags) }),
  };
}

function resourceReference(node: YamlNode | undefined): FunctionResult['resourceRef'] {
  if (isAbsent(node)) return undefined;
  const metadata = fieldOf(node, 'metadata');
  const text = (name: string) => textOf(fieldOf(node, name));
  const nested = (name: string) => textOf(fieldOf(metadata, name)) || text(name);
  return withoutEmpty({
    apiVersion: text('apiVersion'),
    kind: text('kind'),
    name: nested('name'),
    namespace: nested('namespace'),
  });
}

function fieldReference(node: YamlNode | undefined): FunctionResult['field'] {
  if (isAbsent(node)) return undefined;
  return withoutEmpty({
    path: textOf(fieldOf(node, 'path')),
    currentValue: valueText(fieldOf(node, 'currentValue')),
    proposedValue: valueText(fieldOf(node, 'suggestedValue')) || valueText(fieldOf(node, 'proposedValue')),
  });
}

function fileReference(node: YamlNode | undefined): FunctionResult['file'] {
  if (isAbsent(node)) return undefined;
  const path = textOf(fieldOf(node, 'path'));
  const index = Number(textOf(fieldOf(node, 'index')) || 0);
  return { ...(path === '' ? {} : { path }), ...(index === 0 ? {} : { index }) };
}

function valueText(node: YamlNode | undefined): string {
  if (isAbsent(node)) return '';
  return node.kind === 'scalar' ? node.value : printYaml(node).trim();
}

function stringFields(node: YamlNode): Record<string, string> {
  return Object.fromEntries([...entriesOf(node)].map(({ key, value }) => [key.value, textOf(value)]));
}

function withoutEmpty<T extends Record<string, string>>(fields: T): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== '')) as Partial<T>;
}
