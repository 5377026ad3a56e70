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
  /**
   * Whether a key without `?` may begin here: whether it did is known when `:` is met, or not, on the same line. At the
   * indentation of its mapping a key is required.
   */
  keyState: 'none' | 'possible' | 'required';
  /** How many tokens came before this one; only set for those that may begin a key. */
  number: number;

  constructor(kind: TokenKind, index: number, line: number, column: number) {
    this.kind = kind;
    this.index = index;
    this.line = line;
    this.column = column;
    this.value = '';
    this.suffix = '';
    this.style = 'plain';
    this.keyState = 'none';
    this.number = 0;
  }
}
