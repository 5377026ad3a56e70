import { normalizeInt } from '../runtime/integers';
import type { Position } from './position';
import { syntaxFailure } from './syntax-failure';
import type { Token } from './token';

const floatLiteral = /(?:\d+\.\d*|\.\d+)(?:[eE][+-]?\d*)?|\d+[eE][+-]?\d*/y;
const intLiteral = /0[xX][\da-zA-Z]*|0[oO][\da-zA-Z]*|0[bB][\da-zA-Z]*|\d+/y;

/** The number that starts at an offset, or undefined where none does. */
export function scanNumber(
  source: string,
  offset: number,
  positionAt: (offset: number) => Position,
): Pick<Token, 'kind' | 'text' | 'value'> | undefined {
  floatLiteral.lastIndex = offset;
  const float = floatLiteral.exec(source)?.[0];
  if (float !== undefined)
    return { kind: 'float literal', text: float, value: parseFloatLiteral(float, positionAt(offset + float.length)) };
  intLiteral.lastIndex = offset;
  const int = intLiteral.exec(source)?.[0];
  if (int === undefined) return undefined;
  return { kind: 'int literal', text: int, value: parseIntLiteral(int, positionAt(offset + int.length)) };
}

function parseFloatLiteral(text: string, position: Position): number {
  if (/[eE][+-]?$/.test(text)) throw syntaxFailure(position, 'invalid float literal');
  const value = Number(text);
  if (!Number.isFinite(value)) throw syntaxFailure(position, 'floating-point literal too large');
  return value;
}

function parseIntLiteral(text: string, position: Position): number | bigint {
  const prefix = text.slice(0, 2).toLowerCase();
  if (prefix === '0x' && !/^0[xX][\da-fA-F]+$/.test(text)) throw syntaxFailure(position, 'invalid hex literal');
  if (prefix === '0o' && !/^0[oO][0-7]+$/.test(text)) throw syntaxFailure(position, 'invalid octal literal');
  if (prefix === '0b' && !/^0[bB][01]+$/.test(text)) throw syntaxFailure(position, 'invalid binary literal');
  if (/^0\d/.test(text) && /[1-9]/.test(text)) {
    throw syntaxFailure(position, `obsolete form of octal literal; use 0o${text.slice(1)}`);
  }
  return normalizeInt(BigInt(text.toLowerCase()));
}
