import {
  BACKSLASH,
  BYTE_ORDER_MARK,
  DOUBLE_QUOTE,
  isBlank,
  isBlankOrEnd,
  isBreak,
  isPrintable,
  LINE_FEED,
  SPACE,
} from './character';
import { type YamlEmitter } from './yaml-emitter';

const escapes: Readonly<Record<number, string>> = {
  0x00: '\\0',
  0x07: '\\a',
  0x08: '\\b',
  0x09: '\\t',
  0x0a: '\\n',
  0x0b: '\\v',
  0x0c: '\\f',
  0x0d: '\\r',
  0x1b: '\\e',
  0x22: '\\"',
  0x5c: '\\\\',
  0x85: '\\N',
  0xa0: '\\_',
  0x2028: '\\L',
  0x2029: '\\P',
};

function escape(codePoint: number): string {
  const short = escapes[codePoint];
  if (short !== undefined) return short;
  const hex = codePoint.toString(16).toUpperCase();
  if (codePoint <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  if (codePoint <= 0xffff) return `\\u${hex.padStart(4, '0')}`;
  return `\\U${hex.padStart(8, '0')}`;
}

/** The text with quotes around it and everything that may not stand there escaped. */
export function doubleQuoted(value: string): string {
  let text = '"';
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    const plain =
      isPrintable(code) && code !== BYTE_ORDER_MARK && !isBreak(code) && code !== DOUBLE_QUOTE && code !== BACKSLASH;
    if (plain) {
      text += value.charAt(i);
      continue;
    }
    const codePoint = value.codePointAt(i) ?? code;
    if (codePoint > 0xffff) i++;
    text += escape(codePoint);
  }
  return text + '"';
}

export function printSingleQuoted(emitter: YamlEmitter, value: string): void {
  emitter.writeIndicator("'", true);
  let breaks = false;
  let from = 0;
  for (let i = 0; i <= value.length; i++) {
    const ends = i === value.length;
    if (!ends && !isBreak(value.charCodeAt(i))) continue;
    if (i > from) {
      if (breaks) emitter.writeIndent();
      emitter.continueScalar(value.slice(from, i).replaceAll("'", "''"));
      breaks = false;
    }
    if (!ends) {
      // A single line break would be folded into a space, so it is doubled.
      if (!breaks && value.charCodeAt(i) === LINE_FEED) emitter.lineBreak();
      emitter.lineBreak();
      breaks = true;
    }
    from = i + 1;
  }
  emitter.writeIndicator("'", false);
  emitter.endScalar();
}

/** What follows `|` or `>`: a digit when the text begins with blank space, `-` or `+` for other than one final break. */
function blockScalarHints(value: string, indent: number): string {
  const first = value.charCodeAt(0);
  let hints = first === SPACE || isBreak(first) ? String(indent) : '';
  const last = value.charCodeAt(value.length - 1);
  if (!isBreak(last)) hints += '-';
  else if (value.length === 1 || isBreak(value.charCodeAt(value.length - 2))) hints += '+';
  return hints;
}

/** Writes a literal scalar; `endHeader` ends the line of the `|`. */
export function printLiteral(emitter: YamlEmitter, value: string, bestIndent: number, endHeader: () => void): void {
  emitter.writeIndicator(`|${blockScalarHints(value, bestIndent)}`, true);
  endHeader();
  emitter.markWhitespace();
  let from = 0;
  let breaks = true;
  for (let i = 0; i <= value.length; i++) {
    const ends = i === value.length;
    if (!ends && !isBreak(value.charCodeAt(i))) continue;
    if (i > from) {
      if (breaks) emitter.writeIndent();
      emitter.continueScalar(value.slice(from, i));
      breaks = false;
    }
    if (!ends) {
      emitter.lineBreak();
      breaks = true;
    }
    from = i + 1;
  }
}

/** Writes a folded scalar, each of its lines unfolded; `endHeader` ends the line of the `>`. */
export function printFolded(emitter: YamlEmitter, value: string, bestIndent: number, endHeader: () => void): void {
  emitter.writeIndicator(`>${blockScalarHints(value, bestIndent)}`, true);
  endHeader();
  emitter.markWhitespace();
  // libyaml looks at the breaks that begin the whole text, not at those met, when it decides on doubling one.
  let leading = 0;
  while (leading < value.length && isBreak(value.charCodeAt(leading))) leading++;
  const blankAfterLeading = leading >= value.length || isBlankOrEnd(value.charCodeAt(leading));

  let breaks = true;
  let leadingSpaces = true;
  let from = 0;
  for (let i = 0; i <= value.length; i++) {
    const ends = i === value.length;
    if (!ends && !isBreak(value.charCodeAt(i))) continue;
    if (i > from) {
      if (breaks) {
        emitter.writeIndent();
        leadingSpaces = isBlank(value.charCodeAt(from));
      }
      emitter.continueScalar(value.slice(from, i));
      breaks = false;
    }
    if (!ends) {
      if (!breaks && !leadingSpaces && value.charCodeAt(i) === LINE_FEED && !blankAfterLeading) emitter.lineBreak();
      emitter.lineBreak();
      breaks = true;
    }
    from = i + 1;
  }
}
