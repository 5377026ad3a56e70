import { defineModule } from '../builtins/define-module';
import { int, text, unpackNamed } from '../builtins/unpack-arguments';
import type { Budget } from '../runtime/budget';
import { byteLength } from '../text/utf8-text';
import { elementBytes } from '../values/slice-elements';
import type { ReprWriter } from '../values/repr-writer';
import { StarlarkBuiltin, type BuiltinBody } from '../values/starlark-builtin';
import { StarlarkList } from '../values/starlark-list';
import { StarlarkTuple } from '../values/starlark-tuple';
import { StarlarkObject, type HashKey, type Value } from '../values/value';
import { RegularExpression } from './regexp/regular-expression';

/** Flags are taken and, as upstream, not looked at: write them into the pattern, `(?i)`. */
const unusedFlags = int;

function search(pattern: RegularExpression, subject: string, budget: Budget): Value {
  const match = pattern.find(subject, budget);
  if (match === undefined) return null;
  const characters = Array.from(subject);
  const byteOffset = (index: number) => byteLength(characters.slice(0, index).join(''));
  return new StarlarkList([byteOffset(match.start), byteOffset(match.end)]);
}

/** Every match with its groups, the whole match first. */
function match(pattern: RegularExpression, subject: string, budget: Budget): Value {
  const matches = pattern.findAll(subject, budget);
  return new StarlarkList(
    matches.map(({ groups }) =>
      textTuple(
        groups.map((group) => group ?? ''),
        budget,
      ),
    ),
  );
}

function findAll(pattern: RegularExpression, subject: string, budget: Budget): Value {
  return textTuple(
    pattern.findAll(subject, budget).map(({ groups }) => groups[0] ?? ''),
    budget,
  );
}

/** `maximum` counts the parts, as in Go; 0 or less is no limit. */
function split(pattern: RegularExpression, subject: string, maximum: number, budget: Budget): Value {
  if (pattern.source !== '' && subject === '') return textTuple([''], budget);
  const characters = Array.from(subject);
  const parts: string[] = [];
  let begin = 0;
  let end = 0;
  for (const { start, end: stop } of pattern.findAll(subject, budget)) {
    if (maximum > 0 && parts.length === maximum - 1) break;
    end = start;
    if (stop !== 0) parts.push(characters.slice(begin, end).join(''));
    begin = stop;
  }
  if (end !== characters.length) parts.push(characters.slice(begin).join(''));
  return textTuple(parts, budget);
}

/** The first `count` matches give way to the template; 0 is all of them. */
function substitute(
  pattern: RegularExpression,
  template: string,
  subject: string,
  count: number,
  budget: Budget,
): Value {
  const characters = Array.from(subject);
  const matches = pattern.findAll(subject, budget);
  const parts: string[] = [];
  let last = 0;
  for (const found of count > 0 ? matches.slice(0, count) : matches) {
    const part = characters.slice(last, found.start).join('') + pattern.expand(template, found);
    budget.allocate(part.length);
    parts.push(part);
    last = found.end;
  }
  return parts.join('') + characters.slice(last).join('');
}

function textTuple(texts: string[], budget: Budget): StarlarkTuple {
  budget.allocate(texts.length * (elementBytes + 24));
  return new StarlarkTuple(texts);
}

/** The five functions; `pattern` is the first argument, or the expression that is asked. */
function functions(compiled?: RegularExpression): Record<string, BuiltinBody> {
  const unpack = <const T extends Parameters<typeof unpackNamed>[3]>(
    name: string,
    args: Parameters<BuiltinBody>[0],
    names: readonly string[],
    types: T,
  ) => {
    if (compiled !== undefined) return [compiled, ...unpackNamed(name, args, names, types)] as const;
    const [source = '', ...rest] = unpackNamed(name, args, ['pattern', ...names], [text, ...types]);
    return [new RegularExpression(source), ...rest] as unknown as readonly [
      RegularExpression,
      ...ReturnType<typeof unpackNamed<T>>,
    ];
  };
  return {
    findall: (args, { budget }) => {
      const [pattern, subject = ''] = unpack('findall', args, ['string', 'flags?'], [text, unusedFlags]);
      return findAll(pattern, subject, budget);
    },
    match: (args, { budget }) => {
      const [pattern, subject = ''] = unpack('match', args, ['string', 'flags?'], [text, unusedFlags]);
      return match(pattern, subject, budget);
    },
    search: (args, { budget }) => {
      const [pattern, subject = ''] = unpack('search', args, ['string', 'flags?'], [text, unusedFlags]);
      return search(pattern, subject, budget);
    },
    split: (args, { budget }) => {
      const names = ['string', 'maxsplit?', 'flags'];
      const [pattern, subject = '', maximum = 0] = unpack('split', args, names, [text, int, unusedFlags]);
      return split(pattern, subject, maximum, budget);
    },
    sub: (args, { budget }) => {
      const names = ['repl', 'string', 'count?', 'flags'];
      const types = [text, text, int, unusedFlags] as const;
      const [pattern, template = '', subject = '', count = 0] = unpack('sub', args, names, types);
      return substitute(pattern, template, subject, count, budget);
    },
  };
}

/** What `re.compile` returns. */
class CompiledExpression extends StarlarkObject {
  override readonly typeName = 'regexp';
  private readonly methods: ReadonlyMap<string, Value>;

  constructor(private readonly pattern: RegularExpression) {
    super();
    const bodies = Object.entries(functions(pattern));
    this.methods = new Map(bodies.map(([name, body]) => [name, new StarlarkBuiltin(name, body, this)]));
  }

  override truth(): boolean {
    return this.pattern.source !== '';
  }

  override hashKey(): HashKey {
    return this;
  }

  override attribute(name: string): Value | undefined {
    return this.methods.get(name);
  }

  override attributeNames(): readonly string[] {
    return [...this.methods.keys()];
  }

  override writeRepr(writer: ReprWriter): void {
    writer.text(this.pattern.source);
  }
}

/** `re`: regular expressions as Go has them, in time proportional to the text. */
export const reModule = defineModule('re', {
  compile: (args) => {
    const [source = ''] = unpackNamed('compile', args, ['pattern', 'flags?'], [text, unusedFlags]);
    return new CompiledExpression(new RegularExpression(source));
  },
  ...functions(),
});
