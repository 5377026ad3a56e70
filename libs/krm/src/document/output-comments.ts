import { type YamlEmitter } from './yaml-emitter';

/**
 * The comments on their way to the output. As in libyaml a comment waits until the printer comes to a place for its kind,
 * even if that is behind another node.
 */
export class OutputComments {
  private head = '';
  private line = '';
  private foot = '';
  private tail = '';
  private keyLine = '';

  constructor(private readonly out: YamlEmitter) {}

  receive(head: string, line: string, foot: string, tail = ''): void {
    if (head !== '') this.head = head;
    if (line !== '') this.line = line;
    if (foot !== '') this.foot = foot;
    if (tail !== '') this.tail = tail;
  }

  get hasHead(): boolean {
    return this.head !== '';
  }

  /** Whether something waits to be written behind or below a node. */
  get trail(): boolean {
    return this.line !== '' || this.foot !== '' || this.tail !== '';
  }

  /** Whether something waits to be written before the end of a flow mapping. */
  get beforeEnd(): boolean {
    return this.head !== '' || this.foot !== '' || this.tail !== '';
  }

  /** Writes what stands below the value before, and then what stands above the next node. */
  writeHead(): void {
    const { out } = this;
    if (this.tail !== '') {
      out.writeIndent();
      out.writeComment(this.tail);
      this.tail = '';
      out.markFoot();
    }
    if (this.head === '') return;
    out.writeIndent();
    out.writeComment(this.head);
    this.head = '';
  }

  /** Writes the comment at the end of the line; without one ends the line if that is asked for. */
  writeLine(breakWithout = false): void {
    if (this.line === '') {
      if (breakWithout) this.out.lineBreak();
      return;
    }
    this.out.space();
    this.out.writeComment(this.line);
    this.line = '';
  }

  writeFoot(): void {
    if (this.foot === '') return;
    this.out.writeIndent();
    this.out.writeComment(this.foot);
    this.foot = '';
    this.out.markFoot();
  }

  /** Keeps the line comment of a key until it is known what kind of value follows. */
  holdKeyLine(): void {
    if (this.line === '') return;
    this.keyLine = this.line;
    this.line = '';
  }

  /** A scalar value takes over its key's line comment, unless it has one itself: only one fits. */
  giveKeyLineToScalar(): void {
    if (this.keyLine === '' || this.line !== '') return;
    this.line = this.keyLine;
    this.keyLine = '';
  }

  /** A block goes below its key, whose line comment is written at once. */
  writeKeyLine(): void {
    if (this.keyLine === '') return;
    const own = this.line;
    this.line = this.keyLine;
    this.writeLine();
    this.keyLine = this.line;
    this.line = own;
  }
}
