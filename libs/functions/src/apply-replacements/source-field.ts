import { dereference, getField, isNull, type YamlNode } from '@porch/krm';
import { kindMismatch } from '../kustomize/node-kind';

/**
 * The one field that a source's path leads to (kyaml's PathGetter): by field names, by indices, by `-` for the last element,
 * and by `[name=value]` or `[=value]` for the first element with exactly that.
 *
 * @returns undefined where there is nothing.
 * @throws Error for a wildcard, and for a path that does not fit what is there.
 */
export function sourceField(resource: YamlNode, path: readonly string[]): YamlNode | undefined {
  let current: YamlNode | undefined = resource;
  for (const part of path.map((each) => each.trim()).filter((each) => each !== '')) {
    current = current && step(dereference(current), part);
    if (current === undefined || isNull(current)) return undefined;
  }
  return current;
}

function step(node: YamlNode, part: string): YamlNode | undefined {
  if (/^-\d+$/.test(part)) throw new Error(`array index ${Number(part)} cannot be negative`);
  if (/^\+?\d+$/.test(part)) return elementsOf(node)[Number(part)];
  if (part === '-') return elementsOf(node).at(-1);
  if (part === '*') throw new Error('wildcard is not supported in PathGetter');
  if (part.startsWith('[') && part.endsWith(']')) return elementBy(node, part.slice(1, -1));
  if (node.kind !== 'mapping') throw new Error(kindMismatch('', node, 'MappingNode'));
  return getField(node, part);
}

function elementBy(node: YamlNode, selector: string): YamlNode | undefined {
  const equals = selector.indexOf('=');
  if (equals < 0) throw new Error('list path element must contain fieldName=fieldValue for element to match');
  const [name, value] = [selector.slice(0, equals), selector.slice(equals + 1)];
  return elementsOf(node).find((element) => (name === '' ? element : getField(element, name))?.value === value);
}

function elementsOf(node: YamlNode): readonly YamlNode[] {
  if (node.kind !== 'sequence') throw new Error(kindMismatch('', node, 'SequenceNode'));
  return node.content;
}
