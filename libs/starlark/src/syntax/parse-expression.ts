import type { Value } from '../values/value';
import { parseComprehensionClauses } from './parse-comprehension';
import { parseParameters } from './parse-parameters';
import { parseSuffixes } from './parse-suffix';
import { syntaxFailure } from './syntax-failure';
import type { BinaryExpression, DictEntry, Expression } from './syntax-tree';
import type { TokenKind } from './token';
import type { TokenStream } from './token-stream';
import { StarlarkFloat } from '../values/starlark-float';

/** From the weakest to the strongest; `not` stands between `and` and the comparisons. */
const precedenceLevels: readonly (readonly TokenKind[])[] = [
  ['or'],
  ['and'],
  ['not'],
  ['==', '!=', '<', '>', '<=', '>=', 'in', 'not'],
  ['|'],
  ['^'],
  ['&'],
  ['<<', '>>'],
  ['-', '+'],
  ['*', '%', '/', '//'],
];
const notLevel = 2;
const comparisonLevel = 3;

/** An expression, or several with commas between them, which are a tuple. */
export function parseExpression(stream: TokenStream, inParentheses = false): Expression {
  const first = parseTest(stream);
  if (stream.peek() !== ',') return first;
  const elements = parseExpressionList(stream, [first], inParentheses);
  return { kind: 'tuple', start: first.start, elements };
}

/** The rest of a list of expressions, from the first comma on. */
function parseExpressionList(stream: TokenStream, first: Expression[], allowTrailingComma: boolean): Expression[] {
  const elements = first;
  for (let comma = stream.accept(','); comma !== undefined; comma = stream.accept(',')) {
    if (endsExpressionList(stream.peek())) {
      if (!allowTrailingComma) throw syntaxFailure(comma.position, 'unparenthesized tuple with trailing comma');
      break;
    }
    elements.push(parseTest(stream));
  }
  return elements;
}

function endsExpressionList(kind: TokenKind): boolean {
  return ['end of file', 'newline', '=', '}', ']', ')', ';'].includes(kind) || /^.{1,2}=$/.test(kind);
}

/** One expression: a conditional, a lambda or what binds tighter. */
export function parseTest(stream: TokenStream): Expression {
  return stream.nested(() => {
    if (stream.peek() === 'lambda') return parseLambda(stream, true);
    const consequent = parseBinary(stream, 0);
    const conditional = stream.accept('if');
    if (conditional === undefined) return consequent;
    const condition = parseBinary(stream, 0);
    if (stream.peek() !== 'else')
      throw syntaxFailure(conditional.position, 'conditional expression without else clause');
    stream.advance();
    const alternative = parseTest(stream);
    return { kind: 'conditional', start: consequent.start, condition, consequent, alternative };
  });
}

/** An expression without `if`, as a comprehension's clauses need it. */
export function parseTestWithoutCondition(stream: TokenStream): Expression {
  return stream.peek() === 'lambda' ? parseLambda(stream, false) : parseBinary(stream, 0);
}

function parseLambda(stream: TokenStream, allowCondition: boolean): Expression {
  const start = stream.expect('lambda').position;
  const parameters = stream.peek() === ':' ? [] : parseParameters(stream, ':');
  stream.expect(':');
  const value = allowCondition ? parseTest(stream) : parseTestWithoutCondition(stream);
  const body = [{ kind: 'return' as const, start: value.start, value }];
  return { kind: 'lambda', start, definition: { name: 'lambda', position: start, parameters, body } };
}

function parseBinary(stream: TokenStream, level: number): Expression {
  if (level >= precedenceLevels.length) return parseUnary(stream);
  if (level === notLevel && stream.peek() === 'not') {
    const start = stream.advance().position;
    const operand = stream.nested(() => parseBinary(stream, level));
    return { kind: 'unary', operator: 'not', start, operand };
  }
  let left = parseBinary(stream, level + 1);
  for (let first = true; precedenceLevels[level]?.includes(stream.peek()) && level !== notLevel; first = false) {
    const { position, end } = stream.token;
    const operator = readOperator(stream);
    if (level === comparisonLevel && !first && left.kind === 'binary') {
      throw syntaxFailure(end, `${left.operator} does not associate with ${operator} (use parens)`);
    }
    const right = parseBinary(stream, level + 1);
    left = { kind: 'binary', operator, position, start: left.start, left, right };
  }
  return left;
}

function readOperator(stream: TokenStream): BinaryExpression['operator'] {
  const { kind } = stream.advance();
  if (kind !== 'not') return kind as BinaryExpression['operator'];
  stream.expect('in');
  return 'not in';
}

function parseUnary(stream: TokenStream): Expression {
  const { kind, position: start } = stream.token;
  if (kind !== '+' && kind !== '-' && kind !== '~') return parseSuffixes(stream, parseOperand(stream));
  stream.advance();
  const operand = stream.nested(() => parseUnary(stream));
  return { kind: 'unary', operator: kind, start, operand };
}

function parseOperand(stream: TokenStream): Expression {
  const { kind, position: start, text, value } = stream.token;
  switch (kind) {
    case 'identifier':
      stream.advance();
      return { kind: 'identifier', start, name: text };
    case 'int literal':
    case 'string literal':
    case 'bytes literal':
      stream.advance();
      return { kind: 'literal', start, value: value as Value };
    case 'float literal':
      stream.advance();
      return { kind: 'literal', start, value: new StarlarkFloat(value as number) };
    case '[':
      return parseList(stream);
    case '{':
      return parseDict(stream);
    case '(':
      return parseParenthesized(stream);
    default:
      throw stream.unexpected('primary expression');
  }
}

function parseParenthesized(stream: TokenStream): Expression {
  const start = stream.expect('(').position;
  if (stream.accept(')')) return { kind: 'tuple', start, elements: [] };
  const operand = parseExpression(stream, true);
  stream.expect(')');
  return operand.kind === 'tuple' ? operand : { kind: 'parenthesized', start, operand };
}

function parseList(stream: TokenStream): Expression {
  const start = stream.expect('[').position;
  if (stream.accept(']')) return { kind: 'list', start, elements: [] };
  const first = parseTest(stream);
  if (stream.peek() === 'for') {
    const clauses = parseComprehensionClauses(stream, ']');
    return { kind: 'comprehension', start, position: start, isDict: false, body: first, clauses };
  }
  const elements = stream.peek() === ',' ? parseExpressionList(stream, [first], true) : [first];
  stream.expect(']');
  return { kind: 'list', start, elements };
}

function parseDict(stream: TokenStream): Expression {
  const start = stream.expect('{').position;
  if (stream.accept('}')) return { kind: 'dict', start, entries: [] };
  const first = parseDictEntry(stream);
  if (stream.peek() === 'for') {
    const clauses = parseComprehensionClauses(stream, '}');
    return { kind: 'comprehension', start, position: start, isDict: true, body: first, clauses };
  }
  const entries = [first];
  while (stream.accept(',')) {
    if (stream.peek() === '}') break;
    entries.push(parseDictEntry(stream));
  }
  stream.expect('}');
  return { kind: 'dict', start, entries };
}

function parseDictEntry(stream: TokenStream): DictEntry {
  const key = parseTest(stream);
  const position = stream.expect(':').position;
  return { key, value: parseTest(stream), position };
}
