import { parseExpression, parseTest } from './parse-expression';
import { parseIdentifier } from './parse-parameters';
import { syntaxFailure } from './syntax-failure';
import type { CallArgument, Expression } from './syntax-tree';
import type { TokenStream } from './token-stream';

/** What follows an operand: `.name`, `[index]`, `[slice]` and `(arguments)`, any number of them. */
export function parseSuffixes(stream: TokenStream, operand: Expression): Expression {
  let expression = operand;
  for (;;) {
    switch (stream.peek()) {
      case '.': {
        const { position } = stream.advance();
        expression = {
          kind: 'dot',
          start: expression.start,
          position,
          receiver: expression,
          name: parseIdentifier(stream).name,
        };
        break;
      }
      case '[':
        expression = parseSubscript(stream, expression);
        break;
      case '(':
        expression = parseCall(stream, expression);
        break;
      default:
        return expression;
    }
  }
}

function parseSubscript(stream: TokenStream, receiver: Expression): Expression {
  const { position } = stream.expect('[');
  const lower = stream.peek() === ':' ? undefined : parseExpression(stream);
  if (lower !== undefined && stream.accept(']')) {
    return { kind: 'index', start: receiver.start, position, receiver, index: lower };
  }
  stream.expect(':');
  const upper = stream.peek() === ':' || stream.peek() === ']' ? undefined : parseTest(stream);
  const step = stream.accept(':') && stream.peek() !== ']' ? parseTest(stream) : undefined;
  stream.expect(']');
  return {
    kind: 'slice',
    start: receiver.start,
    position,
    receiver,
    ...(lower && { lower }),
    ...(upper && { upper }),
    ...(step && { step }),
  };
}

function parseCall(stream: TokenStream, callee: Expression): Expression {
  const { position } = stream.expect('(');
  const callArguments: CallArgument[] = [];
  while (stream.peek() !== ')' && stream.peek() !== 'end of file') {
    if (callArguments.length > 0) stream.expect(',');
    if (stream.peek() === ')') break;
    callArguments.push(parseArgument(stream));
  }
  stream.expect(')');
  return { kind: 'call', start: callee.start, position, callee, callArguments };
}

function parseArgument(stream: TokenStream): CallArgument {
  const { position } = stream;
  if (stream.accept('*')) return { kind: 'spread', position, value: parseTest(stream) };
  if (stream.accept('**')) return { kind: 'spreadNamed', position, value: parseTest(stream) };
  const value = parseTest(stream);
  if (stream.peek() !== '=') return { kind: 'positional', position, value };
  if (value.kind !== 'identifier') {
    throw syntaxFailure(stream.end, 'keyword argument must have form name=expr');
  }
  stream.advance();
  return { kind: 'named', position, name: value.name, value: parseTest(stream) };
}
