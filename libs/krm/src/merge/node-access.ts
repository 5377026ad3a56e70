import { parseInteger, scalarTag } from '../document/scalar-type';
import { YamlNode, type YamlNodeStyle } from '../document/yaml-node';

/** Whether a node is an explicit null (`key: null`, `key:`), as opposed to not being there. */
export function isNull(node: YamlNode | undefined): boolean {
  if (node?.kind !== 'scalar') return false;
  return node.tag === '!!null' || (node.tag === '' && node.style === 'plain' && scalarTag(node.value) === '!!null');
}

export function isMissingOrNull(node: YamlNode | undefined): node is undefined {
  return node === undefined || isNull(node);
}

export function isEmptyMapping(node: YamlNode | undefined): boolean {
  return isMissingOrNull(node) || (node.kind === 'mapping' && node.content.length === 0);
}

/** Position of a field's key in a mapping's content, -1 if it has none; the first of duplicate keys counts. */
export function fieldIndex(mapping: YamlNode, name: string): number {
  const content = mapping.content;
  for (let index = 0; index < content.length; index += 2) {
    if (content[index]?.value === name) return index;
  }
  return -1;
}

/** Value of a field, undefined where the mapping has no such field or is no mapping. */
export function findField(mapping: YamlNode | undefined, name: string): YamlNode | undefined {
  if (mapping?.kind !== 'mapping') return undefined;
  const index = fieldIndex(mapping, name);
  return index < 0 ? undefined : mapping.content[index + 1];
}

export function removeField(mapping: YamlNode, name: string): void {
  const index = fieldIndex(mapping, name);
  if (index >= 0) mapping.content.splice(index, 2);
}

/** The style that `node` takes on in the place of `previous`; styles of other kinds mean nothing to it. */
export function styleInPlaceOf(previous: YamlNode, node: YamlNode): YamlNodeStyle {
  const scalar = node.kind === 'scalar' || node.kind === 'alias';
  const scalarBefore = previous.kind === 'scalar' || previous.kind === 'alias';
  if (scalar === scalarBefore) return previous.style;
  return scalar ? 'plain' : 'block';
}

/** Makes `target` the same node as `source`, comments and position included, where other nodes hold `target`. */
export function overwriteNode(target: YamlNode, source: YamlNode): void {
  Object.assign(target, source);
}

/** A scalar's tag: the one it carries, or what its spelling says. */
function tagOf(node: YamlNode): string {
  if (node.tag !== '') return node.tag;
  return node.style === 'plain' ? scalarTag(node.value) : '!!str';
}

/** Whether two values are the same: kind, type, text and children in order; style and comments do not count. */
export function sameContent(a: YamlNode | undefined, b: YamlNode | undefined): boolean {
  if (a === b) return true;
  if (!a || !b) return false;
  if (a.kind !== b.kind || a.value !== b.value || a.content.length !== b.content.length) return false;
  if (a.kind === 'scalar' && tagOf(a) !== tagOf(b)) return false;
  return a.content.every((child, index) => sameContent(child, b.content[index]));
}

/** A node as a plain JavaScript value; keys such as `__proto__` become ordinary own properties. */
export function toPlainValue(node: YamlNode | undefined): unknown {
  if (node === undefined) return undefined;
  if (node.kind === 'alias') return toPlainValue(node.target);
  if (node.kind === 'sequence') return node.content.map((item) => toPlainValue(item));
  if (node.kind === 'mapping') {
    const entries: [string, unknown][] = [];
    for (let index = 0; index < node.content.length; index += 2) {
      entries.push([node.content[index]?.value ?? '', toPlainValue(node.content[index + 1])]);
    }
    return Object.fromEntries(entries);
  }
  return scalarValue(node);
}

function scalarValue(node: YamlNode): string | number | boolean | null {
  switch (tagOf(node)) {
    case '!!null':
      return null;
    case '!!bool':
      return node.value.toLowerCase() === 'true';
    case '!!int': {
      const integer = parseInteger(node.value);
      return integer !== undefined && Number.isSafeInteger(Number(integer)) ? Number(integer) : node.value;
    }
    case '!!float':
      return Number(node.value.replaceAll('_', ''));
    default:
      return node.value;
  }
}
