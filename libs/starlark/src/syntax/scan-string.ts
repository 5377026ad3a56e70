import { decodeText, encodeText } from '../text/utf8-text';
import { StarlarkBytes } from '../values/starlark-bytes';
import type { Position } from './position';
import { syntaxFailure } from './syntax-failure';

export interface ScannedString {
  readonly value: string | StarlarkBytes;
  /** The offset after the closing quotes. */
  readonly end: number;
}

const simpleEscapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '\n': '',
};

/** Reads the string or bytes literal that starts at an offset, prefix included. */
export function scanString(source: string, start: number, position: Position): ScannedString {
  const quoteAt = /["']/g;
  quoteAt.lastIndex = start;
  const open = quoteAt.exec(source)?.index ?? start;
  const prefix = source.slice(start, open);
  const quote = source.charAt(open);
  const triple = source.startsWith(quote.repeat(3), open);
  const body = open + (triple ? 3 : 1);
  const end = findEnd(source, body, triple ? quote.repeat(3) : quote, position);
  const raw = source.slice(body, end);
  const isBytes = prefix.includes('b');
  const value = prefix.includes('r') || !raw.includes('\\') ? raw : unescape(raw, isBytes, position);
  return { value: isBytes ? toBytes(value) : value, end: end + (triple ? 3 : 1) };
}

function findEnd(source: string, body: number, quotes: string, position: Position): number {
  for (let at = body; at < source.length; at++) {
    const character = source[at];
    if (character === '\\') at++;
    else if (character === '\n' && quotes.length === 1) {
      throw syntaxFailure(position, 'unexpected newline in string');
    } else if (source.startsWith(quotes, at)) return at;
  }
  throw syntaxFailure(position, 'unexpected EOF in string');
}

const escape = /\\(?:([0-7]{1,3})|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([^]))/gu;

function unescape(raw: string, isBytes: boolean, position: Position): string {
  const text = raw.replace(
    escape,
    (whole: string, octal?: string, hex?: string, short?: string, long?: string, other?: string) => {
      if (other !== undefined) {
        const simple = simpleEscapes[other];
        if (simple === undefined) throw syntaxFailure(position, describeBadEscape(other));
        return simple;
      }
      if (octal !== undefined || hex !== undefined) {
        return byteEscape(whole, octal === undefined ? parseInt(hex ?? '', 16) : parseInt(octal, 8), isBytes, position);
      }
      return codePointEscape(whole, parseInt(short ?? long ?? '', 16), position);
    },
  );
  return /[\ud800-\udfff]/.test(text) ? decodeText(encodeText(text)) : text;
}

function describeBadEscape(character: string): string {
  if (character === 'x') return 'invalid escape sequence \\x';
  if (character === 'u' || character === 'U') return `truncated escape sequence \\${character}`;
  return `invalid escape sequence \\${character}`;
}

/** In a string only ASCII can be written by its number, as a byte beyond is no character. */
function byteEscape(whole: string, code: number, isBytes: boolean, position: Position): string {
  if (isBytes && code > 255) throw syntaxFailure(position, `invalid escape sequence ${whole}`);
  if (code < 0x80) return String.fromCharCode(code);
  if (!isBytes) {
    const kind = whole.startsWith('\\x') ? 'hex' : 'octal';
    const hint = `use \\u${code.toString(16).toUpperCase().padStart(4, '0')} for the UTF-8 encoding of U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
    throw syntaxFailure(position, `non-ASCII ${kind} escape ${whole} (${hint})`);
  }
  return String.fromCharCode(0xdc00 + code);
}

function codePointEscape(whole: string, code: number, position: Position): string {
  if (code > 0x10ffff) throw syntaxFailure(position, `code point out of range: ${whole} (max \\U00110000)`);
  if (code >= 0xd800 && code <= 0xdfff)
    throw syntaxFailure(position, `invalid Unicode code point U+${code.toString(16).toUpperCase()}`);
  return String.fromCodePoint(code);
}

function toBytes(text: string): StarlarkBytes {
  return new StarlarkBytes(Uint8Array.from(encodeText(text)));
}
