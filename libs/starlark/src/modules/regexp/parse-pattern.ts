import { ignoreCase } from './character-sets';
import { parseCharacterEscape, parseClass, parseSetEscape } from './parse-class';
import { patternError } from './pattern-error';
import { PatternReader } from './pattern-reader';
import type { Assertion, CharacterTest, Pattern, PatternNode } from './pattern-tree';

interface Flags {
  readonly foldCase: boolean;
  readonly multiLine: boolean;
  readonly dotMatchesNewline: boolean;
  readonly lazyByDefault: boolean;
}

const maxRepeat = 1000;
const maxNesting = 200;

/**
 * Reads a regular expression in Go's syntax (RE2).
 *
 * @throws StarlarkError "error parsing regexp: …".
 */
export function parsePattern(source: string): Pattern {
  const parser = new PatternParser(source);
  const root = parser.whole();
  return { root, groupNames: parser.groupNames };
}

class PatternParser {
  readonly groupNames: (string | undefined)[] = [undefined];
  private readonly reader: PatternReader;
  private flags: Flags = { foldCase: false, multiLine: false, dotMatchesNewline: false, lazyByDefault: false };
  private depth = 0;

  constructor(private readonly source: string) {
    this.reader = new PatternReader(source);
  }

  whole(): PatternNode {
    const node = this.choice();
    if (!this.reader.done) throw patternError('unexpected )', this.source);
    return node;
  }

  private choice(): PatternNode {
    if (++this.depth > maxNesting) throw patternError('expression nests too deeply', this.source);
    const options = [this.sequence()];
    while (this.reader.takes('|')) options.push(this.sequence());
    this.depth--;
    return options.length === 1 && options[0] ? options[0] : { kind: 'choice', options };
  }

  private sequence(): PatternNode {
    const parts: PatternNode[] = [];
    while (!this.reader.done && this.reader.peek() !== '|' && this.reader.peek() !== ')') {
      if (this.reader.takes('\\Q')) parts.push(...this.quoted());
      else parts.push(this.repeated());
    }
    return { kind: 'sequence', parts };
  }

  private quoted(): PatternNode[] {
    const text = this.reader.match(/([^]*?)(?:\\E|$)/y)?.[1] ?? '';
    return Array.from(text, (character) => this.literal(character.codePointAt(0) ?? 0));
  }

  private repeated(): PatternNode {
    const start = this.reader.at;
    let node = this.atom();
    for (let before = ''; ;) {
      const at = this.reader.at;
      const count = this.reader.match(/\{(\d+)(?:(,)(\d*))?\}/y);
      const symbol = count ? undefined : this.reader.match(/[*+?]/y)?.[0];
      if (count === undefined && symbol === undefined) return node;
      if (before !== '')
        throw patternError('invalid nested repetition operator', before + this.reader.from(at, this.reader.at));
      const minimum = count ? Number(count[1]) : symbol === '+' ? 1 : 0;
      const maximum = count ? repeatMaximum(minimum, count[2], count[3]) : symbol === '?' ? 1 : Infinity;
      if (minimum > maxRepeat || (maximum !== Infinity && maximum > maxRepeat) || minimum > maximum) {
        throw patternError('invalid repeat count', this.reader.from(at, this.reader.at));
      }
      const lazy = this.reader.takes('?') !== this.flags.lazyByDefault;
      before = this.reader.from(at, this.reader.at);
      node = { kind: 'repeat', body: node, minimum, maximum, greedy: !lazy };
      if (start === at) throw patternError('missing argument to repetition operator', before);
    }
  }

  private atom(): PatternNode {
    const { reader, flags } = this;
    const start = reader.at;
    if (reader.takes('(')) return this.group(start);
    if (reader.takes('[')) return { kind: 'character', test: parseClass(reader, flags.foldCase) };
    if (reader.takes('.'))
      return { kind: 'character', test: flags.dotMatchesNewline ? () => true : (code) => code !== 10 };
    if (reader.takes('^')) return assertion(flags.multiLine ? 'lineStart' : 'textStart');
    if (reader.takes('$')) return assertion(flags.multiLine ? 'lineEnd' : 'textEnd');
    if (/[*+?]/.test(reader.peek() ?? '')) {
      throw patternError('missing argument to repetition operator', reader.match(/[*+?]\??/y)?.[0] ?? '');
    }
    if (reader.peek() !== '\\') return this.literal(reader.take());
    if (reader.takes('\\A')) return assertion('textStart');
    if (reader.takes('\\z')) return assertion('textEnd');
    if (reader.takes('\\b')) return assertion('wordBoundary');
    if (reader.takes('\\B')) return assertion('noWordBoundary');
    const set = parseSetEscape(reader);
    if (set !== undefined) return { kind: 'character', test: flags.foldCase ? ignoreCase(set) : set };
    return this.literal(parseCharacterEscape(reader));
  }

  private literal(code: number): PatternNode {
    const test: CharacterTest = (codePoint) => codePoint === code;
    return { kind: 'character', test: this.flags.foldCase ? ignoreCase(test) : test };
  }

  private group(start: number): PatternNode {
    const { reader } = this;
    const outer = this.flags;
    if (!reader.takes('?')) return this.capturing(undefined, outer);
    const name = reader.match(/P?<([^>]*)>/y);
    if (name !== undefined) return this.capturing(this.checkedName(name[1] ?? '', start), outer);
    const flags = reader.match(/([imsU]*)(?:-([imsU]+))?([:)])/y);
    if (flags === undefined)
      throw patternError('invalid or unsupported Perl syntax', reader.from(start, reader.at + 1));
    this.flags = withFlags(withFlags(outer, flags[1] ?? '', true), flags[2] ?? '', false);
    if (flags[3] === ')') return { kind: 'empty' };
    const body = this.choice();
    this.close();
    this.flags = outer;
    return body;
  }

  private capturing(name: string | undefined, outer: Flags): PatternNode {
    const index = this.groupNames.push(name) - 1;
    const body = this.choice();
    this.close();
    this.flags = outer;
    return { kind: 'group', index, body };
  }

  private checkedName(name: string, start: number): string {
    const fragment = this.reader.from(start, this.reader.at);
    if (!/^\w+$/.test(name)) throw patternError('invalid named capture', fragment);
    if (this.groupNames.includes(name)) throw patternError('duplicate capture group name', name);
    return name;
  }

  private close(): void {
    if (!this.reader.takes(')')) throw patternError('missing closing )', this.source);
  }
}

function assertion(kind: Assertion): PatternNode {
  return { kind: 'assertion', assertion: kind };
}

function repeatMaximum(minimum: number, comma: string | undefined, maximum: string | undefined): number {
  if (comma === undefined) return minimum;
  return maximum === undefined || maximum === '' ? Infinity : Number(maximum);
}

function withFlags(flags: Flags, letters: string, value: boolean): Flags {
  return {
    foldCase: letters.includes('i') ? value : flags.foldCase,
    multiLine: letters.includes('m') ? value : flags.multiLine,
    dotMatchesNewline: letters.includes('s') ? value : flags.dotMatchesNewline,
    lazyByDefault: letters.includes('U') ? value : flags.lazyByDefault,
  };
}
