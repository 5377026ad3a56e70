import { CLOSE_BRACE, CLOSE_BRACKET, HASH, isBlank, isBreak, isBreakOrEnd } from './character';
import { type PendingComments } from './pending-comment';
import { type TextCursor } from './text-cursor';
import { type Token } from './token';

/** go-yaml looks no further than this for the comment that follows; more blank space than that separates comments. */
const LOOKAHEAD = 512;

/** Where a comment on a line of its own is met. */
export interface CommentContext {
  /** The token scanned last, which foot comments belong to. */
  previous: Token;
  /** Indentation of the innermost block, -1 outside of any. */
  indent: number;
  inFlow: boolean;
  /** Where the search for the next token began. */
  scanIndex: number;
  scanLine: number;
}

/** Reads a comment on the rest of the line, if there is one, as line comment of the token at `tokenIndex`. */
export function scanLineComment(cursor: TextCursor, comments: PendingComments, tokenIndex: number): void {
  if (cursor.newlines > 0) return;
  let offset = 0;
  while (offset < LOOKAHEAD && isBlank(cursor.at(offset))) offset++;
  if (cursor.at(offset) !== HASH) return;
  cursor.skipBlanks();
  const { index, line, column } = cursor;
  comments.add({
    head: '',
    line: cursor.readLine(),
    foot: '',
    tokenIndex,
    startIndex: index,
    startLine: line,
    startColumn: column,
    scanIndex: 0,
    endIndex: 0,
  });
}

/**
 * Reads the comment lines from here to the next token and decides which belong below what came before (foot) and which
 * above what follows (head). A block of lines directly below content and followed by an empty line is a foot; so is one
 * that stands further out than the lines after it, and the last one in a flow collection. The rest is head, with the
 * empty lines inside it kept as one each.
 *
 * The arithmetic of lines and columns follows go-yaml v3 to the letter, oddities included, for the sake of equal output.
 */
export function scanOwnLineComments(cursor: TextCursor, comments: PendingComments, context: CommentContext): void {
  const nextIndent = Math.max(context.indent, 0);
  const afterValue = context.previous.kind === 'value';
  let footLine = -1;
  if (context.scanLine > 0) {
    footLine = cursor.line - cursor.newlines + 1;
    if (cursor.newlines === 0 && cursor.column > 1) footLine++;
  }

  let { scanIndex } = context;
  let tokenIndex = context.previous.index;
  let firstEmpty = cursor.newlines <= 1;
  let recentEmpty = false;
  let { line, column } = cursor;
  let text = '';
  let startIndex = 0;
  let startLine = 0;
  let startColumn = 0;

  const add = (kind: 'head' | 'foot', token: number, endIndex: number): void => {
    const comment = { head: '', line: '', foot: '', tokenIndex: token, startIndex, startLine, startColumn };
    comment[kind] = text;
    comments.add({ ...comment, scanIndex, endIndex });
  };
  const endAsFoot = (endIndex: number): void => {
    add('foot', tokenIndex, endIndex);
    scanIndex = tokenIndex = endIndex;
    text = '';
  };

  let peek = 0;
  for (; peek < LOOKAHEAD; peek++) {
    const code = cursor.at(peek);
    column++;
    if (isBlank(code)) continue;
    const closesFlow = context.inFlow && (code === CLOSE_BRACKET || code === CLOSE_BRACE);
    if (closesFlow || isBreakOrEnd(code)) {
      if (closesFlow || !recentEmpty) {
        const belowContent = startLine === footLine && !afterValue;
        const dedented = startColumn - 1 < nextIndent;
        if (closesFlow || (firstEmpty && (belowContent || dedented))) {
          if (text !== '') {
            if (dedented) tokenIndex = startIndex;
            endAsFoot(cursor.index + peek);
          }
        } else if (text !== '' && isBreak(code)) {
          text += '\n';
        }
      }
      if (!isBreak(code)) break;
      firstEmpty = false;
      recentEmpty = true;
      column = 0;
      line++;
      continue;
    }

    if (text !== '' && column - 1 < nextIndent && column !== startColumn) endAsFoot(cursor.index + peek);
    if (code !== HASH) break;
    if (text === '') {
      startIndex = cursor.index + peek;
      startLine = line;
      startColumn = column;
    } else {
      text += '\n';
    }
    recentEmpty = false;
    passTo(cursor, cursor.index + peek);
    text += cursor.readLine();
    // The walk goes on behind the line break, but in the line of the comment: see above about oddities.
    peek = 0;
    column = 0;
    line = cursor.line;
  }
  if (text !== '') add('head', startIndex, cursor.index + peek - 1);
}

function passTo(cursor: TextCursor, index: number): void {
  while (cursor.index < index) {
    if (isBreak(cursor.code)) cursor.readBreak();
    else cursor.skip();
  }
}
