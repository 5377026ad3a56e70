import { Token } from './token';

/** Consumed tokens are dropped in batches of this many. */
const BATCH = 64;

/**
 * The tokens scanned and not yet consumed. The last two consumed ones stay in sight, because the scanner looks back at
 * them when it meets a comment.
 */
export class TokenQueue {
  private readonly tokens: Token[] = [new Token('stream-start', 0, 0, 0)];
  private head = 1;
  private consumed = 1;

  /** The next token to be consumed. */
  peek(): Token | undefined {
    return this.tokens[this.head];
  }

  /** How many tokens are scanned ahead. */
  get ahead(): number {
    return this.tokens.length - this.head;
  }

  /** The number that the next token pushed will have, counting from the first of the text. */
  get nextNumber(): number {
    return this.consumed + this.ahead;
  }

  skip(): void {
    this.head++;
    this.consumed++;
    if (this.head > BATCH) {
      this.tokens.splice(0, this.head - 2);
      this.head = 2;
    }
  }

  push(token: Token): void {
    this.tokens.push(token);
  }

  /** Puts a token before the one with this number. */
  insert(number: number, token: Token): void {
    this.tokens.splice(this.head + number - this.consumed, 0, token);
  }

  /** The token pushed last, consumed or not. */
  last(): Token | undefined {
    return this.tokens[this.tokens.length - 1];
  }

  /** The one before the last. */
  secondToLast(): Token | undefined {
    return this.tokens[this.tokens.length - 2];
  }
}
