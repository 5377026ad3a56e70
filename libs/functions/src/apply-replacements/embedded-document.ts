import { parseYaml, printYaml, toJs, type JsonValue, type YamlNode } from '@porch/krm';

/** JSON or YAML that is the text of a scalar. */
export interface EmbeddedDocument {
  readonly root: YamlNode;
  /** The document as text again: JSON as wide as it was, YAML with compact lists. */
  print(): string;
}

/** Reads the structure that a text holds; undefined where it is just text. */
export function readEmbeddedDocument(text: string): EmbeddedDocument | undefined {
  const root = readRoot(text);
  if (root?.kind !== 'mapping' && root?.kind !== 'sequence') return undefined;
  return { root, print: isJson(text) ? () => printJson(root, text) : () => printLike(root, text) };
}

function readRoot(text: string): YamlNode | undefined {
  try {
    return parseYaml(text)[0]?.root;
  } catch {
    return undefined;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Keys come out in alphabetical order, as Go writes maps. */
function printJson(root: YamlNode, original: string): string {
  const indent = /\n([ \t]+)\S/.exec(original)?.[1];
  return JSON.stringify(sortKeys(toJs(root)), undefined, indent) + (original.endsWith('\n') ? '\n' : '');
}

function sortKeys(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, field]) => [key, sortKeys(field)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function printLike(root: YamlNode, original: string): string {
  const printed = printYaml(root);
  return original.endsWith('\n') ? printed : printed.replace(/\n$/, '');
}
