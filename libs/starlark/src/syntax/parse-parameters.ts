import { parseTest } from './parse-expression';
import type { Parameter } from './syntax-tree';
import type { TokenKind } from './token';
import type { TokenStream } from './token-stream';

/** The parameters of a function, up to but without the token that closes them. */
export function parseParameters(stream: TokenStream, close: TokenKind): Parameter[] {
  const parameters: Parameter[] = [];
  while (stream.peek() !== close && stream.peek() !== 'end of file') {
    if (parameters.length > 0) stream.expect(',');
    if (stream.peek() === close) break;
    parameters.push(parseParameter(stream));
  }
  return parameters;
}

function parseParameter(stream: TokenStream): Parameter {
  const { position } = stream;
  if (stream.accept('**')) return { kind: 'doubleStar', position, identifier: parseIdentifier(stream) };
  if (stream.accept('*')) {
    return stream.peek() === 'identifier'
      ? { kind: 'star', position, identifier: parseIdentifier(stream) }
      : { kind: 'star', position };
  }
  const identifier = parseIdentifier(stream);
  if (!stream.accept('=')) return { kind: 'plain', position, identifier };
  return { kind: 'plain', position, identifier, defaultValue: parseTest(stream) };
}

export function parseIdentifier(stream: TokenStream) {
  if (stream.peek() !== 'identifier') throw stream.unexpected('identifier');
  const { position: start, text } = stream.advance();
  return { kind: 'identifier' as const, start, name: text };
}
