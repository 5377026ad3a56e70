import { quoteIfAmbiguous } from '../document/node-access';
import { YamlNode, type YamlNodeStyle } from '../document/yaml-node';
import { isExplicitNull, overwriteNode, styleInPlaceOf } from './node-content';
import { isPersistentNull } from './persistent-null';

export interface Field {
  readonly key: YamlNode;
  readonly value: YamlNode;
}

export type FieldsByName = ReadonlyMap<string, Field>;

/** Index of a mapping's fields; the first of duplicate keys counts. Undefined for anything but a mapping. */
export function fieldsByName(node: YamlNode | undefined): FieldsByName | undefined {
  if (node?.kind !== 'mapping') return undefined;
  const fields = new Map<string, Field>();
  for (let index = 0; index + 1 < node.content.length; index += 2) {
    const key = node.content[index];
    const value = node.content[index + 1];
    if (key && value && !fields.has(key.value)) fields.set(key.value, { key, value });
  }
  return fields;
}

interface Assignment {
  readonly name: string;
  /** Undefined or null removes the field, unless the null is a persistent one. */
  readonly value: YamlNode | undefined;
  /** Spelling of the key if the field is new. */
  readonly keyStyle: YamlNodeStyle | undefined;
  /** Key whose comments the field's key gets. */
  readonly commentsFrom: YamlNode | undefined;
}

/**
 * Sets a field of the merged mapping: an existing one keeps its place and style, a new one goes to the end.
 *
 * @param existing the mapping's fields before the merge, which saves looking the name up.
 * @returns the key of the field if it is to be removed.
 */
export function assignField(mapping: YamlNode, existing: FieldsByName, assignment: Assignment): YamlNode | undefined {
  const { name, value, keyStyle, commentsFrom } = assignment;
  const field = existing.get(name);
  if (field && commentsFrom) copyComments(commentsFrom, field.key);
  if (value === undefined || (isExplicitNull(value) && !isPersistentNull(value))) return field?.key;
  quoteIfAmbiguous(value);
  if (field) {
    if (value === field.value) return undefined;
    value.style = styleInPlaceOf(field.value, value);
    value.tagged = field.value.tagged;
    overwriteNode(field.value, value);
    return undefined;
  }
  const key = YamlNode.scalar(name, keyStyle ?? 'plain');
  if (commentsFrom) copyComments(commentsFrom, key);
  mapping.content.push(key, value);
  return undefined;
}

/** Removes fields by their key nodes, all in one pass. */
export function removeFields(mapping: YamlNode, keys: ReadonlySet<YamlNode>): void {
  if (keys.size === 0) return;
  mapping.content = mapping.content.filter((node, index, content) => {
    const key = index % 2 === 0 ? node : content[index - 1];
    return !key || !keys.has(key);
  });
}

function copyComments(from: YamlNode, to: YamlNode): void {
  to.headComment = from.headComment;
  to.lineComment = from.lineComment;
  to.footComment = from.footComment;
}
