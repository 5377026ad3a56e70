import {
  AMPERSAND,
  ASTERISK,
  AT,
  BACKTICK,
  BYTE_ORDER_MARK,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  DASH,
  DOUBLE_QUOTE,
  END,
  EXCLAMATION,
  GREATER,
  HASH,
  isBlankOrEnd,
  isBreak,
  OPEN_BRACE,
  OPEN_BRACKET,
  PERCENT,
  PIPE,
  QUESTION,
  SINGLE_QUOTE,
  SPACE,
  TAB,
} from './character';
import { scanLineComment, scanOwnLineComments } from './comment-scanner';
import { PendingComments } from './pending-comment';
import { scanBlockScalar } from './block-scalar';
import { atDocumentIndicator } from './document-indicator';
import { scanPlainScalar } from './plain-scalar';
import { scanQuotedScalar } from './quoted-scalar';
import { scanAnchor, scanDirective, scanTag } from './tag-scanner';
import { type Mark, TextCursor } from './text-cursor';
import { Token, type TokenKind } from './token';
import { TokenQueue } from './token-queue';

/** Nesting deeper than this is refused, so that everything working on nodes may recurse. */
export const MAX_DEPTH = 1000;

/** A key without `?` must end within this many characters. */
const SIMPLE_KEY_LENGTH = 1024;

/** How many tokens are read ahead, so that comments find the token before or after them. */
const READ_AHEAD = 2;

/** Splits YAML into tokens on demand, and puts the comments between them aside for the composer. */
export class YamlScanner {
  readonly cursor: TextCursor;
  readonly comments = new PendingComments();
  private readonly tokens = new TokenQueue();
  private ended = false;
  private indent = -1;
  private readonly indents: number[] = [];
  private flowLevel = 0;
  private simpleKeyAllowed = true;
  /** One entry for the block context and one for each open flow collection. */
  private readonly simpleKeys: (Token | undefined)[] = [undefined];

  constructor(text: string) {
    this.cursor = new TextCursor(text);
  }

  /** The next token, which stays there. */
  peek(): Token {
    while (!this.ended && (this.tokens.ahead <= READ_AHEAD || this.headMayBeKey())) this.fetch();
    const token = this.tokens.peek();
    if (token === undefined) throw this.cursor.error('went past the end of the text');
    return token;
  }

  /** Drops the token that `peek` gave. */
  skip(): void {
    this.tokens.skip();
  }

  private headMayBeKey(): boolean {
    const token = this.tokens.peek();
    return token !== undefined && this.mayBeKey(token);
  }

  private mayBeKey(token: Token): boolean {
    if (token.keyState === 'none') return false;
    if (token.line === this.cursor.line && token.index + SIMPLE_KEY_LENGTH >= this.cursor.index) return true;
    this.dropKey(token);
    return false;
  }

  private dropKey(token: Token): void {
    if (token.keyState === 'required') throw this.cursor.error("could not find expected ':'", token);
    token.keyState = 'none';
  }

  /** Gives up the key that may have begun at this flow level. */
  private removeSimpleKey(): void {
    const key = this.simpleKeys[this.simpleKeys.length - 1];
    if (key !== undefined && key.keyState !== 'none') this.dropKey(key);
  }

  /** Appends a token that may begin a key, if one may begin here. */
  private appendKeyCandidate(token: Token): void {
    if (this.simpleKeyAllowed) {
      this.removeSimpleKey();
      token.keyState = this.flowLevel === 0 && this.indent === token.column ? 'required' : 'possible';
      token.number = this.tokens.nextNumber;
      this.simpleKeys[this.simpleKeys.length - 1] = token;
    }
    this.tokens.push(token);
  }

  private tokenHere(kind: TokenKind): Token {
    return new Token(kind, this.cursor.index, this.cursor.line, this.cursor.column);
  }

  private appendHere(kind: TokenKind): void {
    this.tokens.push(this.tokenHere(kind));
  }

  /** Opens a block at `column` if that is further in than the present one; its token goes before token `number`. */
  private rollIndent(column: number, number: number, kind: TokenKind, mark: Mark): void {
    if (this.flowLevel > 0 || this.indent >= column) return;
    this.indents.push(this.indent);
    this.indent = column;
    this.checkDepth();
    const token = new Token(kind, mark.index, mark.line, mark.column);
    if (number < 0) this.tokens.push(token);
    else this.tokens.insert(number, token);
  }

  private checkDepth(): void {
    if (this.indents.length + this.flowLevel > MAX_DEPTH) {
      throw this.cursor.error(`exceeded the maximum depth of ${MAX_DEPTH}`);
    }
  }

  /** Closes the blocks further in than `column`; the search for the next token began at the place told. */
  private unrollIndent(column: number, scanIndex: number, scanLine: number, scanColumn: number): void {
    if (this.flowLevel > 0) return;
    let end = scanIndex - 1;
    while (this.indent > column) {
      end = this.comments.blockEnd(this.indent, end);
      this.tokens.push(new Token('block-end', end, scanLine, scanColumn));
      this.indent = this.indents.pop() ?? -1;
    }
  }

  private fetch(): void {
    const { cursor } = this;
    const { index: scanIndex, line: scanLine, column: scanColumn } = cursor;
    this.scanToNextToken(scanIndex, scanLine);
    this.unrollIndent(cursor.column, scanIndex, scanLine, scanColumn);

    const code = cursor.code;
    if (code === END) return this.fetchStreamEnd();
    if (cursor.column === 0) {
      if (code === PERCENT) return this.fetchOutsideOfBlocks(() => this.tokens.push(scanDirective(cursor)));
      if (atDocumentIndicator(cursor)) {
        return this.fetchOutsideOfBlocks(() => {
          this.appendHere(code === DASH ? 'document-start' : 'document-end');
          cursor.skipTo(cursor.index + 3);
        });
      }
    }
    // A comment after `key:` belongs to the key, one after `item,` to the item.
    const commentsPrior = this.flowLevel === 0 ? code === COLON : code === COMMA;
    const commentIndex = commentsPrior ? (this.tokens.last()?.index ?? cursor.index) : cursor.index;
    this.fetchContent(code);
    if (this.tokens.last()?.kind !== 'block-entry') scanLineComment(cursor, this.comments, commentIndex);
  }

  private fetchContent(code: number): void {
    const followed = isBlankOrEnd(this.cursor.at(1));
    const inFlow = this.flowLevel > 0;
    switch (code) {
      case OPEN_BRACKET:
        return this.fetchFlowStart('flow-sequence-start');
      case OPEN_BRACE:
        return this.fetchFlowStart('flow-mapping-start');
      case CLOSE_BRACKET:
        return this.fetchFlowEnd('flow-sequence-end');
      case CLOSE_BRACE:
        return this.fetchFlowEnd('flow-mapping-end');
      case COMMA:
        return this.fetchFlowEntry();
      case DASH:
        return followed ? this.fetchBlockEntry() : this.fetchPlainScalar();
      case QUESTION:
        return followed || inFlow ? this.fetchKey() : this.fetchPlainScalar();
      case COLON:
        return followed || inFlow ? this.fetchValue() : this.fetchPlainScalar();
      case ASTERISK:
      case AMPERSAND:
        return this.fetchProperty(scanAnchor(this.cursor, code === AMPERSAND ? 'anchor' : 'alias'));
      case EXCLAMATION:
        return this.fetchProperty(scanTag(this.cursor));
      case SINGLE_QUOTE:
      case DOUBLE_QUOTE:
        return this.fetchQuotedScalar(code === SINGLE_QUOTE);
      case PIPE:
      case GREATER:
        if (!inFlow) return this.fetchBlockScalar(code === GREATER);
        break;
      case HASH:
      case PERCENT:
      case TAB:
      case AT:
      case BACKTICK:
        break;
      default:
        return this.fetchPlainScalar();
    }
    throw this.cursor.error('found character that cannot start any token');
  }

  /** Passes blank space, empty lines and comments. */
  private scanToNextToken(scanIndex: number, scanLine: number): void {
    const { cursor, comments } = this;
    for (;;) {
      // Files put together behind one another bring theirs along; it takes no column.
      if (cursor.column === 0 && cursor.code === BYTE_ORDER_MARK) cursor.index++;
      const tabsAllowed = this.flowLevel > 0 || !this.simpleKeyAllowed;
      while (cursor.code === SPACE || (tabsAllowed && cursor.code === TAB)) {
        cursor.index++;
        cursor.column++;
      }
      this.turnEntryCommentIntoHead();
      if (cursor.code === HASH) {
        let previous = this.tokens.last();
        if (previous?.kind === 'flow-entry') previous = this.tokens.secondToLast() ?? previous;
        scanOwnLineComments(cursor, comments, {
          previous: previous ?? new Token('stream-start', 0, 0, 0),
          indent: this.indent,
          inFlow: this.flowLevel > 0,
          scanIndex,
          scanLine,
        });
      }
      if (!isBreak(cursor.code)) return;
      cursor.readBreak();
      if (this.flowLevel === 0) this.simpleKeyAllowed = true;
    }
  }

  /** A comment right behind the `-` that opens a sequence stands above what follows, not at the end of a line. */
  private turnEntryCommentIntoHead(): void {
    if (this.tokens.last()?.kind !== 'block-entry' || this.tokens.secondToLast()?.kind !== 'block-sequence-start')
      return;
    const comment = this.comments.last();
    if (comment === undefined || comment.line === '' || isBreak(this.cursor.code)) return;
    comment.head = comment.line;
    comment.line = '';
    if (comment.startLine === this.cursor.line - 1) comment.tokenIndex = this.cursor.index;
  }

  private fetchStreamEnd(): void {
    const { cursor } = this;
    if (cursor.column !== 0) {
      cursor.column = 0;
      cursor.line++;
    }
    this.fetchOutsideOfBlocks(() => this.appendHere('stream-end'));
    this.ended = true;
  }

  private fetchOutsideOfBlocks(append: () => void): void {
    const { index, line, column } = this.cursor;
    this.unrollIndent(-1, index, line, column);
    this.removeSimpleKey();
    this.simpleKeyAllowed = false;
    append();
  }

  private fetchFlowStart(kind: TokenKind): void {
    this.appendKeyCandidate(this.tokenHere(kind));
    this.simpleKeys.push(undefined);
    this.flowLevel++;
    this.checkDepth();
    this.simpleKeyAllowed = true;
    this.cursor.skip();
  }

  private fetchFlowEnd(kind: TokenKind): void {
    this.removeSimpleKey();
    if (this.flowLevel > 0) {
      this.flowLevel--;
      this.simpleKeys.pop();
    }
    this.simpleKeyAllowed = false;
    this.appendHere(kind);
    this.cursor.skip();
  }

  private fetchFlowEntry(): void {
    this.removeSimpleKey();
    this.simpleKeyAllowed = true;
    this.appendHere('flow-entry');
    this.cursor.skip();
  }

  private fetchBlockEntry(): void {
    if (this.flowLevel === 0) {
      if (!this.simpleKeyAllowed) throw this.cursor.error('block sequence entries are not allowed in this context');
      this.rollIndent(this.cursor.column, -1, 'block-sequence-start', this.cursor);
    }
    this.removeSimpleKey();
    this.simpleKeyAllowed = true;
    this.appendHere('block-entry');
    this.cursor.skip();
  }

  private fetchKey(): void {
    if (this.flowLevel === 0) {
      if (!this.simpleKeyAllowed) throw this.cursor.error('mapping keys are not allowed in this context');
      this.rollIndent(this.cursor.column, -1, 'block-mapping-start', this.cursor);
    }
    this.removeSimpleKey();
    this.simpleKeyAllowed = this.flowLevel === 0;
    this.appendHere('key');
    this.cursor.skip();
  }

  private fetchValue(): void {
    const key = this.simpleKeys[this.simpleKeys.length - 1];
    if (key !== undefined && this.mayBeKey(key)) {
      const token = new Token('key', key.index, key.line, key.column);
      this.tokens.insert(key.number, token);
      this.rollIndent(key.column, key.number, 'block-mapping-start', key);
      key.keyState = 'none';
      this.simpleKeyAllowed = false;
    } else {
      if (this.flowLevel === 0) {
        if (!this.simpleKeyAllowed) throw this.cursor.error('mapping values are not allowed in this context');
        this.rollIndent(this.cursor.column, -1, 'block-mapping-start', this.cursor);
      }
      this.simpleKeyAllowed = this.flowLevel === 0;
    }
    this.appendHere('value');
    this.cursor.skip();
  }

  /** An anchor, alias or tag: may begin a key, and no key may begin right after it. */
  private fetchProperty(token: Token): void {
    this.appendKeyCandidate(token);
    this.simpleKeyAllowed = false;
  }

  private fetchQuotedScalar(single: boolean): void {
    const token = this.tokenHere('scalar');
    this.appendKeyCandidate(token);
    this.simpleKeyAllowed = false;
    token.value = scanQuotedScalar(this.cursor, single);
    token.style = single ? 'single' : 'double';
  }

  private fetchPlainScalar(): void {
    const token = this.tokenHere('scalar');
    this.appendKeyCandidate(token);
    token.value = scanPlainScalar(this.cursor, this.indent, this.flowLevel > 0);
    // Behind a line break a key may begin.
    this.simpleKeyAllowed = this.cursor.newlines > 0;
  }

  private fetchBlockScalar(folded: boolean): void {
    this.removeSimpleKey();
    this.simpleKeyAllowed = true;
    const { cursor, comments } = this;
    const { index, line, column } = cursor;
    const value = scanBlockScalar(cursor, this.indent, folded, (start) =>
      scanLineComment(cursor, comments, start.index),
    );
    const token = new Token('scalar', index, line, column);
    token.value = value;
    token.style = folded ? 'folded' : 'literal';
    this.tokens.push(token);
  }
}
