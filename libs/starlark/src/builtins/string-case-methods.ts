import type { Method } from '../runtime/attributes';
import { unpackPositional } from './unpack-arguments';

type StringMethod = Method<string>;

const cased = /[\p{Lu}\p{Ll}\p{Lt}]/u;

function predicate(name: string, test: (receiver: string) => boolean): readonly [string, StringMethod] {
  return [
    name,
    (receiver, args) => {
      unpackPositional(name, args, 0, []);
      return test(receiver);
    },
  ];
}

function transform(name: string, change: (receiver: string) => string): readonly [string, StringMethod] {
  return [
    name,
    (receiver, args, { budget }) => {
      unpackPositional(name, args, 0, []);
      budget.allocate(receiver.length * 16);
      budget.workElements(receiver.length);
      return change(receiver);
    },
  ];
}

/** One character to one character, as Go has it: "ß" has no single capital and stays. */
function mapCase(receiver: string, change: (character: string) => string): string {
  return Array.from(receiver, (character) => {
    const changed = [...change(character)];
    return changed.length === 1 || change === lower ? (changed[0] ?? character) : character;
  }).join('');
}

function upper(character: string): string {
  return character.toUpperCase();
}

/** A few letters are two in one and have a form of their own at the start of a word: ǆ, Ǆ, ǅ. */
function titleCase(character: string): string {
  const digraph = /[\u01c4-\u01cc\u01f1-\u01f3]/.exec(character)?.[0].charCodeAt(0);
  if (digraph === undefined) return upper(character);
  const first = digraph < 0x1f0 ? 0x1c4 : 0x1f1;
  return String.fromCharCode(digraph - ((digraph - first) % 3) + 1);
}

function lower(character: string): string {
  return character.toLowerCase();
}

/** A capital at the start of each word, small letters after it. */
function title(receiver: string): string {
  let inWord = false;
  return mapCase(receiver, (character) => {
    const changed = inWord ? lower(character) : titleCase(character);
    inWord = /\p{L}/u.test(character);
    return changed;
  });
}

/** Capitals only where no letter is before, small letters only after one. */
function isTitle(receiver: string): boolean {
  let afterCased = false;
  let seen = false;
  for (const character of receiver) {
    const isUpper = /[\p{Lu}\p{Lt}]/u.test(character);
    const isLower = /\p{Ll}/u.test(character);
    if ((isUpper && afterCased) || (isLower && !afterCased) || (isUpper && titleCase(character) !== character))
      return false;
    afterCased = isUpper || isLower;
    seen ||= afterCased;
  }
  return seen;
}

export const caseMethods: readonly (readonly [string, StringMethod])[] = [
  transform('capitalize', (receiver) => {
    const [first = '', ...rest] = receiver;
    return mapCase(first, upper) + mapCase(rest.join(''), lower);
  }),
  transform('lower', (receiver) => mapCase(receiver, lower)),
  transform('upper', (receiver) => mapCase(receiver, upper)),
  transform('title', title),
  predicate('isalnum', (receiver) => /^[\p{L}\p{Nd}]+$/u.test(receiver)),
  predicate('isalpha', (receiver) => /^\p{L}+$/u.test(receiver)),
  predicate('isdigit', (receiver) => /^\p{Nd}+$/u.test(receiver)),
  predicate('islower', (receiver) => cased.test(receiver) && mapCase(receiver, lower) === receiver),
  predicate('isupper', (receiver) => cased.test(receiver) && mapCase(receiver, upper) === receiver),
  predicate('isspace', (receiver) => /^[\s\u0085]+$/u.test(receiver)),
  predicate('istitle', isTitle),
];
