import type { BinaryOperator } from '../values/value';
import { parseLoopVariables } from './parse-comprehension';
import { parseExpression, parseTest } from './parse-expression';
import { parseLoad } from './parse-load';
import { parseIdentifier, parseParameters } from './parse-parameters';
import type { Statement } from './syntax-tree';
import { TokenStream } from './token-stream';

/**
 * Reads a program.
 *
 * @throws StarlarkError of kind `syntax`, its message `file:line:column: got …, want …`.
 */
export function parseProgram(fileName: string, source: string): Statement[] {
  const stream = new TokenStream(fileName, source);
  const statements: Statement[] = [];
  while (stream.peek() !== 'end of file') {
    if (!stream.accept('newline')) parseStatement(stream, statements);
  }
  return statements;
}

function parseStatement(stream: TokenStream, statements: Statement[]): void {
  switch (stream.peek()) {
    case 'def':
      statements.push(parseDef(stream));
      break;
    case 'if':
      statements.push(parseIf(stream));
      break;
    case 'for':
      statements.push(parseFor(stream));
      break;
    case 'while':
      statements.push(parseWhile(stream));
      break;
    default:
      parseSimpleStatements(stream, statements);
  }
}

function parseDef(stream: TokenStream): Statement {
  const start = stream.expect('def').position;
  const identifier = parseIdentifier(stream);
  stream.expect('(');
  const parameters = parseParameters(stream, ')');
  stream.expect(')');
  stream.expect(':');
  const body = parseSuite(stream);
  return { kind: 'def', start, identifier, definition: { name: identifier.name, position: start, parameters, body } };
}

function parseIf(stream: TokenStream): Statement {
  const start = stream.advance().position;
  const condition = parseTest(stream);
  stream.expect(':');
  const consequent = parseSuite(stream);
  return { kind: 'if', start, condition, consequent, alternative: parseElse(stream) };
}

function parseElse(stream: TokenStream): Statement[] {
  if (stream.peek() === 'elif') return [parseIf(stream)];
  if (!stream.accept('else')) return [];
  stream.expect(':');
  return parseSuite(stream);
}

function parseFor(stream: TokenStream): Statement {
  const start = stream.expect('for').position;
  const target = parseLoopVariables(stream);
  stream.expect('in');
  const iterable = parseExpression(stream);
  stream.expect(':');
  return { kind: 'forLoop', start, target, iterable, body: parseSuite(stream) };
}

function parseWhile(stream: TokenStream): Statement {
  const start = stream.expect('while').position;
  const condition = parseTest(stream);
  stream.expect(':');
  return { kind: 'while', start, condition, body: parseSuite(stream) };
}

/** An indented block, or simple statements on the same line. */
function parseSuite(stream: TokenStream): Statement[] {
  return stream.nested(() => {
    const statements: Statement[] = [];
    if (!stream.accept('newline')) {
      parseSimpleStatements(stream, statements);
      return statements;
    }
    stream.expect('indent');
    while (stream.peek() !== 'outdent' && stream.peek() !== 'end of file') parseStatement(stream, statements);
    stream.expect('outdent');
    return statements;
  });
}

function parseSimpleStatements(stream: TokenStream, statements: Statement[]): void {
  do {
    if (stream.peek() === 'newline' || stream.peek() === 'end of file') break;
    statements.push(parseSmallStatement(stream));
  } while (stream.accept(';'));
  if (stream.peek() !== 'end of file') stream.expect('newline');
}

function parseSmallStatement(stream: TokenStream): Statement {
  const { kind, position: start } = stream.token;
  switch (kind) {
    case 'return': {
      stream.advance();
      const ends = stream.peek() === 'newline' || stream.peek() === ';' || stream.peek() === 'end of file';
      return ends ? { kind: 'return', start } : { kind: 'return', start, value: parseExpression(stream) };
    }
    case 'break':
    case 'continue':
    case 'pass':
      stream.advance();
      return { kind, start };
    case 'load':
      return parseLoad(stream);
    default:
      return parseAssignment(stream);
  }
}

const augmented: ReadonlySet<string> = new Set(['+=', '-=', '*=', '/=', '//=', '%=', '&=', '|=', '^=', '<<=', '>>=']);

function parseAssignment(stream: TokenStream): Statement {
  const target = parseExpression(stream);
  const { kind, position } = stream.token;
  const { start } = target;
  if (stream.accept('=')) return { kind: 'assign', start, position, target, value: parseExpression(stream) };
  if (!augmented.has(kind)) return { kind: 'expression', start, expression: target };
  stream.advance();
  const operator = kind.slice(0, -1) as BinaryOperator;
  return { kind: 'augmentedAssign', start, operator, position, target, value: parseExpression(stream) };
}
