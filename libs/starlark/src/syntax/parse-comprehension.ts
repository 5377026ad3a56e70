import { parseExpression, parseTestWithoutCondition } from './parse-expression';
import { parseSuffixes } from './parse-suffix';
import type { Expression, ForClause, IfClause } from './syntax-tree';
import type { TokenStream } from './token-stream';

/** The clauses of a comprehension, up to and with its closing bracket. */
export function parseComprehensionClauses(stream: TokenStream, close: ']' | '}'): (ForClause | IfClause)[] {
  const clauses: (ForClause | IfClause)[] = [];
  while (!stream.accept(close)) {
    if (stream.peek() === 'for') clauses.push(parseForClause(stream));
    else if (stream.accept('if')) clauses.push({ kind: 'if', condition: parseTestWithoutCondition(stream) });
    else throw stream.unexpected(`'${close}', for, or if`);
  }
  return clauses;
}

function parseForClause(stream: TokenStream): ForClause {
  const { position } = stream.expect('for');
  const target = parseLoopVariables(stream);
  stream.expect('in');
  return { kind: 'for', position, target, iterable: parseTestWithoutCondition(stream) };
}

/** What stands between `for` and `in`: names, places or several of them. */
export function parseLoopVariables(stream: TokenStream): Expression {
  const first = parseSimpleTarget(stream);
  if (stream.peek() !== ',') return first;
  const elements = [first];
  while (stream.accept(',')) {
    if (stream.peek() === 'in') break;
    elements.push(parseSimpleTarget(stream));
  }
  return { kind: 'tuple', start: first.start, elements };
}

function parseSimpleTarget(stream: TokenStream): Expression {
  const { kind, position: start, text } = stream.token;
  if (kind === 'identifier') {
    stream.advance();
    return parseSuffixes(stream, { kind: 'identifier', start, name: text });
  }
  const close = kind === '(' ? ')' : kind === '[' ? ']' : undefined;
  if (close === undefined) throw stream.unexpected('primary expression');
  stream.advance();
  const elements = stream.peek() === close ? [] : targetElements(stream.nested(() => parseExpression(stream, true)));
  stream.expect(close);
  return parseSuffixes(stream, { kind: kind === '(' ? 'tuple' : 'list', start, elements });
}

function targetElements(target: Expression): readonly Expression[] {
  return target.kind === 'tuple' ? target.elements : [target];
}
