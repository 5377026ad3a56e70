import {
  EXCLAMATION,
  GREATER,
  HASH,
  hexDigit,
  isBlank,
  isBlankOrEnd,
  isBreakOrEnd,
  isDigit,
  isWordCharacter,
  LESS,
  PERCENT,
} from './character';
import { type Mark, type TextCursor } from './text-cursor';
import { Token } from './token';

function readWord(cursor: TextCursor): string {
  const start = cursor.index;
  let end = start;
  while (isWordCharacter(cursor.text.charCodeAt(end))) end++;
  cursor.skipTo(end);
  return cursor.text.slice(start, end);
}

/** Scans `&name` or `*name`; the cursor stands on the indicator. */
export function scanAnchor(cursor: TextCursor, kind: 'anchor' | 'alias'): Token {
  const start = cursor.mark();
  cursor.skip();
  const name = readWord(cursor);
  const follower = cursor.text[cursor.index] ?? '';
  if (name === '' || !(isBlankOrEnd(cursor.code) || '?:,]}%@`'.includes(follower))) {
    throw cursor.error(`did not find expected alphabetic or numeric character in ${kind}`, start);
  }
  const token = new Token(kind, start.index, start.line, start.column);
  token.value = name;
  return token;
}

function readTagHandle(cursor: TextCursor, directive: boolean, start: Mark): string {
  if (cursor.code !== EXCLAMATION) throw cursor.error("did not find expected '!'", start);
  cursor.skip();
  let handle = '!' + readWord(cursor);
  if (cursor.code === EXCLAMATION) {
    cursor.skip();
    handle += '!';
  } else if (directive && handle !== '!') {
    throw cursor.error("did not find expected '!'", start);
  }
  return handle;
}

function isUriCharacter(code: number): boolean {
  return isWordCharacter(code) || ";/?:@&=+$,.!~*'()[]%".includes(String.fromCharCode(code));
}

function readUri(cursor: TextCursor, start: Mark): string {
  let uri = '';
  let bytes: number[] = [];
  while (isUriCharacter(cursor.code)) {
    if (cursor.code === PERCENT) {
      const high = hexDigit(cursor.at(1));
      const low = hexDigit(cursor.at(2));
      if (high < 0 || low < 0) throw cursor.error('did not find URI escaped octet', start);
      bytes.push(high * 16 + low);
      cursor.skipTo(cursor.index + 3);
      continue;
    }
    uri += Buffer.from(bytes).toString('utf8') + (cursor.text[cursor.index] ?? '');
    bytes = [];
    cursor.skip();
  }
  return uri + Buffer.from(bytes).toString('utf8');
}

/** Scans a tag in any of its forms; `value` becomes the handle (empty for `!<…>` and `!`), `suffix` the rest. */
export function scanTag(cursor: TextCursor): Token {
  const start = cursor.mark();
  const token = new Token('tag', start.index, start.line, start.column);
  if (cursor.at(1) === LESS) {
    cursor.skipTo(cursor.index + 2);
    token.suffix = readUri(cursor, start);
    if (token.suffix === '') throw cursor.error('did not find expected tag URI', start);
    if (cursor.code !== GREATER) throw cursor.error("did not find the expected '>'", start);
    cursor.skip();
  } else {
    const handle = readTagHandle(cursor, false, start);
    if (handle.length > 1 && handle.endsWith('!')) {
      token.value = handle;
      token.suffix = readUri(cursor, start);
      if (token.suffix === '') throw cursor.error('did not find expected tag URI', start);
    } else {
      token.suffix = handle.slice(1) + readUri(cursor, start);
      token.value = token.suffix === '' ? '' : '!';
      if (token.suffix === '') token.suffix = '!';
    }
  }
  if (!isBlankOrEnd(cursor.code)) throw cursor.error('did not find expected whitespace or line break', start);
  return token;
}

/** Scans a `%YAML` or `%TAG` line; the cursor stands on the `%`. */
export function scanDirective(cursor: TextCursor): Token {
  const start = cursor.mark();
  cursor.skip();
  const name = readWord(cursor);
  let token: Token;
  if (name === 'YAML') {
    cursor.skipBlanks();
    token = new Token('version-directive', start.index, start.line, start.column);
    const from = cursor.index;
    let to = from;
    while (isDigit(cursor.text.charCodeAt(to)) || cursor.text[to] === '.') to++;
    cursor.skipTo(to);
    token.value = cursor.text.slice(from, to);
    if (!/^\d{1,2}\.\d{1,2}$/.test(token.value)) throw cursor.error('did not find expected version number', start);
  } else if (name === 'TAG') {
    cursor.skipBlanks();
    token = new Token('tag-directive', start.index, start.line, start.column);
    token.value = readTagHandle(cursor, true, start);
    if (!isBlank(cursor.code)) throw cursor.error('did not find expected whitespace', start);
    cursor.skipBlanks();
    token.suffix = readUri(cursor, start);
    if (token.suffix === '') throw cursor.error('did not find expected tag URI', start);
  } else {
    throw cursor.error('found unknown directive name', start);
  }
  cursor.skipBlanks();
  if (cursor.code === HASH) cursor.readLine();
  if (!isBreakOrEnd(cursor.code)) throw cursor.error('did not find expected comment or line break', start);
  return token;
}
