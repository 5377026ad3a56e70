import { deepCopy } from '../document/node-copy';
import type { YamlNode } from '../document/yaml-node';
import { mergeError } from './merge-error';
import { overwriteNode } from './node-content';

/** Nodes that aliases may add to a document before the merge is refused. */
const MAX_ADDED_NODES = 100_000;

/**
 * Makes a merged document stand on its own: an alias whose anchor did not come along, or comes later, is replaced by what it
 * stands for.
 *
 * @throws PorchError (Invalid) if that would let the document grow beyond reason.
 */
export function settleAliases(root: YamlNode): void {
  const anchors = new Map<string, YamlNode>();
  let added = 0;
  const visit = (node: YamlNode): void => {
    if (node.kind === 'alias' && node.target) {
      const anchor = anchors.get(node.value);
      if (anchor) {
        node.target = anchor;
        return;
      }
      const copy = deepCopy(node.target);
      added += countNodes(copy);
      if (added > MAX_ADDED_NODES) throw mergeError(`the aliases of *${node.value} would make the document too large`);
      const { headComment, lineComment, footComment } = node;
      overwriteNode(node, copy);
      Object.assign(node, { anchor: '', headComment, lineComment, footComment });
    }
    if (node.anchor !== '') anchors.set(node.anchor, node);
    node.content.forEach(visit);
  };
  visit(root);
}

function countNodes(node: YamlNode): number {
  return node.content.reduce((sum, child) => sum + countNodes(child), 1);
}
