import { invalidData } from './invalid-data';
import { needsQuotes } from './yaml-1-1-string';
import { YamlNode, type YamlNodeStyle } from './yaml-node';

/** The node an alias stands for; any other node itself. */
export function dereference(node: YamlNode): YamlNode {
  let current = node;
  for (let hops = 0; current.kind === 'alias' && current.target !== undefined && hops < 100; hops++)
    current = current.target;
  return current;
}

/** Whether a node is missing or a null, in whatever spelling. */
export function isNull(node: YamlNode | undefined): boolean {
  return node === undefined || (node.kind === 'scalar' && node.tag === '!!null');
}

function keyIndex(mapping: YamlNode, key: string): number {
  for (let i = 0; i + 1 < mapping.content.length; i += 2) {
    if (mapping.content[i]?.value === key) return i;
  }
  return -1;
}

/** The value of a field of a mapping, with aliases left as they are; undefined if there is none or it is no mapping. */
export function getField(mapping: YamlNode | undefined, key: string): YamlNode | undefined {
  if (mapping === undefined) return undefined;
  const node = dereference(mapping);
  return node.kind === 'mapping' ? node.content[keyIndex(node, key) + 1 || node.content.length] : undefined;
}

/** The key node of a field, which holds the comments above the field. */
export function getKey(mapping: YamlNode | undefined, key: string): YamlNode | undefined {
  if (mapping === undefined) return undefined;
  const node = dereference(mapping);
  const index = node.kind === 'mapping' ? keyIndex(node, key) : -1;
  return index < 0 ? undefined : node.content[index];
}

/** The fields of a mapping in their order. */
export function* fields(mapping: YamlNode): Generator<{ key: YamlNode; value: YamlNode }> {
  const { content } = dereference(mapping);
  for (let i = 0; i + 1 < content.length; i += 2) {
    const key = content[i];
    const value = content[i + 1];
    if (key !== undefined && value !== undefined) yield { key, value };
  }
}

/**
 * Sets a field of a mapping as kyaml's FieldSetter does. The value takes the place of a present one together with its
 * comments; the style of the present value stays (whether its tag is written out, too), and so do its key and the comments on
 * that. A missing field is appended.
 * A plain string that YAML 1.1 would read as another type is double-quoted. Setting `undefined` or an explicit null removes
 * the field.
 *
 * @throws PorchError (Invalid) when the node is no mapping.
 */
export function setField(mapping: YamlNode, key: string, value: YamlNode | undefined): void {
  if (value === undefined || isNull(value)) {
    clearField(mapping, key);
    return;
  }
  const node = dereference(mapping);
  if (node.kind !== 'mapping') throw invalidData(`cannot set the field ${key} of a ${node.kind}`);
  const index = keyIndex(node, key);
  const present = index < 0 ? undefined : node.content[index + 1];
  quoteIfAmbiguous(value);
  if (present === undefined) {
    node.content.push(YamlNode.scalar(key), value);
    return;
  }
  value.style = carriedStyle(present, value);
  value.tagged = present.tagged;
  node.content[index + 1] = value;
}

/** Double-quotes a plain string that YAML 1.1 takes for something else, unless its tag is written out. */
export function quoteIfAmbiguous(value: YamlNode): void {
  if (value.kind !== 'scalar' || value.style !== 'plain' || value.tagged || value.tag !== '!!str') return;
  if (needsQuotes(value.value)) value.style = 'double';
}

/** The style of the present value as far as a value of another kind can have it. */
function carriedStyle(present: YamlNode, value: YamlNode): YamlNodeStyle {
  const wasCollection = present.kind === 'mapping' || present.kind === 'sequence';
  if (value.kind === 'scalar' || value.kind === 'alias') return wasCollection ? 'plain' : present.style;
  return wasCollection ? present.style : 'block';
}

/** Removes a field of a mapping and gives its value; undefined if there was none. */
export function clearField(mapping: YamlNode, key: string): YamlNode | undefined {
  const node = dereference(mapping);
  const index = node.kind === 'mapping' ? keyIndex(node, key) : -1;
  if (index < 0) return undefined;
  return node.content.splice(index, 2)[1];
}

/** The node at a path of fields; undefined where one is missing. */
export function lookupPath(node: YamlNode | undefined, path: readonly string[]): YamlNode | undefined {
  let current = node;
  for (const key of path) current = getField(current, key);
  return current;
}

/** The node at a path of fields, where missing mappings, and one of `kind` at the end, are appended. */
export function lookupOrCreatePath(
  node: YamlNode,
  path: readonly string[],
  kind: 'mapping' | 'sequence' = 'mapping',
): YamlNode {
  let current = node;
  path.forEach((key, depth) => {
    let next = getField(current, key);
    if (next === undefined || isNull(next)) {
      next = depth === path.length - 1 && kind === 'sequence' ? YamlNode.sequence() : YamlNode.mapping();
      setField(current, key, next);
    }
    current = dereference(next);
  });
  return current;
}

/** The text of a scalar field; undefined if it is missing, null, or not a scalar. */
export function getString(node: YamlNode | undefined, ...path: string[]): string | undefined {
  const found = lookupPath(node, path);
  const value = found === undefined ? undefined : dereference(found);
  return value?.kind === 'scalar' && !isNull(value) ? value.value : undefined;
}
