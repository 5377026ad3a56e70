import { parseIdentifier } from './parse-parameters';
import { syntaxFailure } from './syntax-failure';
import type { LoadStatement } from './syntax-tree';
import type { TokenStream } from './token-stream';

/** `load("module", "name", local = "name")`. */
export function parseLoad(stream: TokenStream): LoadStatement {
  const start = stream.expect('load').position;
  const { position: open } = stream.expect('(');
  if (stream.peek() !== 'string literal') {
    throw syntaxFailure(stream.position, 'first operand of load statement must be a string literal');
  }
  const { value: module, position: modulePosition } = stream.advance();
  const bindings: LoadStatement['bindings'][number][] = [];
  while (stream.peek() !== ')' && stream.peek() !== 'end of file') {
    stream.expect(',');
    if (stream.peek() === ')') break;
    bindings.push(parseBinding(stream));
  }
  stream.expect(')');
  if (bindings.length === 0) throw syntaxFailure(open, 'load statement must import at least 1 symbol');
  return { kind: 'load', start, module: String(module), modulePosition, bindings };
}

function parseBinding(stream: TokenStream): LoadStatement['bindings'][number] {
  const { position } = stream;
  if (stream.peek() === 'string literal') {
    const name = String(stream.advance().value);
    return { local: { kind: 'identifier', start: position, name }, exported: name, position };
  }
  if (stream.peek() !== 'identifier') {
    throw syntaxFailure(position, `load operand must be "name" or localname="name" (got ${stream.token.text})`);
  }
  const local = parseIdentifier(stream);
  if (stream.peek() !== '=') {
    throw syntaxFailure(position, `load operand must be "${local.name}" or ${local.name}="originalname"`);
  }
  stream.advance();
  if (stream.peek() !== 'string literal') throw syntaxFailure(stream.position, `original name of loaded symbol must be quoted: ${local.name}="originalname"`);
  return { local, exported: String(stream.advance().value), position };
}
