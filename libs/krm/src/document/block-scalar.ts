import { END, HASH, isBlank, isBreak, isBreakOrEnd, isDigit, SPACE, TAB } from './character';
import { type Mark, type TextCursor } from './text-cursor';

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
