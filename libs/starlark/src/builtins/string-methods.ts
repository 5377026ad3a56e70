import type { Method, MethodTable } from '../runtime/attributes';
import { elementsOf } from '../runtime/iterate';
import { StarlarkError } from '../runtime/starlark-error';
import { joinText } from '../text/utf8-text';
import type { Arguments } from '../values/starlark-builtin';
import { StarlarkTuple } from '../values/starlark-tuple';
import { StringView, type StringViewKind } from '../values/string-view';
import { typeName, type Value } from '../values/value';
import { formatBraces } from './format-method';
import { caseMethods } from './string-case-methods';
import { searchMethods, searchRange } from './string-search-methods';
import { chargeParts, splitMethods } from './string-split-methods';
import { anyValue, int, iterable, text, unpackPositional } from './unpack-arguments';

type StringMethod = Method<string>;

function view(kind: StringViewKind): StringMethod {
  return (receiver, args) => {
    unpackPositional(kind, args, 0, []);
    return new StringView(receiver, kind);
  };
}

function characterAt(text: string, index: number): string {
  return String.fromCodePoint(text.codePointAt(index) ?? 0);
}

function characterBefore(text: string, index: number): string {
  return characterAt(
    text,
    /[\udc00-\udfff]/.test(text.charAt(index - 1)) && /[\ud800-\udbff]/.test(text.charAt(index - 2))
      ? index - 2
      : index - 1,
  );
}

/** `strip`, `lstrip` and `rstrip`: of whitespace, or of any of the given characters. */
function strip(name: string, left: boolean, right: boolean): StringMethod {
  return (receiver, args) => {
    const [cutset] = unpackPositional(name, args, 0, [text]);
    const cut = new Set(cutset ?? '');
    const drop = (character: string) => cut.has(character) || (!cutset && /[\s\u0085]/u.test(character));
    let start = 0;
    let end = receiver.length;
    for (
      let next = characterAt(receiver, start);
      left && start < end && drop(next);
      next = characterAt(receiver, start)
    ) {
      start += next.length;
    }
    for (
      let last = characterBefore(receiver, end);
      right && end > start && drop(last);
      last = characterBefore(receiver, end)
    ) {
      end -= last.length;
    }
    return receiver.slice(start, end);
  };
}

/** `startswith` and `endswith`: with one text, or with one of a tuple of texts. */
function affix(name: string, test: (part: string, affix: string) => boolean): StringMethod {
  return (receiver, args) => {
    const [wanted = null, start, end] = unpackPositional(name, args, 1, [anyValue, anyValue, anyValue]);
    const part = searchRange(name, receiver, start ?? null, end ?? null);
    if (part === undefined) return false;
    return affixes(name, wanted).some((candidate) => test(part, candidate));
  };
}

function affixes(name: string, wanted: Value): string[] {
  if (typeof wanted === 'string') return [wanted];
  if (!(wanted instanceof StarlarkTuple)) {
    throw new StarlarkError(`${name}: got ${typeName(wanted)}, want string or tuple of string`);
  }
  return wanted.elements.map((element, index) => {
    if (typeof element === 'string') return element;
    throw new StarlarkError(`${name}: want string, got ${typeName(element)}, for element ${index}`);
  });
}

function removeAffix(name: string, test: (receiver: string, affix: string) => string): StringMethod {
  return (receiver, args) => {
    const [affixText = ''] = unpackPositional(name, args, 1, [text]);
    return test(receiver, affixText);
  };
}

const otherMethods: readonly (readonly [string, StringMethod])[] = [
  ['codepoint_ords', view('codepoint_ords')],
  ['codepoints', view('codepoints')],
  ['elem_ords', view('elem_ords')],
  ['elems', view('elems')],
  ['endswith', affix('endswith', (part, suffix) => part.endsWith(suffix))],
  ['startswith', affix('startswith', (part, prefix) => part.startsWith(prefix))],
  ['format', (receiver, args, { budget }) => formatBraces(receiver, args, budget)],
  ['join', join],
  ['lstrip', strip('lstrip', true, false)],
  ['rstrip', strip('rstrip', false, true)],
  ['strip', strip('strip', true, true)],
  [
    'removeprefix',
    removeAffix('removeprefix', (receiver, prefix) =>
      receiver.startsWith(prefix) ? receiver.slice(prefix.length) : receiver,
    ),
  ],
  [
    'removesuffix',
    removeAffix('removesuffix', (receiver, suffix) =>
      suffix !== '' && receiver.endsWith(suffix) ? receiver.slice(0, -suffix.length) : receiver,
    ),
  ],
  ['replace', replace],
];

function join(receiver: string, args: Arguments, { budget }: Parameters<StringMethod>[2]): Value {
  const [parts = null] = unpackPositional('join', args, 1, [iterable]);
  const texts = elementsOf(parts, budget).map((element) => {
    if (typeof element !== 'string') {
      throw new StarlarkError(`join: in list, want string, got ${typeName(element)}`);
    }
    budget.allocate(element.length + receiver.length);
    return element;
  });
  return joinText(texts, receiver);
}

function replace(receiver: string, args: Arguments, { budget }: Parameters<StringMethod>[2]): Value {
  const [from = '', to = '', count = -1] = unpackPositional('replace', args, 2, [text, text, int]);
  const limit = count < 0 ? Infinity : count;
  if (from === '') budget.allocate(receiver.length * 32);
  else chargeParts(receiver, from, budget);
  const pieces = from === '' ? splitCharacters(receiver) : receiver.split(from);
  const replaced = Math.min(pieces.length - 1, limit);
  budget.allocate(receiver.length + replaced * to.length);
  const head = pieces.slice(0, replaced + 1).join(to);
  return joinText([head, ...pieces.slice(replaced + 1)], from);
}

/** The empty text is found before every character and at the end. */
function splitCharacters(receiver: string): string[] {
  return ['', ...receiver, ''];
}

export const stringMethods: MethodTable<string> = new Map([
  ...otherMethods,
  ...caseMethods,
  ...searchMethods,
  ...splitMethods,
]);
