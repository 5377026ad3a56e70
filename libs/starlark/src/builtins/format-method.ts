import type { Budget } from '../runtime/budget';
import { StarlarkError } from '../runtime/starlark-error';
import { joinText } from '../text/utf8-text';
import { representation, textOf } from '../values/repr-writer';
import type { Arguments } from '../values/starlark-builtin';
import type { Value } from '../values/value';

/** Which of the two ways of numbering the fields of a format are in use: they exclude each other. */
interface Numbering {
  next: number;
  mode: 'automatic' | 'manual' | undefined;
}

/** `"{} {name} {0!r}".format(…)`. */
export function formatBraces(format: string, args: Arguments, budget: Budget): string {
  const parts: string[] = [];
  const numbering: Numbering = { next: 0, mode: undefined };
  let rest = format;
  for (;;) {
    const literal = takeLiteral(rest);
    parts.push(literal.text);
    if (literal.rest === undefined) break;
    const end = literal.rest.indexOf('}');
    if (end < 0) throw new StarlarkError("format: unmatched '{' in format");
    if (literal.rest.slice(0, end).includes('{'))
      throw new StarlarkError('format: nested replacement fields not supported');
    const part = formatField(literal.rest.slice(0, end), args, numbering, budget);
    budget.allocate(part.length);
    parts.push(part);
    rest = literal.rest.slice(end + 1);
  }
  budget.allocate(format.length);
  return joinText(parts);
}

/** The text before the next field; `rest` starts after the field's brace and is absent at the end. */
function takeLiteral(format: string): { text: string; rest?: string } {
  let text = '';
  for (let at = 0; ;) {
    const brace = format.slice(at).search(/[{}]/);
    if (brace < 0) return { text: text + format.slice(at) };
    const index = at + brace;
    text += format.slice(at, index);
    const character = format.charAt(index);
    if (format.charAt(index + 1) === character) {
      text += character;
      at = index + 2;
      continue;
    }
    if (character === '}') throw new StarlarkError("format: single '}' in format");
    return { text, rest: format.slice(index + 1) };
  }
}

function formatField(field: string, args: Arguments, numbering: Numbering, budget: Budget): string {
  const [, name = '', conversion, spec] = /^([^!:]*)(?:!([^:]*))?(?::([^]*))?$/.exec(field) ?? [];
  if (spec !== undefined && spec !== '') {
    throw new StarlarkError(`format spec features not supported in replacement fields: ${spec}`);
  }
  const value = findArgument(name, args, numbering);
  switch (conversion) {
    case undefined:
    case 's':
      return textOf(value, budget);
    case 'r':
      return representation(value, budget);
    default:
      throw new StarlarkError(`format: unknown conversion "${conversion}"`);
  }
}

function findArgument(name: string, { positional, named }: Arguments, numbering: Numbering): Value {
  if (name === '') {
    if (numbering.mode === 'manual') throw switched('manual field specification to automatic field numbering');
    numbering.mode = 'automatic';
    return positionalArgument(positional, numbering.next++);
  }
  if (/^\d+$/.test(name)) {
    if (numbering.mode === 'automatic') throw switched('automatic field numbering to manual field specification');
    numbering.mode = 'manual';
    return positionalArgument(positional, Number(name));
  }
  if (/[.[]/.test(name)) {
    const kind = name.includes('.') ? 'attribute syntax x.y' : 'element syntax a[i]';
    throw new StarlarkError(`format: ${kind} is not supported in replacement fields: ${name}`);
  }
  const found = named.find(([keyword]) => keyword === name);
  if (found === undefined) throw new StarlarkError(`format: keyword ${name} not found`);
  return found[1];
}

function switched(how: string): StarlarkError {
  return new StarlarkError(`format: cannot switch from ${how}`);
}

function positionalArgument(positional: readonly Value[], index: number): Value {
  const value = positional[index];
  if (value === undefined) throw new StarlarkError('format: tuple index out of range');
  return value;
}
