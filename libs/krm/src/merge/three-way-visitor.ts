import { printYaml } from '../document/print-yaml';
import { YamlNode } from '../document/yaml-node';
import type { MergeSources, MergeVisitor } from './merge-visitor';
import { isMissingOrNull, isExplicitNull, sameContent } from './node-content';

/** What distinguishes kyaml's three-way merge from kpt's. */
interface Flavour {
  /** Whether a null in one of the two descendants removes the field. */
  readonly isCleared: (origin: YamlNode | undefined, descendant: YamlNode | undefined) => boolean;
  /** Whether upstream changed a scalar present in origin and updated. */
  readonly scalarChanged: (origin: YamlNode, updated: YamlNode, dest: YamlNode | undefined) => boolean;
  /** Whether upstream changed a list present in origin and updated. */
  readonly listChanged: (origin: YamlNode, updated: YamlNode) => boolean;
}

function threeWayVisitor({ isCleared, scalarChanged, listChanged }: Flavour): MergeVisitor {
  const clearedByEither = ([dest, origin, updated]: MergeSources): boolean =>
    isCleared(origin, updated) || isCleared(origin, dest);

  const leaf = (
    sources: MergeSources,
    changed: (origin: YamlNode, updated: YamlNode, dest: YamlNode | undefined) => boolean,
  ): YamlNode | undefined => {
    const [dest, origin, updated] = sources;
    if (clearedByEither(sources)) return undefined;
    const inOrigin = !isMissingOrNull(origin);
    if (isMissingOrNull(updated)) return inOrigin ? updated : dest;
    if (isMissingOrNull(origin)) return updated;
    return changed(origin, updated, dest) ? updated : dest;
  };

  return {
    visitMapping(sources) {
      const [dest, origin, updated] = sources;
      if (clearedByEither(sources) || (!dest && !updated)) return undefined;
      if (!dest && isExplicitNull(origin) && isExplicitNull(updated)) return undefined;
      return dest ?? YamlNode.mapping();
    },
    visitScalar: (sources) => leaf(sources, scalarChanged),
    visitAssociativeList([dest, origin, updated]) {
      if (isMissingOrNull(updated) && !isMissingOrNull(origin)) return undefined;
      return isMissingOrNull(dest) ? YamlNode.sequence() : dest;
    },
    visitList: (sources) => leaf(sources, listChanged),
  };
}

/**
 * kyaml's `merge3`: an explicit null in either descendant removes the field. Texts are compared as printed, so that a
 * comment that only upstream changed is taken over while the local value is untouched.
 */
export const kyamlThreeWayVisitor: MergeVisitor = threeWayVisitor({
  isCleared: (_origin, descendant) => isExplicitNull(descendant),
  scalarChanged: (origin, updated, dest) => {
    if (updated.value !== origin.value) return true;
    const originText = comparableText(origin);
    return originText !== comparableText(updated) && (!dest || comparableText(dest) === originText);
  },
  listChanged: (origin, updated) => comparableText(origin) !== comparableText(updated),
});

/**
 * kpt's three-way merge (`kpt pkg update`): a null that origin had already stays. Values are compared without style
 * and comments.
 */
export const kptThreeWayVisitor: MergeVisitor = threeWayVisitor({
  isCleared: (origin, descendant) => !isExplicitNull(origin) && isExplicitNull(descendant),
  scalarChanged: (origin, updated) => origin.value !== updated.value,
  listChanged: (origin, updated) => !sameContent(origin, updated),
});

/** A node's text whatever its own style: comments and the style of what is inside count. */
function comparableText(node: YamlNode): string {
  const style = node.style;
  node.style = node.kind === 'scalar' ? 'single' : 'flow';
  try {
    return printYaml(node);
  } finally {
    node.style = style;
  }
}
