import type { Budget } from '../runtime/budget';
import type { Method } from '../runtime/attributes';
import { StarlarkError } from '../runtime/starlark-error';
import { elementBytes } from '../values/slice-elements';
import { StarlarkList } from '../values/starlark-list';
import { bool, int, orNone, text, unpackPositional } from './unpack-arguments';

type StringMethod = Method<string>;

/** `split` and `rsplit`: by a separator, or by runs of whitespace. */
function split(name: string, fromRight: boolean): StringMethod {
  return (receiver, args, { budget }) => {
    const [separator, maximum] = unpackPositional(name, args, 0, [orNone(text), orNone(int)]);
    const limit = maximum === undefined || maximum === null || maximum < 0 ? Infinity : maximum;
    if (separator === '') throw new StarlarkError(`${name}: empty separator`);
    const bySpace = separator === undefined || separator === null;
    chargeParts(receiver, bySpace ? /[\s\u0085]+/gu : separator, budget);
    return new StarlarkList(
      bySpace ? splitSpace(receiver, limit, fromRight) : splitBy(receiver, separator, limit, fromRight),
    );
  };
}

function splitBy(receiver: string, separator: string, limit: number, fromRight: boolean): string[] {
  const parts = receiver.split(separator);
  if (parts.length - 1 <= limit) return parts;
  return fromRight
    ? [parts.slice(0, parts.length - limit).join(separator), ...parts.slice(parts.length - limit)]
    : [...parts.slice(0, limit), parts.slice(limit).join(separator)];
}

function splitSpace(receiver: string, limit: number, fromRight: boolean): string[] {
  const words = [...receiver.matchAll(/[^\s\u0085]+/gu)];
  if (words.length <= limit) return words.map(([word]) => word);
  if (fromRight) {
    const kept = limit === 0 ? [] : words.slice(-limit);
    const boundary = kept[0]?.index ?? receiver.length;
    const head = receiver.slice(0, boundary).replace(/[\s\u0085]+$/u, '');
    return [...(head === '' ? [] : [head]), ...kept.map(([word]) => word)];
  }
  const rest = receiver.slice(words[limit]?.index ?? 0);
  return [...words.slice(0, limit).map(([word]) => word), rest];
}

/** Only \n ends a line. */
function splitLines(receiver: string, args: Parameters<StringMethod>[1], { budget }: Parameters<StringMethod>[2]) {
  const [keepEnds = false] = unpackPositional('splitlines', args, 0, [bool]);
  chargeParts(receiver, '\n', budget);
  const lines = receiver.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  return new StarlarkList(keepEnds ? lines : lines.map((line) => line.replace(/\n$/, '')));
}

/** Charged before anything is made: a text may be nothing but separators. */
export function chargeParts(receiver: string, separator: string | RegExp, budget: Budget): void {
  const partBytes = elementBytes + 24;
  budget.allocate(receiver.length + partBytes);
  if (separator instanceof RegExp) {
    const runs = receiver.matchAll(separator);
    while (runs.next().done !== true) budget.allocate(partBytes);
    return;
  }
  for (let at = receiver.indexOf(separator); at >= 0; at = receiver.indexOf(separator, at + separator.length)) {
    budget.allocate(partBytes);
  }
}

export const splitMethods: readonly (readonly [string, StringMethod])[] = [
  ['rsplit', split('rsplit', true)],
  ['split', split('split', false)],
  ['splitlines', splitLines],
];
