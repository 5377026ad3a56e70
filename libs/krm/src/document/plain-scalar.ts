import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  HASH,
  isBlank,
  isBlankOrEnd,
  isBreak,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUESTION,
  TAB,
} from './character';
import { atDocumentIndicator } from './document-indicator';
import { type TextCursor } from './text-cursor';

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
