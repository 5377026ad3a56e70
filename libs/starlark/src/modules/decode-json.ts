import type { Budget } from '../runtime/budget';
import { normalizeInt } from '../runtime/integers';
import { StarlarkError } from '../runtime/starlark-error';
import { toWellFormedText } from '../text/utf8-text';
import { StarlarkDict } from '../values/starlark-dict';
import { StarlarkFloat } from '../values/starlark-float';
import { StarlarkList } from '../values/starlark-list';
import type { Value } from '../values/value';

const maxNesting = 500;
const blank = /[ \t\n\r]*/y;
const number = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const string = /"(?:[^"\\\0-\x1f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y;
const words: readonly (readonly [string, Value])[] = [
  ['null', null],
  ['true', true],
  ['false', false],
];

/** Reads JSON: ints stay exact, objects become dicts in order; of a repeated key the last value counts. */
export function decodeJson(source: string, budget: Budget): Value {
  budget.work(source.length);
  return new JsonReader(source, budget).document();
}

class JsonReader {
  private at = 0;
  private depth = 0;

  constructor(
    private readonly source: string,
    private readonly budget: Budget,
  ) {}

  document(): Value {
    const value = this.value();
    this.skipBlank();
    if (this.at < this.source.length) throw this.failure(`unexpected character ${this.shown()} after value`);
    return value;
  }

  private value(): Value {
    this.skipBlank();
    const character = this.source[this.at];
    if (character === '"') return this.text();
    if (character === '[') return this.nested(() => this.array());
    if (character === '{') return this.nested(() => this.object());
    if (/[-\d]/.test(character ?? '')) return this.number();
    const word = words.find(([text]) => this.source.startsWith(text, this.at));
    if (word === undefined) throw this.unexpected();
    this.at += word[0].length;
    return word[1];
  }

  private nested(read: () => Value): Value {
    if (++this.depth > maxNesting) throw this.failure('nested too deeply');
    this.at++;
    const value = read();
    this.depth--;
    return value;
  }

  private number(): Value {
    number.lastIndex = this.at;
    const match = number.exec(this.source);
    const [text, fraction, exponent] = match ?? [];
    if (text === undefined || /[\d.eE+-]/.test(this.source[this.at + text.length] ?? '')) {
      throw this.failure(`invalid number: ${/^[-\d.eE+]*/.exec(this.source.slice(this.at))?.[0]}`);
    }
    this.at += text.length;
    this.budget.work(text.length);
    if (fraction !== undefined || exponent !== undefined) {
      const value = Number(text);
      if (!Number.isFinite(value)) throw this.failure(`invalid number: ${text}`);
      return new StarlarkFloat(value);
    }
    return text.length < 16 ? Number(text) + 0 : normalizeInt(BigInt(text));
  }

  private text(): string {
    string.lastIndex = this.at;
    const literal = string.exec(this.source)?.[0];
    if (literal === undefined) {
      const closed = /^"(?:[^"\\]|\\[^])*"/.test(this.source.slice(this.at, this.at + 10_000));
      throw this.failure(closed ? 'invalid character or escape in string literal' : 'unclosed string literal');
    }
    this.at += literal.length;
    this.budget.allocate(literal.length);
    return toWellFormedText(JSON.parse(literal) as string);
  }

  private array(): Value {
    const list = new StarlarkList([]);
    if (this.takes(']')) return list;
    do {
      list.append(this.value(), this.budget);
      this.budget.step();
    } while (this.separator(']', 'array'));
    return list;
  }

  private object(): Value {
    const dict = new StarlarkDict();
    if (this.takes('}')) return dict;
    do {
      this.skipBlank();
      if (this.source[this.at] !== '"') throw this.unexpected();
      const key = this.text();
      if (!this.takes(':')) throw this.failure(`after object key, got ${this.shown()}, want ':'`);
      dict.table.set(key, this.value(), this.budget);
      this.budget.step();
    } while (this.separator('}', 'object'));
    return dict;
  }

  /** True after a comma, false after the closing bracket. */
  private separator(close: string, what: string): boolean {
    if (this.takes(',')) return true;
    if (this.takes(close)) return false;
    if (this.at >= this.source.length) throw this.unexpected();
    throw this.failure(`in ${what}, got ${this.shown()}, want ',' or '${close}'`);
  }

  private takes(character: string): boolean {
    this.skipBlank();
    if (this.source[this.at] !== character) return false;
    this.at++;
    return true;
  }

  private skipBlank(): void {
    blank.lastIndex = this.at;
    blank.test(this.source);
    this.at = blank.lastIndex;
  }

  private unexpected(): StarlarkError {
    return this.failure(`unexpected ${this.at < this.source.length ? 'character ' : ''}${this.shown()}`);
  }

  private shown(): string {
    const code = this.source.codePointAt(this.at);
    if (code === undefined) return 'end of file';
    return code === 39 ? "'\\''" : `'${String.fromCodePoint(code)}'`;
  }

  private failure(message: string): StarlarkError {
    return new StarlarkError(`json.decode: at offset ${this.at}, ${message}`);
  }
}
