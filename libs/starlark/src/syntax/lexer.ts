import { Position } from './position';
import { scanNumber } from './scan-number';
import { scanString } from './scan-string';
import { syntaxFailure } from './syntax-failure';
import { keywords, punctuations, reservedWords, type Keyword, type Token, type TokenKind } from './token';

const blanks = /[ \t]*/y;
const word = /[\p{L}_][\p{L}\p{Nd}_]*/uy;
const stringStart = /(?:rb|br|r|b)?["']/y;
const tabWidth = 8;

type UnendedToken = Omit<Token, 'end'>;

/** Splits a program into tokens, with line ends and changes of indentation as tokens of their own. */
export class Lexer {
  private readonly source: string;
  private readonly hasAstral: boolean;
  private offset = 0;
  private line = 1;
  private lineStart = 0;
  /** Brackets that are open: within them line ends mean nothing. */
  private depth = 0;
  private readonly indents = [0];
  /** Outdents (negative) or indents (positive) still to be given out. */
  private pendingIndents = 0;
  private atLineStart = true;
  private endGiven = false;

  constructor(
    private readonly fileName: string,
    source: string,
  ) {
    this.source = source.replace(/\r\n?/g, '\n');
    this.hasAstral = /[\ud800-\udbff]/.test(source);
  }

  next(): Token {
    const token = this.read();
    return { ...token, end: this.position(this.offset) };
  }

  private read(): UnendedToken {
    if (this.atLineStart && this.depth === 0) this.readIndentation();
    if (this.pendingIndents !== 0) return this.givePendingIndent();
    this.skipBlanksAndComments();
    const start = this.offset;
    const position = this.position(start);
    const character = this.source[start];
    if (character === undefined) return this.endOfFile(position);
    if (character === '\n') return this.newline(position);
    return (
      this.stringToken(position) ??
      this.wordToken(position) ??
      this.numberToken(position) ??
      this.punctuationToken(position)
    );
  }

  /** Consumes blank lines, then compares the first column of code with the columns that are open. */
  private readIndentation(): void {
    this.atLineStart = false;
    for (;;) {
      const column = this.skipIndentation();
      const character = this.source[this.offset];
      if (character === '#') this.skipComment();
      if (this.source[this.offset] === '\n') {
        this.advanceLine();
        continue;
      }
      if (this.source[this.offset] === undefined) return;
      this.compareIndentation(column);
      return;
    }
  }

  private skipIndentation(): number {
    let column = 0;
    for (; ; this.offset++) {
      const character = this.source[this.offset];
      if (character === ' ') column++;
      else if (character === '\t') column += tabWidth - (column % tabWidth);
      else return column;
    }
  }

  private compareIndentation(column: number): void {
    const current = this.indents.at(-1) ?? 0;
    if (column > current) {
      this.indents.push(column);
      this.pendingIndents = 1;
      return;
    }
    while (column < (this.indents.at(-1) ?? 0)) {
      this.indents.pop();
      this.pendingIndents--;
    }
    if (column !== this.indents.at(-1)) {
      throw syntaxFailure(this.position(this.offset), 'unindent does not match any outer indentation level');
    }
  }

  private givePendingIndent(): UnendedToken {
    const kind: TokenKind = this.pendingIndents > 0 ? 'indent' : 'outdent';
    this.pendingIndents -= Math.sign(this.pendingIndents);
    return this.token(kind, this.position(this.offset));
  }

  private skipBlanksAndComments(): void {
    for (;;) {
      blanks.lastIndex = this.offset;
      blanks.test(this.source);
      this.offset = blanks.lastIndex;
      const character = this.source[this.offset];
      if (character === '#') this.skipComment();
      else if (character === '\\' && this.source[this.offset + 1] === '\n') {
        this.offset++;
        this.advanceLine();
      } else if (character === '\n' && this.depth > 0) this.advanceLine();
      else return;
    }
  }

  private skipComment(): void {
    const end = this.source.indexOf('\n', this.offset);
    this.offset = end < 0 ? this.source.length : end;
  }

  private advanceLine(): void {
    this.offset++;
    this.line++;
    this.lineStart = this.offset;
  }

  private newline(position: Position): UnendedToken {
    this.advanceLine();
    this.atLineStart = true;
    return this.token('newline', position);
  }

  /** The end closes the last line, then every block, then gives itself for ever. */
  private endOfFile(position: Position): UnendedToken {
    if (!this.endGiven && this.depth === 0) {
      this.endGiven = true;
      this.pendingIndents = -(this.indents.length - 1);
      this.indents.length = 1;
      return this.token('newline', position);
    }
    return this.token('end of file', position);
  }

  private stringToken(position: Position): UnendedToken | undefined {
    stringStart.lastIndex = this.offset;
    if (!stringStart.test(this.source)) return undefined;
    const start = this.offset;
    const { value, end } = scanString(this.source, start, position);
    this.countLines(start, end);
    this.offset = end;
    const kind = typeof value === 'string' ? 'string literal' : 'bytes literal';
    return { kind, position, text: this.source.slice(start, end), value };
  }

  private countLines(start: number, end: number): void {
    for (let at = this.source.indexOf('\n', start); at >= 0 && at < end; at = this.source.indexOf('\n', at + 1)) {
      this.line++;
      this.lineStart = at + 1;
    }
  }

  private wordToken(position: Position): UnendedToken | undefined {
    word.lastIndex = this.offset;
    const text = word.exec(this.source)?.[0];
    if (text === undefined) return undefined;
    this.offset += text.length;
    if (keywords.has(text)) return { kind: text as Keyword, position, text };
    return { kind: reservedWords.has(text) ? 'illegal token' : 'identifier', position, text };
  }

  private numberToken(position: Position): UnendedToken | undefined {
    const number = scanNumber(this.source, this.offset, (offset) => this.position(offset));
    if (number === undefined) return undefined;
    this.offset += number.text.length;
    return { ...number, position };
  }

  private punctuationToken(position: Position): UnendedToken {
    const kind = punctuations.find((text) => this.source.startsWith(text, this.offset));
    if (kind === undefined) {
      if (this.source.startsWith('!', this.offset)) throw syntaxFailure(position, "unexpected input character '!'");
      if (this.source.startsWith('\\', this.offset))
        throw syntaxFailure(this.position(this.offset + 1), 'stray backslash in program');
      const character = String.fromCodePoint(this.source.codePointAt(this.offset) ?? 0);
      throw syntaxFailure(position, `unexpected input character ${JSON.stringify(character).replace(/^"|"$/g, "'")}`);
    }
    this.offset += kind.length;
    if (kind === '(' || kind === '[' || kind === '{') this.depth++;
    if (kind === ')' || kind === ']' || kind === '}') this.closeBracket(kind, position);
    return this.token(kind, position);
  }

  private closeBracket(kind: TokenKind, position: Position): void {
    if (this.depth === 0) throw syntaxFailure(position, `unexpected '${kind}'`);
    this.depth--;
  }

  private token(kind: TokenKind, position: Position): UnendedToken {
    return { kind, position, text: kind };
  }

  private position(offset: number): Position {
    let column = offset - this.lineStart + 1;
    if (this.hasAstral) column -= this.source.slice(this.lineStart, offset).match(/[\udc00-\udfff]/g)?.length ?? 0;
    return new Position(this.fileName, this.line, column);
  }
}
