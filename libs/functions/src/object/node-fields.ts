import {
  dereference,
  fields,
  getField,
  getString,
  lookupOrCreatePath,
  lookupPath,
  setField,
  YamlNode,
} from '@porch/krm';

const NULL_SPELLINGS = new Set(['', '~', 'null', 'Null', 'NULL']);

/** Whether a node is missing or a null, which the Go SDK and kyaml's field access treat alike. */
export function isAbsent(node: YamlNode | undefined): node is undefined {
  if (node?.kind !== 'scalar') return node === undefined;
  return node.tag === '!!null' || (node.tag === '' && node.style === 'plain' && NULL_SPELLINGS.has(node.value));
}

/** A scalar's text; empty for anything else and for null. */
export function textOf(node: YamlNode | undefined): string {
  if (node === undefined) return '';
  const value = dereference(node);
  return value.kind !== 'scalar' || isAbsent(value) ? '' : value.value;
}

/** Follows field names down from a node. */
export function lookUp(node: YamlNode | undefined, ...names: readonly string[]): YamlNode | undefined {
  return lookupPath(node, names);
}

/** The text at a path; empty where there is none. */
export function textAt(node: YamlNode | undefined, ...names: string[]): string {
  return getString(node, ...names) ?? '';
}

/** The fields of a mapping in order; nothing for any other node. */
export function* entriesOf(node: YamlNode | undefined): Generator<{ key: YamlNode; value: YamlNode }> {
  if (node !== undefined && dereference(node).kind === 'mapping') yield* fields(node);
}

/** The elements of a sequence; nothing for any other node. */
export function elementsOf(node: YamlNode | undefined): readonly YamlNode[] {
  if (node === undefined) return [];
  const list = dereference(node);
  return list.kind === 'sequence' ? list.content : [];
}

/**
 * Sets a string at a path: a scalar that is there keeps its style, place and comments; otherwise the field is appended,
 * quoted only where it has to be, and the maps above it are made.
 */
export function setStringAt(node: YamlNode, names: readonly string[], value: string): void {
  const last = names.at(-1);
  if (last === undefined) return;
  setStringField(lookupOrCreatePath(node, names.slice(0, -1)), last, YamlNode.string(value));
}

/** Gives a field of a map a string; where there is a scalar already only its text changes. */
export function setStringField(mapping: YamlNode, name: string, value: YamlNode): void {
  const present = getField(mapping, name);
  if (present?.kind !== 'scalar' || isAbsent(present)) {
    setField(mapping, name, value);
    return;
  }
  present.value = value.value;
  present.tag = '!!str';
  present.tagged = false;
}

/** Reads a map of strings. Other values count by their spelling and null as empty, as kyaml reads ConfigMap data. */
export function stringMapOf(node: YamlNode | undefined): Map<string, string> {
  const map = new Map<string, string>();
  for (const { key, value } of entriesOf(node)) map.set(key.value, textOf(value));
  return map;
}

export { getField as fieldOf };
