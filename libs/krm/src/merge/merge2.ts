import type { YamlNode } from '../document/yaml-node';
import { createSchemaRegistry, type SchemaRegistry } from '../schema/schema-registry';
import { type ListIncreaseDirection, MergeWalker } from './merge-walker';
import { twoWayVisitor } from './two-way-visitor';

export interface Merge2Options {
  /** Match list elements by `name` where no schema says how to. Off unless set. */
  inferAssociativeLists?: boolean;
  /** Where elements go that only the source has; `append` unless set, strategic merge patches prepend. */
  listIncreaseDirection?: ListIncreaseDirection;
  /** Schemas that say which lists are merged by element; those of Kubernetes 1.21 unless given. */
  schemas?: SchemaRegistry;
}

const builtInSchemas = createSchemaRegistry();

/**
 * Lays `source` over `dest` (kyaml's `merge2`, the strategic merge patch): maps merge, associative lists merge by
 * element, other values are replaced, null removes, `$patch` directives are obeyed. Both are changed.
 *
 * @returns the merged value, undefined if the source removes it.
 * @throws PorchError (Invalid) for different shapes and unknown directives.
 */
export function merge2(
  source: YamlNode | undefined,
  dest: YamlNode | undefined,
  options: Merge2Options = {},
): YamlNode | undefined {
  const walker = new MergeWalker({
    visitor: twoWayVisitor,
    schemas: options.schemas ?? builtInSchemas,
    inferAssociativeLists: options.inferAssociativeLists ?? false,
    visitKeys: false,
    listIncreaseDirection: options.listIncreaseDirection ?? 'append',
  });
  return walker.walk([dest, source], undefined, []);
}
