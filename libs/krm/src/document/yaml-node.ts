/**
 * One node of a YAML document, with everything that has to survive a round trip.
 *
 * The shape follows the node model of go-yaml v3 (which kyaml and kpt build on), because what must be matched, comment
 * placement, merging and the order of fields, is defined there in terms of these nodes. A mapping keeps its keys and
 * values alternating in `content`; a sequence keeps its elements there.
 */
export type YamlNodeKind = 'mapping' | 'sequence' | 'scalar' | 'alias';

/** How a node was or will be written. `plain` is a plain scalar; collections are `block` or `flow`. */
export type YamlNodeStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded' | 'block' | 'flow';

export class YamlNode {
  kind: YamlNodeKind;
  style: YamlNodeStyle;
  /** Explicit or assigned tag in short form (`!!str`); empty when it is to be inferred from the spelling. */
  tag: string;
  /** Whether `tag` was written in the source (`!!str 123`) and so has to be written again. */
  tagged = false;
  /** A scalar's text after unescaping (for numbers, nulls and booleans the source spelling), or an alias's name. */
  value: string;
  anchor = '';
  /** What an alias node points at. */
  target: YamlNode | undefined = undefined;
  content: YamlNode[];
  /** Comment lines above the node, each with its `#`, joined by newlines. */
  headComment = '';
  /** The comment at the end of the node's line. */
  lineComment = '';
  /** Comment lines below the node, before an empty line or the end of its block. */
  footComment = '';
  /** Position in the source, from 1; 0 for a node made by a program. */
  line = 0;
  column = 0;

  constructor(kind: YamlNodeKind, style: YamlNodeStyle, value = '', tag = '', content: YamlNode[] = []) {
    this.kind = kind;
    this.style = style;
    this.value = value;
    this.tag = tag;
    this.content = content;
  }

  static mapping(): YamlNode {
    return new YamlNode('mapping', 'block', '', '!!map');
  }

  static sequence(items: YamlNode[] = []): YamlNode {
    return new YamlNode('sequence', 'block', '', '!!seq', items);
  }

  /** A scalar whose type is inferred from its spelling: `scalar('3')` is an integer. */
  static scalar(value: string, style: YamlNodeStyle = 'plain'): YamlNode {
    return new YamlNode('scalar', style, value);
  }

  /** A string, whatever it looks like; the printer quotes it where the plain spelling would read as another type. */
  static string(value: string, style: YamlNodeStyle = 'plain'): YamlNode {
    return new YamlNode('scalar', style, value, '!!str');
  }

  static null(): YamlNode {
    return new YamlNode('scalar', 'plain', 'null', '!!null');
  }
}
