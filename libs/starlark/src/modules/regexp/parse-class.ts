import { escapeSets, ignoreCase, not, posixSets, rangesTest, unicodeTest, type CharacterRange } from './character-sets';
import { patternError } from './pattern-error';
import type { PatternReader } from './pattern-reader';
import type { CharacterTest } from './pattern-tree';

const controlEscapes: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 };

/** `[…]`, with its opening bracket read. */
export function parseClass(reader: PatternReader, foldCase: boolean): CharacterTest {
  const start = reader.at - 1;
  const negated = reader.takes('^');
  const tests: CharacterTest[] = [];
  const ranges: CharacterRange[] = [];
  for (let first = true; first || !reader.takes(']'); first = false) {
    if (reader.done) throw patternError('missing closing ]', reader.from(start));
    const set = parseNamedSet(reader) ?? parseSetEscape(reader);
    if (set !== undefined) tests.push(set);
    else ranges.push(parseRange(reader, start));
  }
  tests.push(rangesTest(ranges));
  const any: CharacterTest = (codePoint) => tests.some((test) => test(codePoint));
  const folded = foldCase ? ignoreCase(any) : any;
  return negated ? not(folded) : folded;
}

function parseRange(reader: PatternReader, start: number): CharacterRange {
  const at = reader.at;
  const from = parseClassCharacter(reader, start);
  if (reader.peek() !== '-' || reader.peek(1) === ']' || reader.peek(1) === undefined) return { from, to: from };
  reader.takes('-');
  const to = parseClassCharacter(reader, start);
  if (to < from) throw patternError('invalid character class range', reader.from(at, reader.at));
  return { from, to };
}

function parseClassCharacter(reader: PatternReader, start: number): number {
  if (reader.done) throw patternError('missing closing ]', reader.from(start));
  return reader.peek() === '\\' ? parseCharacterEscape(reader) : reader.take();
}

function parseNamedSet(reader: PatternReader): CharacterTest | undefined {
  const match = reader.match(/\[:(\^?)(\w+):\]/y);
  if (match === undefined) return undefined;
  const [whole = '', negated, name = ''] = match;
  const ranges = posixSets[name];
  if (ranges === undefined) throw patternError('invalid character class range', whole);
  return negated ? not(rangesTest(ranges)) : rangesTest(ranges);
}

/** `\d`, `\pL` and their opposites; undefined where something else stands. */
export function parseSetEscape(reader: PatternReader): CharacterTest | undefined {
  const simple = reader.match(/\\([dDsSwW])/y)?.[1];
  if (simple !== undefined) {
    const test = rangesTest(escapeSets[simple.toLowerCase()] ?? []);
    return simple === simple.toLowerCase() ? test : not(test);
  }
  const match = reader.match(/\\([pP])(?:\{(\^?)([^}]*)\}|([^{]))/y);
  if (match === undefined) return undefined;
  const [whole = '', letter, caret = '', long, short = ''] = match;
  const test = unicodeTest(long ?? short);
  if (test === undefined) throw patternError('invalid character class range', whole);
  return (letter === 'P') !== (caret === '^') ? not(test) : test;
}

/** One character that is written with a backslash. */
export function parseCharacterEscape(reader: PatternReader): number {
  const start = reader.at;
  const hex = reader.match(/\\x(?:\{([\da-fA-F]+)\}|([\da-fA-F]{2}))/y);
  if (hex !== undefined) {
    const code = parseInt(hex[1] ?? hex[2] ?? '', 16);
    if (code > 0x10ffff) throw patternError('invalid escape sequence', reader.from(start, reader.at));
    return code;
  }
  const octal = reader.match(/\\(0[0-7]{0,2}|[1-7][0-7]{1,2})/y)?.[1];
  if (octal !== undefined) return parseInt(octal, 8);
  reader.takes('\\');
  if (reader.done) throw patternError('trailing backslash at end of expression', '');
  const code = reader.take();
  const letter = String.fromCodePoint(code);
  const control = controlEscapes[letter];
  if (control !== undefined) return control;
  if (code < 0x80 && !/\w/.test(letter)) return code;
  throw patternError('invalid escape sequence', reader.from(start, reader.at));
}
