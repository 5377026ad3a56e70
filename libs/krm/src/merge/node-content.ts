import { isNull } from '../document/node-access';
import { scalarType } from '../document/node-conversion';
import type { YamlNode, YamlNodeStyle } from '../document/yaml-node';

/** Whether a node is there and says null (`key: null`, `key:`), as opposed to not being there. */
export function isExplicitNull(node: YamlNode | undefined): boolean {
  return node !== undefined && isNull(node);
}

export function isMissingOrNull(node: YamlNode | undefined): node is undefined {
  return isNull(node);
}

export function isEmptyMapping(node: YamlNode | undefined): boolean {
  return isMissingOrNull(node) || (node.kind === 'mapping' && node.content.length === 0);
}

/** A list, map or text with nothing in it. */
export function isEmptyValue(node: YamlNode): boolean {
  return node.value === '' && node.content.length === 0;
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

/** Whether two values are the same: kind, type, text and children in order; style and comments do not count. */
export function sameContent(a: YamlNode | undefined, b: YamlNode | undefined): boolean {
  if (a === b) return true;
  if (!a || !b) return false;
  if (a.kind !== b.kind || a.value !== b.value || a.content.length !== b.content.length) return false;
  if (a.kind === 'scalar' && scalarType(a) !== scalarType(b)) return false;
  return a.content.every((child, index) => sameContent(child, b.content[index]));
}
