import { Lexer } from './lexer';
import type { Position } from './position';
import { syntaxFailure } from './syntax-failure';
import { describeToken, type Token, type TokenKind } from './token';

/** Deeper nesting than this is refused, as every level costs stack in what follows. */
const maxNesting = 100;

/** The tokens of a program with one to look at, and the checks that every rule of the grammar needs. */
export class TokenStream {
  private readonly lexer: Lexer;
  private current: Token;
  private nesting = 0;

  constructor(fileName: string, source: string) {
    this.lexer = new Lexer(fileName, source);
    this.current = this.lexer.next();
  }

  peek(): TokenKind {
    return this.current.kind;
  }

  get token(): Token {
    return this.current;
  }

  /** Where starlark-go reports most mistakes: right after the token that is wrong. */
  get end(): Position {
    return this.current.end;
  }

  get position(): Position {
    return this.current.position;
  }

  advance(): Token {
    const token = this.current;
    this.current = this.lexer.next();
    return token;
  }

  /** Consumes a token of this kind if it is next. */
  accept(kind: TokenKind): Token | undefined {
    return this.current.kind === kind ? this.advance() : undefined;
  }

  /** Consumes a string literal and gives its value; the caller has seen that one is next. */
  takeText(): string {
    const { value } = this.expect('string literal');
    return typeof value === 'string' ? value : '';
  }

  expect(kind: TokenKind): Token {
    if (this.current.kind === kind) return this.advance();
    const wanted = describeToken({ kind, text: kind });
    throw syntaxFailure(this.current.end, `got ${describeToken(this.current)}, want ${wanted}`);
  }

  unexpected(wanted: string): Error {
    return syntaxFailure(this.position, `got ${describeToken(this.current)}, want ${wanted}`);
  }

  /** Runs a rule of the grammar one level deeper. */
  nested<T>(rule: () => T): T {
    if (++this.nesting > maxNesting) throw syntaxFailure(this.position, 'nested too deeply');
    const result = rule();
    this.nesting--;
    return result;
  }
}
