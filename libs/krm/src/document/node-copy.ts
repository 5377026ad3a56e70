import { YamlNode } from './yaml-node';

/** What a copy has to settle at its end: where anchors went, and the aliases that have to follow them. */
interface CopiedAnchors {
  copies: Map<YamlNode, YamlNode> | undefined;
  aliases: YamlNode[] | undefined;
}

/** A copy of a node and all below it. Aliases inside point to the copied anchors. */
export function deepCopy(node: YamlNode): YamlNode {
  const anchors: CopiedAnchors = { copies: undefined, aliases: undefined };
  const result = copyBelow(node, anchors);
  for (const alias of anchors.aliases ?? []) {
    if (alias.target !== undefined) alias.target = anchors.copies?.get(alias.target) ?? alias.target;
  }
  return result;
}

/** A copy of a node alone, with the content given. */
export function copyNode(from: YamlNode, content: YamlNode[]): YamlNode {
  const to = new YamlNode(from.kind, from.style, from.value, from.tag, content);
  to.tagged = from.tagged;
  to.anchor = from.anchor;
  to.target = from.target;
  to.headComment = from.headComment;
  to.lineComment = from.lineComment;
  to.footComment = from.footComment;
  to.line = from.line;
  to.column = from.column;
  return to;
}

function copyBelow(from: YamlNode, anchors: CopiedAnchors): YamlNode {
  // Rendering copies every object before every step. A slice has just the room it needs, where pushing reserves room for
  // 17, and a plain loop costs a third of `map` with a closure.
  const content = from.content.length === 0 ? [] : from.content.slice();
  for (let i = 0; i < content.length; i++) content[i] = copyBelow(content[i] as YamlNode, anchors);
  const to = copyNode(from, content);
  if (from.anchor !== '') (anchors.copies ??= new Map()).set(from, to);
  if (from.kind === 'alias') (anchors.aliases ??= []).push(to);
  return to;
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
  for (let i = 0; i < a.content.length; i++) if (!nodesEqual(a.content[i], b.content[i], equality)) return false;
  return true;
}
