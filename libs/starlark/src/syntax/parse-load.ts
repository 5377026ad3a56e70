import { parseIdentifier } from './parse-parameters';
import { Position } from './position';
import { syntaxFailure } from './syntax-failure';
import type { LoadStatement } from './syntax-tree';
import type { TokenStream } from './token-stream';

/** `load("module", "name", local = "name")`. */
export function parseLoad(stream: TokenStream): LoadStatement {
  const start = stream.expect('load').position;
  const { position: open } = stream.expect('(');
  if (stream.peek() !== 'string literal') {
    throw syntaxFailure(stream.end, 'first operand of load statement must be a string literal');
  }
  const modulePosition = stream.position;
  const module = stream.takeText();
  const bindings: LoadStatement['bindings'][number][] = [];
  while (stream.peek() !== ')' && stream.peek() !== 'end of file') {
    stream.expect(',');
    if (stream.peek() === ')') break;
    bindings.push(parseBinding(stream));
  }
  stream.expect(')');
  if (bindings.length === 0) throw syntaxFailure(open, 'load statement must import at least 1 symbol');
  return { kind: 'load', start, module, modulePosition, bindings };
}

function parseBinding(stream: TokenStream): LoadStatement['bindings'][number] {
  const { position, end } = stream;
  if (stream.peek() === 'string literal') {
    const name = stream.takeText();
    return { local: { kind: 'identifier', start: position, name }, exported: name, position: nameStart(position) };
  }
  if (stream.peek() !== 'identifier') {
    throw syntaxFailure(end, `load operand must be "name" or localname="name" (got ${stream.token.text})`);
  }
  const local = parseIdentifier(stream);
  if (stream.peek() !== '=') {
    throw syntaxFailure(
      stream.end,
      `load operand must be "${local.name}" or ${local.name}="originalname" (want '=' after ${local.name})`,
    );
  }
  stream.advance();
  if (stream.peek() !== 'string literal')
    throw syntaxFailure(stream.end, `original name of loaded symbol must be quoted: ${local.name}="originalname"`);
  const original = nameStart(stream.position);
  return { local, exported: stream.takeText(), position: original };
}

/** Within the quotes. */
function nameStart({ fileName, line, column }: Position): Position {
  return new Position(fileName, line, column + 1);
}
