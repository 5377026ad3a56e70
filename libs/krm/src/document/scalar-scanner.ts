import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  DASH,
  DOT,
  DOUBLE_QUOTE,
  END,
  HASH,
  hexDigit,
  isBlank,
  isBlankOrEnd,
  isBreak,
  isBreakOrEnd,
  isDigit,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUESTION,
  SINGLE_QUOTE,
  SPACE,
  TAB,
} from './character';
import { type Mark, type TextCursor } from './text-cursor';

/** Whether `---` or `...` stands alone at the start of the line. */
export function atDocumentIndicator(cursor: TextCursor): boolean {
  if (cursor.column !== 0) return false;
  const code = cursor.code;
  return (
    (code === DASH || code === DOT) && cursor.at(1) === code && cursor.at(2) === code && isBlankOrEnd(cursor.at(3))
  );
}

function endsFlowPlain(code: number): boolean {
  switch (code) {
    case COMMA:
    case QUESTION:
    case OPEN_BRACKET:
    case CLOSE_BRACKET:
    case OPEN_BRACE:
    case CLOSE_BRACE:
      return true;
    default:
      return false;
  }
}

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

/** The end of the unbroken piece of plain scalar that begins at `from`. */
function plainPieceEnd(text: string, from: number, inFlow: boolean): number {
  let to = from;
  for (let code = text.charCodeAt(to); !isBlankOrEnd(code); code = text.charCodeAt(++to)) {
    if (code === COLON && isBlankOrEnd(text.charCodeAt(to + 1))) break;
    if (inFlow && endsFlowPlain(code)) break;
  }
  return to;
}

/**
 * Scans an unquoted scalar and the blank space behind it, so that the cursor is in a later line if a line break follows.
 * `parentIndent` is the indentation of the block it stands in, -1 outside of any.
 */
export function scanPlainScalar(cursor: TextCursor, parentIndent: number, inFlow: boolean): string {
  const { text, line: startLine, column: startColumn, index: startIndex } = cursor;
  let value = '';
  let spaces = '';
  let afterBreak = false;
  let firstBreak = '';
  let otherBreaks = '';

  while (!atDocumentIndicator(cursor) && cursor.code !== HASH) {
    const from = cursor.index;
    const to = plainPieceEnd(text, from, inFlow);
    if (to > from) {
      if (afterBreak) value += firstBreak === '\n' ? otherBreaks || ' ' : firstBreak + otherBreaks;
      else if (spaces !== '') value += spaces;
      value = value === '' ? text.slice(from, to) : value + text.slice(from, to);
      spaces = firstBreak = otherBreaks = '';
      afterBreak = false;
      cursor.skipTo(to);
    }
    let code = cursor.code;
    if (!isBlank(code) && !isBreak(code)) break;

    for (; isBlank(code) || isBreak(code); code = cursor.code) {
      if (isBreak(code)) {
        const lineBreak = cursor.readBreak();
        if (afterBreak) otherBreaks += lineBreak;
        else firstBreak = lineBreak;
        spaces = '';
        afterBreak = true;
        continue;
      }
      if (afterBreak && code === TAB && cursor.column <= parentIndent) {
        const start = { index: startIndex, line: startLine, column: startColumn };
        throw cursor.error('found a tab character that violates indentation', start);
      }
      if (!afterBreak) spaces += text.charAt(cursor.index);
      cursor.skip();
    }
    if (!inFlow && cursor.column <= parentIndent) break;
  }
  return value;
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

interface BlockScalarHeader {
  chomping: '-' | '+' | '';
  increment: number;
}

function scanBlockScalarHeader(cursor: TextCursor, start: Mark): BlockScalarHeader {
  let chomping: BlockScalarHeader['chomping'] = '';
  let increment = 0;
  const readChomping = (): void => {
    const character = cursor.text[cursor.index];
    if (character !== '+' && character !== '-') return;
    chomping = character;
    cursor.skip();
  };
  readChomping();
  if (isDigit(cursor.code)) {
    if (cursor.code === 0x30) throw cursor.error('found an indentation indicator equal to 0', start);
    increment = cursor.code - 0x30;
    cursor.skip();
    if (chomping === '') readChomping();
  }
  return { chomping, increment };
}

/**
 * Scans the lines of a literal (`|`) or folded (`>`) scalar; the cursor stands on the indicator. `lineComment` is called
 * when a comment follows the header and has to pass it.
 */
export function scanBlockScalar(
  cursor: TextCursor,
  parentIndent: number,
  folded: boolean,
  lineComment: (start: Mark) => void,
): string {
  const start = cursor.mark();
  cursor.skip();
  const { chomping, increment } = scanBlockScalarHeader(cursor, start);
  cursor.skipBlanks();
  if (cursor.code === HASH) lineComment(start);
  if (!isBreakOrEnd(cursor.code)) throw cursor.error('did not find expected comment or line break', start);
  if (cursor.code !== END) cursor.readBreak();

  let indent = increment === 0 ? 0 : Math.max(parentIndent, 0) + increment;
  let trailingBreaks = '';
  const passBreaks = (): void => {
    let deepest = 0;
    for (;;) {
      while ((indent === 0 || cursor.column < indent) && cursor.code === SPACE) {
        cursor.index++;
        cursor.column++;
      }
      deepest = Math.max(deepest, cursor.column);
      if ((indent === 0 || cursor.column < indent) && cursor.code === TAB) {
        throw cursor.error('found a tab character where an indentation space is expected', start);
      }
      if (!isBreak(cursor.code)) break;
      trailingBreaks += cursor.readBreak();
    }
    if (indent === 0) indent = Math.max(deepest, parentIndent + 1, 1);
  };
  passBreaks();

  const pieces: string[] = [];
  let leadingBreak = '';
  let leadingBlank = false;
  while (cursor.column === indent && cursor.code !== END) {
    const blank = isBlank(cursor.code);
    if (folded && !leadingBlank && !blank && leadingBreak === '\n') {
      if (trailingBreaks === '') pieces.push(' ');
    } else {
      pieces.push(leadingBreak);
    }
    pieces.push(trailingBreaks);
    trailingBreaks = '';
    leadingBlank = blank;
    pieces.push(cursor.readLine());
    leadingBreak = isBreak(cursor.code) ? cursor.readBreak() : '';
    passBreaks();
  }
  if (chomping !== '-') pieces.push(leadingBreak);
  if (chomping === '+') pieces.push(trailingBreaks);
  return pieces.join('');
}
