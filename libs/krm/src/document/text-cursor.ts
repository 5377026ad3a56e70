import { BYTE_ORDER_MARK, CARRIAGE_RETURN, END, isBlank, isBreak, LINE_FEED } from './character';
import { YamlSyntaxError } from './yaml-syntax-error';

/** A place in the text; `line` and `column` count from 0. */
export interface Mark {
  readonly index: number;
  readonly line: number;
  readonly column: number;
}

/** Characters that may not stand in a YAML stream as they are. */
const forbidden =
  /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** Walks over a text and knows the line and column it is at. */
export class TextCursor {
  readonly text: string;
  index = 0;
  line = 0;
  column = 0;
  /** How many line breaks were passed since the last character that is not blank. */
  newlines = 0;

  /** @throws YamlSyntaxError for control characters and broken surrogate pairs. */
  constructor(text: string) {
    const withoutMark = text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text;
    const problem = forbidden.exec(withoutMark);
    if (problem !== null) {
      const before = withoutMark.slice(0, problem.index).split('\n');
      throw new YamlSyntaxError(
        `character U+${problem[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')} is not allowed`,
        { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 },
      );
    }
    this.text = withoutMark + '\0';
  }

  get code(): number {
    return this.text.charCodeAt(this.index);
  }

  /** The character further on; the end counts as going on forever. */
  at(offset: number): number {
    const index = this.index + offset;
    return index < this.text.length ? this.text.charCodeAt(index) : END;
  }

  mark(): Mark {
    return { index: this.index, line: this.line, column: this.column };
  }

  /** Passes one character that is not a line break. */
  skip(): void {
    if (!isBlank(this.code)) this.newlines = 0;
    this.index++;
    this.column++;
  }

  /** Passes several characters of one line, of which the last is not blank. */
  skipTo(index: number): void {
    if (index === this.index) return;
    this.newlines = 0;
    this.column += index - this.index;
    this.index = index;
  }

  /** Passes one line break and gives its normalised form. */
  readBreak(): string {
    const code = this.code;
    const crlf = code === CARRIAGE_RETURN && this.at(1) === LINE_FEED;
    this.index += crlf ? 2 : 1;
    this.column = 0;
    this.line++;
    this.newlines++;
    return code === 0x2028 || code === 0x2029 ? String.fromCharCode(code) : '\n';
  }

  skipBlanks(): void {
    while (isBlank(this.code)) {
      this.index++;
      this.column++;
    }
  }

  /** The rest of the line, which is passed, its line break not. */
  readLine(): string {
    const start = this.index;
    let end = start;
    let blank = true;
    for (let code = this.code; code !== 0 && !isBreak(code); code = this.text.charCodeAt(++end)) {
      if (blank && !isBlank(code)) blank = false;
    }
    if (!blank) this.newlines = 0;
    this.column += end - start;
    this.index = end;
    return this.text.slice(start, end);
  }

  error(problem: string, mark: Mark = this): YamlSyntaxError {
    return new YamlSyntaxError(problem, { line: mark.line + 1, column: mark.column + 1 });
  }
}
