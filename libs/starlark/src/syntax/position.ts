/** A place in a program. Lines and columns count from 1, columns in characters. */
export class Position {
  constructor(
    readonly fileName: string,
    readonly line: number,
    readonly column: number,
  ) {}

  toString(): string {
    return `${this.fileName}:${this.line}:${this.column}`;
  }
}
