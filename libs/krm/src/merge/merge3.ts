import type { YamlNode } from '../document/yaml-node';
import { createSchemaRegistry, type SchemaRegistry } from '../schema/schema-registry';
import type { FieldDecisionRecorder } from './field-decision';
import { MergeWalker } from './merge-walker';
import { settleAliases } from './settle-aliases';
import { kptThreeWayVisitor, kyamlThreeWayVisitor } from './three-way-visitor';

/** Whose rules on nulls and on comments apply, see {@link kyamlThreeWayVisitor} and {@link kptThreeWayVisitor}. */
export type Merge3Flavour = 'kyaml' | 'kpt';

export interface Merge3Options {
  /** `kyaml` unless set. */
  flavour?: Merge3Flavour;
  /** Match list elements by `name` where no schema says how to. Off unless set. */
  inferAssociativeLists?: boolean;
  /** Schemas that say which lists are merged by element; those of Kubernetes 1.21 unless given. */
  schemas?: SchemaRegistry;
  /** Is told what was decided about each field. */
  recorder?: FieldDecisionRecorder;
}

const builtInSchemas = createSchemaRegistry();

/**
 * Three-way merge: what upstream changed from `origin` to `updated` is done to `dest`. Where both changed the same
 * field, upstream wins. `dest` is changed in place, and parts of `updated` may become parts of it.
 *
 * @returns the merged value, undefined if it is to be removed.
 * @throws PorchError (Invalid) where the documents have different shapes.
 */
export function merge3(
  dest: YamlNode | undefined,
  origin: YamlNode | undefined,
  updated: YamlNode | undefined,
  options: Merge3Options = {},
): YamlNode | undefined {
  const walker = new MergeWalker({
    visitor: options.flavour === 'kpt' ? kptThreeWayVisitor : kyamlThreeWayVisitor,
    schemas: options.schemas ?? builtInSchemas,
    inferAssociativeLists: options.inferAssociativeLists ?? false,
    visitKeys: true,
    listIncreaseDirection: 'append',
    ...(options.recorder && { recorder: options.recorder }),
  });
  const merged = walker.walk([dest, origin, updated], undefined, []);
  if (merged) settleAliases(merged);
  return merged;
}
