import type { YamlNode } from '../document/yaml-node';

/**
 * The same place in each of the merged documents: destination and source (two-way), or destination, origin and
 * updated (three-way). Undefined where a document has nothing there.
 */
export type MergeSources = readonly [
  dest: YamlNode | undefined,
  origin: YamlNode | undefined,
  updated?: YamlNode | undefined,
];

/**
 * Decides what becomes of one place; the walker then goes into what was chosen. Undefined clears the place.
 * (The rôle of kyaml's `walk.Visitor`.)
 */
export interface MergeVisitor {
  visitMapping(sources: MergeSources): YamlNode | undefined;
  visitScalar(sources: MergeSources): YamlNode | undefined;
  /** A list merged by element; what is returned receives the merged elements. */
  visitAssociativeList(sources: MergeSources): YamlNode | undefined;
  /** A list taken or kept as a whole. */
  visitList(sources: MergeSources): YamlNode | undefined;
}
