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
    const parts = bySpace ? splitSpace(receiver, limit, fromRight) : splitBy(receiver, separator, limit, fromRight);
    return textList(parts, budget);
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
  if (words.length - 1 <= limit) return words.map(([word]) => word);
  if (fromRight) {
    const kept = words.slice(words.length - limit);
    const boundary = kept[0]?.index ?? receiver.length;
    const head = receiver.slice(0, boundary).replace(/[\s\u0085]+$/u, '');
    return [head, ...kept.map(([word]) => word)];
  }
  const rest = receiver.slice(words[limit]?.index ?? 0).replace(/[\s\u0085]+$/u, '');
  return [...words.slice(0, limit).map(([word]) => word), rest];
}

/** Lines end in \n, \r\n or \r. */
function splitLines(receiver: string, args: Parameters<StringMethod>[1], { budget }: Parameters<StringMethod>[2]) {
  const [keepEnds = false] = unpackPositional('splitlines', args, 0, [bool]);
  const lines = receiver.match(/[^\n\r]*(?:\r\n|\n|\r)|[^\n\r]+$/g) ?? [];
  return textList(keepEnds ? lines : lines.map((line) => line.replace(/[\r\n]+$/, '')), budget);
}

function textList(parts: string[], budget: Budget): StarlarkList {
  const characters = parts.reduce((sum, part) => sum + part.length, 0);
  budget.allocate(parts.length * (elementBytes + 24) + characters);
  budget.work(parts.length);
  return new StarlarkList(parts);
}

export const splitMethods: readonly (readonly [string, StringMethod])[] = [
  ['rsplit', split('rsplit', true)],
  ['split', split('split', false)],
  ['splitlines', splitLines],
];
