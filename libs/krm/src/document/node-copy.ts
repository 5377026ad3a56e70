import { YamlNode } from './yaml-node';

/** A copy of a node and all below it. Aliases inside point to the copied anchors. */
export function deepCopy(node: YamlNode): YamlNode {
  const copies = new Map<YamlNode, YamlNode>();
  const aliases: YamlNode[] = [];
  const copy = (from: YamlNode): YamlNode => {
    const to = new YamlNode(from.kind, from.style, from.value, from.tag, from.content.map(copy));
    to.tagged = from.tagged;
    to.anchor = from.anchor;
    to.target = from.target;
    to.headComment = from.headComment;
    to.lineComment = from.lineComment;
    to.footComment = from.footComment;
    to.line = from.line;
    to.column = from.column;
    if (from.anchor !== '') copies.set(from, to);
    if (from.kind === 'alias') aliases.push(to);
    return to;
  };
  const result = copy(node);
  for (const alias of aliases) {
    if (alias.target !== undefined) alias.target = copies.get(alias.target) ?? alias.target;
  }
  return result;
}

/** What two nodes must share to be equal. */
export interface NodeEquality {
  /** Also the comments. */
  comments?: boolean;
  /** Also the quoting and the block or flow style. */
  style?: boolean;
}

/** Whether two nodes hold the same: kind, tag, text, anchors, and content in the same order. */
export function nodesEqual(a: YamlNode | undefined, b: YamlNode | undefined, equality: NodeEquality = {}): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  if (a.kind !== b.kind || a.value !== b.value || a.tag !== b.tag || a.anchor !== b.anchor) return false;
  if (a.content.length !== b.content.length) return false;
  if (equality.style === true && (a.style !== b.style || a.tagged !== b.tagged)) return false;
  if (equality.comments === true) {
    if (a.headComment !== b.headComment || a.lineComment !== b.lineComment || a.footComment !== b.footComment)
      return false;
  }
  return a.content.every((child, index) => nodesEqual(child, b.content[index], equality));
}
