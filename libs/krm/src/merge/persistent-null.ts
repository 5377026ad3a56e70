import { YamlNode } from '../document/yaml-node';

const persistentNulls = new WeakSet<YamlNode>();

/** A null that a merge sets as the field's value; any other null removes the field. */
export function persistentNull(spelling: string): YamlNode {
  const node = YamlNode.null();
  node.value = spelling;
  persistentNulls.add(node);
  return node;
}

export function isPersistentNull(node: YamlNode): boolean {
  return persistentNulls.has(node);
}
