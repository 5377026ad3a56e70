import { isBreak } from './character';

/** Writes text with the line, column and blank space bookkeeping that libyaml's layout rules rest on. */
export class YamlEmitter {
  indent = -1;
  private text = '';
  private column = 0;
  /** Whether the last thing written was blank, so that no space is needed before the next. */
  private whitespace = true;
  /** Whether nothing but indentation and `-` or `?` were written in this line. */
  private indention = true;
  /** Indentation at which a foot comment was just written, after which an empty line has to follow; -1 for none. */
  footIndent = -1;

  take(): string {
    const { text } = this;
    this.text = '';
    return text;
  }

  get atLineStart(): boolean {
    return this.column === 0;
  }

  get onlyIndentation(): boolean {
    return this.indention;
  }

  /** Marks what was written as blank. */
  markWhitespace(): void {
    this.whitespace = true;
  }

  lineBreak(): void {
    this.text += '\n';
    this.column = 0;
    this.indention = true;
  }

  /** Writes text without line breaks. */
  write(text: string): void {
    this.text += text;
    this.column += text.length;
  }

  /** Writes text of a scalar, after a space where one is needed. */
  writeScalar(text: string): void {
    if (text !== '') {
      if (!this.whitespace) this.write(' ');
      this.write(text);
      this.whitespace = false;
    }
    this.indention = false;
  }

  /** Text that continues a line of a scalar or comment. */
  continueScalar(text: string): void {
    this.write(text);
    this.indention = false;
  }

  endScalar(): void {
    this.whitespace = false;
    this.indention = false;
  }

  /** Begins a new line at the present indentation, unless this one holds nothing yet. */
  writeIndent(): void {
    const indent = Math.max(this.indent, 0);
    if (!this.indention || this.column > indent || (this.column === indent && !this.whitespace)) this.lineBreak();
    if (this.footIndent === indent) this.lineBreak();
    if (this.column < indent) this.write(' '.repeat(indent - this.column));
    this.whitespace = true;
    this.footIndent = -1;
  }

  writeIndicator(indicator: string, needsSpace: boolean, isSpace = false, isIndention = false): void {
    if (needsSpace && !this.whitespace) this.write(' ');
    this.write(indicator);
    this.whitespace = isSpace;
    this.indention = this.indention && isIndention;
  }

  space(): void {
    if (!this.whitespace) this.write(' ');
  }

  /** Writes comment lines, the first where we are, the others indented, each with a `#`, and ends the line. */
  writeComment(comment: string): void {
    let start = 0;
    let breaks = false;
    while (start < comment.length) {
      let end = start;
      while (end < comment.length && !isBreak(comment.charCodeAt(end))) end++;
      if (end > start) {
        if (breaks) this.writeIndent();
        const line = comment.slice(start, end);
        this.continueScalar(line.startsWith('#') ? line : `# ${line}`);
        breaks = false;
      }
      if (end < comment.length) {
        this.lineBreak();
        breaks = true;
      }
      start = end + 1;
    }
    if (!breaks) this.lineBreak();
    this.whitespace = true;
  }

  /** Ends a foot comment: an empty line has to separate it from what follows at this indentation. */
  markFoot(): void {
    this.footIndent = Math.max(this.indent, 0);
  }
}
