/** A place in the text of a regular expression. */
export class PatternReader {
  at = 0;

  constructor(private readonly source: string) {}

  get done(): boolean {
    return this.at >= this.source.length;
  }

  peek(ahead = 0): string | undefined {
    return this.source[this.at + ahead];
  }

  /** The next character's code point. */
  take(): number {
    const code = this.source.codePointAt(this.at) ?? 0;
    this.at += code > 0xffff ? 2 : 1;
    return code;
  }

  takes(text: string): boolean {
    if (!this.source.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  /** Consumes what a sticky expression finds here. */
  match(expression: RegExp): RegExpExecArray | undefined {
    expression.lastIndex = this.at;
    const match = expression.exec(this.source) ?? undefined;
    if (match !== undefined) this.at += match[0].length;
    return match;
  }

  from(start: number, end?: number): string {
    return this.source.slice(start, end);
  }
}
