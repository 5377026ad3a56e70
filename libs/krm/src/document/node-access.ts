import { scalarTag } from './scalar-type';
import { YamlNode } from './yaml-node';

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

/** Words that YAML 1.1 readers take for a boolean, a null or a number, so that kyaml quotes them when it sets a string. */
const yaml11Words =
  /^(?:~|null|Null|NULL|y|Y|yes|Yes|YES|n|N|no|No|NO|on|On|ON|off|Off|OFF|true|True|TRUE|false|False|FALSE)$/;

/** Whether a string left unquoted would be read as another type by YAML 1.1 or 1.2. */
export function needsQuotes(value: string): boolean {
  return (
    yaml11Words.test(value) ||
    scalarTag(value) !== '!!str' ||
    /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/.test(value)
  );
}

/**
 * Sets a field of a mapping as kyaml's FieldSetter does. An existing value's place, key and comments stay: a scalar takes
 * over text and tag and keeps its style, unless it has to be quoted; other values are replaced whole. A missing field is
 * appended. Setting `undefined` removes the field.
 */
export function setField(mapping: YamlNode, key: string, value: YamlNode | undefined): void {
  if (value === undefined) {
    clearField(mapping, key);
    return;
  }
  const node = dereference(mapping);
  if (node.kind !== 'mapping') throw new TypeError(`cannot set the field ${key} of a ${node.kind}`);
  const index = keyIndex(node, key);
  if (index < 0) {
    node.content.push(YamlNode.string(key), value);
    return;
  }
  const present = node.content[index + 1];
  if (present === undefined || present.kind !== 'scalar' || value.kind !== 'scalar') {
    if (present !== undefined) keepComments(present, value);
    node.content[index + 1] = value;
    return;
  }
  present.value = value.value;
  present.tag = value.tag;
  present.tagged = value.tagged;
  if (value.style !== 'plain' || !canKeepStyle(present, value)) present.style = value.style;
  keepComments(value, present);
}

function canKeepStyle(present: YamlNode, value: YamlNode): boolean {
  return present.style === 'plain' || value.tag === '!!str';
}

/** Gives `to` the comments of `from` where it has none of its own. */
function keepComments(from: YamlNode, to: YamlNode): void {
  to.headComment ||= from.headComment;
  to.lineComment ||= from.lineComment;
  to.footComment ||= from.footComment;
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
