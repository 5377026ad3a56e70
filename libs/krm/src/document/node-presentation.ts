import { scalarTag } from './scalar-type';
import { type YamlNode, type YamlNodeStyle } from './yaml-node';

/** The tag to write for a node, and whether a string must be quoted to stay one. */
export function presentationTag(node: YamlNode): { tag: string; quote: boolean } {
  const { tag, kind, style } = node;
  if (tag === '' || node.tagged) return { tag, quote: false };
  if (kind === 'mapping') return { tag: tag === '!!map' ? '' : tag, quote: false };
  if (kind === 'sequence') return { tag: tag === '!!seq' ? '' : tag, quote: false };
  if (tag === '!!str' && style !== 'plain') return { tag: '', quote: false };
  if (scalarTag(node.value) === tag) return { tag: '', quote: false };
  return tag === '!!str' ? { tag: '', quote: true } : { tag, quote: false };
}

/** The style a scalar asks for; text of several lines becomes literal. */
export function scalarStyle(node: YamlNode, quote: boolean): YamlNodeStyle {
  if (node.style !== 'plain' && node.style !== 'block' && node.style !== 'flow') return node.style;
  if (node.value.includes('\n')) return 'literal';
  return quote ? 'double' : 'plain';
}
