import { type YamlNode } from '@porch/krm';
import { apiVersionOf, kindOf, nameOf, namespaceOf } from './object/krm-object';

/**
 * The order in which functions built on the Go SDK give their items back: by apiVersion, kind, namespace and name. In
 * files it shows only in where new resources go, in a list on standard output everywhere.
 */
export function sortItems(items: readonly YamlNode[]): YamlNode[] {
  const keyed = items.map((item) => ({
    item,
    key: [apiVersionOf(item), kindOf(item), namespaceOf(item), nameOf(item)],
  }));
  keyed.sort((a, b) => {
    for (let index = 0; index < 4; index++) {
      const [left = '', right = ''] = [a.key[index], b.key[index]];
      if (left !== right) return left < right ? -1 : 1;
    }
    return 0;
  });
  return keyed.map(({ item }) => item);
}
