import { type YamlNodeStyle } from './yaml-node';

export type TokenKind =
  | 'stream-start'
  | 'version-directive'
  | 'tag-directive'
  | 'document-start'
  | 'document-end'
  | 'stream-end'
  | 'block-sequence-start'
  | 'block-mapping-start'
  | 'block-end'
  | 'flow-sequence-start'
  | 'flow-sequence-end'
  | 'flow-mapping-start'
  | 'flow-mapping-end'
  | 'flow-entry'
  | 'block-entry'
  | 'key'
  | 'value'
  | 'alias'
  | 'anchor'
  | 'tag'
  | 'scalar';

/** A piece of YAML with its place; `line` and `column` count from 0. */
export class Token {
  kind: TokenKind;
  index: number;
  line: number;
  column: number;
  /** The scalar's text, the anchor's name, the tag's handle. */
  value: string;
  /** The tag's part after the handle, or a tag directive's prefix. */
  suffix: string;
  style: YamlNodeStyle;
  /** Set while this token may still turn out to begin a mapping key. */
  simpleKey: SimpleKey | undefined;

  constructor(kind: TokenKind, index: number, line: number, column: number) {
    this.kind = kind;
    this.index = index;
    this.line = line;
    this.column = column;
    this.value = '';
    this.suffix = '';
    this.style = 'plain';
    this.simpleKey = undefined;
  }
}

/** A place where a key without `?` may have begun; whether it did is known when `:` is met, or not, on the same line. */
export interface SimpleKey {
  possible: boolean;
  /** In a block mapping at this indentation nothing but a key may stand here. */
  required: boolean;
  /** How many tokens came before the one that would be the key. */
  tokenNumber: number;
  index: number;
  line: number;
  column: number;
}
