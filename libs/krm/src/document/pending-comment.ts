/**
 * A comment that was read but not yet given to a node. It goes to the node whose token begins at `tokenIndex` or is the
 * first after it, the way go-yaml v3 attaches comments.
 */
export interface PendingComment {
  head: string;
  line: string;
  foot: string;
  tokenIndex: number;
  /** Where the comment begins; `startColumn` counts from 1 for comments on lines of their own. */
  startIndex: number;
  startLine: number;
  startColumn: number;
  /** Where the search for the next token began that met this comment. */
  scanIndex: number;
  endIndex: number;
}

/** The comments read ahead of the nodes, in the order of the text. */
export class PendingComments {
  private readonly comments: PendingComment[] = [];
  private head = 0;

  add(comment: PendingComment): void {
    this.comments.push(comment);
  }

  /** The comment read last, also when it was given away already, in which case its texts are empty. */
  last(): PendingComment | undefined {
    return this.comments.at(-1);
  }

  /** The next comment that belongs to a token at `index` or before it. */
  next(index: number): PendingComment | undefined {
    const comment = this.comments[this.head];
    return comment !== undefined && index >= comment.tokenIndex ? comment : undefined;
  }

  /** Marks the next comment as given away. */
  take(): void {
    const comment = this.comments[this.head];
    if (comment === undefined) return;
    this.head++;
    comment.head = comment.line = comment.foot = '';
    comment.tokenIndex = comment.startIndex = comment.startLine = comment.startColumn = 0;
    comment.scanIndex = comment.endIndex = 0;
    if (this.head > 64) {
      this.comments.splice(0, this.head - 1);
      this.head = 1;
    }
  }

  /**
   * Where a block at `indent` really ends: before the comments, met since `fromIndex`, that stand at its own indentation.
   * Those become foot comments in the block instead of head comments of what follows.
   */
  blockEnd(indent: number, fromIndex: number): number {
    let end = fromIndex;
    let stop = fromIndex;
    for (let i = this.comments.length - 1; i >= 0; i--) {
      const comment = this.comments[i];
      if (comment === undefined || comment.endIndex < stop) break;
      if (comment.startColumn === indent + 1) end = comment.startIndex;
      stop = comment.scanIndex;
    }
    return end;
  }
}
