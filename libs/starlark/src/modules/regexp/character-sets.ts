import type { CharacterTest } from './pattern-tree';

export interface CharacterRange {
  readonly from: number;
  readonly to: number;
}

function range(from: string, to: string): CharacterRange {
  return { from: from.charCodeAt(0), to: to.charCodeAt(0) };
}

function only(characters: string): CharacterRange[] {
  return [...characters].map((character) => range(character, character));
}

const digit = [range('0', '9')];
const letter = [range('a', 'z'), range('A', 'Z')];
const space = only('\t\n\f\r ');

/** `\d`, `\s` and `\w`: ASCII only, as in Go. */
export const escapeSets: Readonly<Record<string, readonly CharacterRange[]>> = {
  d: digit,
  s: space,
  w: [...digit, ...letter, ...only('_')],
};

/** `[[:name:]]`. */
export const posixSets: Readonly<Record<string, readonly CharacterRange[]>> = {
  alnum: [...digit, ...letter],
  alpha: letter,
  ascii: [{ from: 0, to: 0x7f }],
  blank: only('\t '),
  cntrl: [{ from: 0, to: 0x1f }, ...only('\x7f')],
  digit,
  graph: [range('!', '~')],
  lower: [range('a', 'z')],
  print: [range(' ', '~')],
  punct: [range('!', '/'), range(':', '@'), range('[', '`'), range('{', '~')],
  space: [...space, ...only('\v')],
  upper: [range('A', 'Z')],
  word: [...digit, ...letter, ...only('_')],
  xdigit: [...digit, range('A', 'F'), range('a', 'f')],
};

export function rangesTest(ranges: readonly CharacterRange[]): CharacterTest {
  return (codePoint) => ranges.some(({ from, to }) => codePoint >= from && codePoint <= to);
}

export function not(test: CharacterTest): CharacterTest {
  return (codePoint) => !test(codePoint);
}

/** `\pL`, `\p{Greek}`: a general category or a script; undefined for an unknown name. */
export function unicodeTest(name: string): CharacterTest | undefined {
  const property = ['', 'Script='].map((prefix) => `\\p{${prefix}${name}}`).find(isProperty);
  if (property === undefined || !/^\w+$/.test(name)) return undefined;
  const expression = new RegExp(property, 'u');
  return (codePoint) => expression.test(String.fromCodePoint(codePoint));
}

function isProperty(source: string): boolean {
  try {
    new RegExp(source, 'u');
    return true;
  } catch {
    return false;
  }
}

/** A character also counts when its capital or its small letter does. */
export function ignoreCase(test: CharacterTest): CharacterTest {
  return (codePoint) => {
    if (test(codePoint)) return true;
    const character = String.fromCodePoint(codePoint);
    return [character.toLowerCase(), character.toUpperCase()].some((other) => {
      const [first = '', ...rest] = other;
      return rest.length === 0 && first !== character && test(first.codePointAt(0) ?? 0);
    });
  };
}
