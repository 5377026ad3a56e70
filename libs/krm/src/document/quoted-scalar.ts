import { BACKSLASH, DOUBLE_QUOTE, END, hexDigit, isBlank, isBlankOrEnd, isBreak, SINGLE_QUOTE } from './character';
import { atDocumentIndicator } from './document-indicator';
import { type Mark, type TextCursor } from './text-cursor';

/** Line breaks met between two pieces of a folded text: the first is folded, the others stay. */
class FoldedBreaks {
  first = '';
  others = '';

  add(lineBreak: string): void {
    if (this.first === '') this.first = lineBreak;
    else this.others += lineBreak;
  }

  take(joint: string): string {
    const taken = this.first === '\n' ? this.others || joint : this.first + this.others;
    this.first = '';
    this.others = '';
    return taken;
  }
}

const simpleEscapes: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  "'": "'",
  '\\': '\\',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};
const escapeLengths: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** Reads one escape sequence of a double-quoted scalar that does not escape a line break. */
function readEscape(cursor: TextCursor, start: Mark): string {
  const name = cursor.text[cursor.index + 1] ?? '';
  const simple = simpleEscapes[name];
  if (simple !== undefined) {
    cursor.skipTo(cursor.index + 2);
    return simple;
  }
  const length = escapeLengths[name];
  if (length === undefined) throw cursor.error('found unknown escape character', start);
  let value = 0;
  for (let digit = 0; digit < length; digit++) {
    const nibble = hexDigit(cursor.at(2 + digit));
    if (nibble < 0) throw cursor.error('did not find expected hexadecimal number', start);
    value = value * 16 + nibble;
  }
  if ((value >= 0xd800 && value <= 0xdfff) || value > 0x10ffff) {
    throw cursor.error('found invalid Unicode character escape code', start);
  }
  cursor.skipTo(cursor.index + 2 + length);
  return String.fromCodePoint(value);
}

/** Scans a quoted scalar; the cursor stands on the opening quote. */
export function scanQuotedScalar(cursor: TextCursor, single: boolean): string {
  const start = cursor.mark();
  const quote = single ? SINGLE_QUOTE : DOUBLE_QUOTE;
  const text = cursor.text;
  const breaks = new FoldedBreaks();
  let value = '';
  cursor.skip();

  for (;;) {
    if (atDocumentIndicator(cursor)) throw cursor.error('found unexpected document indicator', start);
    if (cursor.code === END) throw cursor.error('found unexpected end of stream', start);

    let folding = false;
    let from = cursor.index;
    let to = from;
    const flush = (): void => {
      value += text.slice(from, to);
      cursor.skipTo(to);
    };
    for (;;) {
      const code = text.charCodeAt(to);
      if (isBlankOrEnd(code)) break;
      if (code === quote) {
        if (!single || text.charCodeAt(to + 1) !== SINGLE_QUOTE) break;
        flush();
        value += "'";
        to += 2;
        cursor.skipTo(to);
        from = to;
      } else if (!single && code === BACKSLASH) {
        flush();
        if (isBreak(cursor.at(1))) {
          cursor.skip();
          cursor.readBreak();
          folding = true;
          from = to = cursor.index;
          break;
        }
        value += readEscape(cursor, start);
        from = to = cursor.index;
      } else {
        to++;
      }
    }
    flush();
    if (cursor.code === quote) break;

    let spaces = '';
    for (let code = cursor.code; isBlank(code) || isBreak(code); code = cursor.code) {
      if (isBreak(code)) {
        // After an escaped line break the first real one counts as an additional one.
        const lineBreak = cursor.readBreak();
        if (folding) breaks.others += lineBreak;
        else breaks.first = lineBreak;
        folding = true;
      } else {
        if (!folding) spaces += text[cursor.index] ?? '';
        cursor.skip();
      }
    }
    value += folding ? breaks.take(' ') : spaces;
  }
  cursor.skip();
  return value;
}
