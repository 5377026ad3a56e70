import { parseYaml, printYaml, toJs, type JsonValue, type YamlNode } from '@porch/krm';

/** JSON or YAML that is the text of a scalar. */
export interface EmbeddedDocument {
  readonly root: YamlNode;
  /** The document as text again, without a line end: JSON if it began as such, on several lines if it was, else YAML. */
  print(): string;
}

/** Reads the structure that a text holds; undefined where it is just text. */
export function readEmbeddedDocument(text: string): EmbeddedDocument | undefined {
  const root = readRoot(text);
  if (root?.kind !== 'mapping' && root?.kind !== 'sequence') return undefined;
  const isJson = /^\s*[[{]/.test(text);
  return { root, print: isJson ? () => printJson(root, text) : () => printYaml(root).trim() };
}

function readRoot(text: string): YamlNode | undefined {
  try {
    return parseYaml(text)[0]?.root;
  } catch {
    return undefined;
  }
}

/** Keys come out in alphabetical order, and what HTML could take for markup escaped, as Go writes them. */
function printJson(root: YamlNode, original: string): string {
  const indent = original.includes('\n') && original.includes('  ') ? 2 : undefined;
  return JSON.stringify(sortKeys(toJs(root)), undefined, indent).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function sortKeys(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, field]) => [key, sortKeys(field)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
