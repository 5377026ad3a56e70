import { dereference, fields, getField, getString, isNull } from '../document/node-access';
import { type YamlNode } from '../document/yaml-node';

/** The named scalar fields of a mapping as text; those that are missing or null are left out. */
export function readStrings<K extends string>(
  node: YamlNode | undefined,
  names: readonly K[],
): Partial<Record<K, string>> {
  const result: Partial<Record<K, string>> = {};
  for (const name of names) {
    const value = getString(node, name);
    if (value !== undefined) result[name] = value;
  }
  return result;
}

/** A map of strings; undefined where there is none. */
export function readStringMap(node: YamlNode | undefined): Record<string, string> | undefined {
  if (node === undefined || dereference(node).kind !== 'mapping') return undefined;
  return Object.fromEntries([...fields(node)].map(({ key, value }) => [key.value, dereference(value).value]));
}

/** The elements of a list; none where there is no list. */
export function readList(node: YamlNode | undefined): YamlNode[] {
  if (node === undefined || isNull(node)) return [];
  const list = dereference(node);
  return list.kind === 'sequence' ? list.content.map(dereference) : [];
}

/** A list of strings; undefined where there is none. */
export function readStringList(mapping: YamlNode | undefined, name: string): string[] | undefined {
  const node = getField(mapping, name);
  return node === undefined || isNull(node) ? undefined : readList(node).map(({ value }) => value);
}
