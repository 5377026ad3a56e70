import { type Token } from './token';
import { type YamlNode } from './yaml-node';
import { type YamlScanner } from './yaml-scanner';

function joined(before: string, comment: string): string {
  return before === '' ? comment : `${before}\n${comment}`;
}

/**
 * Reads tokens and gathers the comments that come with them, until a node takes them. Which node takes what follows the
 * rules of go-yaml v3's parser.
 */
export class CommentedTokens {
  private head = '';
  private line = '';
  private foot = '';
  private stem = '';

  constructor(private readonly scanner: YamlScanner) {}

  /** The next token, which stays there; its comments are gathered. */
  peek(): Token {
    const token = this.scanner.peek();
    const { comments } = this.scanner;
    for (let comment = comments.next(token.index); comment !== undefined; comment = comments.next(token.index)) {
      if (comment.head !== '') {
        // What stands above the end of a block stands above what comes behind it.
        if (token.kind === 'block-end') break;
        this.head = joined(this.head, comment.head);
      }
      if (comment.foot !== '') this.foot = joined(this.foot, comment.foot);
      if (comment.line !== '') this.line = joined(this.line, comment.line);
      comments.take();
    }
    return token;
  }

  skip(): void {
    this.scanner.skip();
  }

  next(): Token {
    this.scanner.skip();
    return this.peek();
  }

  /** Drops a `-`. Comments above it are about the whole mapping or sequence behind it, not about its first entry. */
  skipBlockEntry(): void {
    const above = this.head.length;
    this.scanner.skip();
    if (above === 0) return;
    const { kind } = this.peek();
    if (kind !== 'block-sequence-start' && kind !== 'block-mapping-start') return;
    this.stem = this.head.slice(0, above);
    this.head = this.head.slice(above + 1);
  }

  private clear(): void {
    this.head = this.line = this.foot = this.stem = '';
  }

  takeFor(node: YamlNode): void {
    node.headComment = this.head;
    node.lineComment = this.line;
    node.footComment = this.foot;
    this.clear();
  }

  /** What ends a collection brings its line and foot comment; a head comment there belongs to nothing and is lost. */
  takeForEndOf(node: YamlNode): void {
    node.lineComment = this.line;
    node.footComment = this.foot;
    this.clear();
  }

  takeStemFor(node: YamlNode): void {
    node.headComment = this.stem;
    this.stem = '';
  }

  /** Of the comments at the top, those above the last empty line are the document's, the rest the first node's. */
  takeDocumentHead(): string {
    const comment = this.head;
    for (let i = comment.length - 1; i > 0; i--) {
      if (comment[i] !== '\n') continue;
      const last = i === comment.length - 1;
      if (last || comment[i - 1] === '\n') {
        this.head = comment.slice(i + 1);
        return comment.slice(0, last ? i : i - 1);
      }
    }
    return '';
  }

  takeDocumentFoot(): string {
    const comment = this.foot !== '' ? this.foot : this.head;
    this.clear();
    return comment;
  }
}
