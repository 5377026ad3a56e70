import { type YamlNode } from '@porch/krm';
import { apiVersionOf, kindOf, nameOf, namespaceOf } from './object/krm-object';

/**
 * The order in which functions built on the Go SDK give their items back: by apiVersion, kind, namespace and name. In
 * files it shows only in where new resources go, in a list on standard output everywhere.
 */
export function sortItems(items: readonly YamlNode[]): YamlNode[] {
  // The separator sorts before every other character, so that the texts compare part by part.
  const keyed = items.map((item) => ({
    item,
    key: `${apiVersionOf(item)}\0${kindOf(item)}\0${namespaceOf(item)}\0${nameOf(item)}`,
  }));
  keyed.sort((a, b) => (a.key === b.key ? 0 : a.key < b.key ? -1 : 1));
  return keyed.map(({ item }) => item);
}
