import type { YamlNode } from '../document/yaml-node';
import type { MergeSources, MergeVisitor } from './merge-visitor';
import { isMissingOrNull, isExplicitNull } from './node-content';
import { takePatchDirective } from './patch-directive';
import { persistentNull } from './persistent-null';

/**
 * Lays a source over a destination as kyaml's `merge2` does: what the source has wins, null deletes, `$patch`
 * directives are obeyed, nulls that only the destination has stay.
 */
export const twoWayVisitor: MergeVisitor = {
  visitMapping(sources) {
    const [dest, source] = sources;
    takeCommentsAndStyle(sources);
    if (isMissingOrNull(dest)) {
      if (source?.kind === 'mapping' && takePatchDirective(source) === 'delete') return undefined;
      if (!source && dest && keptNull(dest)) return persistentNull(keptNull(dest));
      return source;
    }
    return overlay(dest, source);
  },

  visitScalar(sources) {
    takeCommentsAndStyle(sources);
    return sources[1] ?? sources[0];
  },

  visitAssociativeList(sources) {
    const [dest, source] = sources;
    takeCommentsAndStyle(sources);
    return isMissingOrNull(dest) ? source : overlay(dest, source);
  },

  visitList(sources) {
    takeCommentsAndStyle(sources);
    return sources[1] ?? sources[0];
  },
};

/** A null written out (`null`, `~`) is kept; an empty value is not. */
function keptNull(node: YamlNode | undefined): string {
  return node?.value ?? '';
}

function overlay(dest: YamlNode, source: YamlNode | undefined): YamlNode | undefined {
  if (isExplicitNull(source)) return undefined;
  switch (takePatchDirective(source)) {
    case 'delete':
      return undefined;
    case 'replace':
      return source;
    case 'merge':
      return dest;
  }
}

/** Comments of the source go to the destination; an empty destination takes its layout, too. */
function takeCommentsAndStyle([dest, source]: MergeSources): void {
  if (!dest || !source) return;
  if (source.headComment !== '') dest.headComment = source.headComment;
  if (source.lineComment !== '') dest.lineComment = source.lineComment;
  if (source.footComment !== '') dest.footComment = source.footComment;
  const bothCollections = dest.kind !== 'scalar' && source.kind !== 'scalar';
  if (bothCollections && dest.content.length === 0) dest.style = source.style;
}
