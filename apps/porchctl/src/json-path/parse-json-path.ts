import { badRequest } from '@porch/api';
import { type FilterOperand, type FilterOperator, type PathExpression, type PathStep } from './json-path-node';

const IDENTIFIER = /[^\s.[\](){}|,'"=<>!@$\\]/;
const OPERATORS: readonly FilterOperator[] = ['==', '!=', '<=', '>=', '<', '>'];

/**
 * Parses one JSONPath expression as kubectl writes them: `.a.b`, `['a.b']`, `[0]`, `[-1:]`, `[*]`, `..name`,
 * `[?(@.type=='Ready')]`, `\.` for a dot inside a name.
 * @throws PorchError BadRequest naming the expression
 */
export function parsePathExpression(text: string): PathExpression {
  const parser = new PathParser(text);
  const path = parser.expression();
  parser.expectEnd();
  return path;
}

class PathParser {
  private at = 0;

  constructor(private readonly text: string) {}

  expression(): PathExpression {
    this.space();
    const fromRoot = this.take('$');
    if (!fromRoot) this.take('@');
    const steps: PathStep[] = [];
    if (steps.length === 0 && IDENTIFIER.test(this.peek()) && !fromRoot) steps.push(this.name());
    for (;;) {
      if (this.take('..')) steps.push({ kind: 'recursive' }, ...this.afterDot());
      else if (this.take('.')) steps.push(...this.afterDot());
      else if (this.take('[')) steps.push(this.bracket());
      else return { fromRoot, steps };
    }
  }

  expectEnd(): void {
    this.space();
    if (this.at < this.text.length) throw this.bad(`unexpected "${this.text.slice(this.at)}"`);
  }

  private afterDot(): PathStep[] {
    if (this.take('*')) return [{ kind: 'wildcard' }];
    if (this.peek() === '[' || this.at >= this.text.length || !IDENTIFIER.test(this.peek())) {
      return this.peek() === '\\' ? [this.name()] : [];
    }
    return [this.name()];
  }

  private name(): PathStep {
    let name = '';
    for (;;) {
      const next = this.peek();
      if (next === '\\') {
        name += this.text[this.at + 1] ?? '';
        this.at += 2;
      } else if (next !== '' && IDENTIFIER.test(next)) {
        name += next;
        this.at += 1;
      } else return { kind: 'field', name };
    }
  }

  private bracket(): PathStep {
    this.space();
    if (this.take('?(')) return this.filter();
    const alternatives = [this.bracketEntry()];
    this.space();
    while (this.take(',')) {
      alternatives.push(this.bracketEntry());
      this.space();
    }
    if (!this.take(']')) throw this.bad('unterminated array');
    const [only] = alternatives;
    return alternatives.length === 1 && only ? only : { kind: 'union', alternatives };
  }

  private bracketEntry(): PathStep {
    this.space();
    const quote = this.peek();
    if (quote === "'" || quote === '"') return { kind: 'field', name: this.quoted() };
    if (this.take('*')) return { kind: 'wildcard' };
    const slice = /^(-?\d*)(:(-?\d*)(:(-?\d*))?)?/.exec(this.text.slice(this.at));
    if (!slice || slice[0] === '') throw this.bad(`invalid array index at "${this.text.slice(this.at)}"`);
    this.at += slice[0].length;
    const number = (part: string | undefined) => (part ? Number(part) : undefined);
    if (slice[2] === undefined) return { kind: 'index', index: Number(slice[1]) };
    return { kind: 'slice', from: number(slice[1]), to: number(slice[3]), step: number(slice[5]) ?? 1 };
  }

  private filter(): PathStep {
    const left = this.operand();
    this.space();
    const operator = OPERATORS.find((candidate) => this.take(candidate));
    const right = operator ? this.operand() : undefined;
    this.space();
    if (!this.take(')]')) throw this.bad('unterminated filter');
    return { kind: 'filter', left, operator, right };
  }

  private operand(): FilterOperand {
    this.space();
    const next = this.peek();
    if (next === "'" || next === '"') return { kind: 'value', value: this.quoted() };
    const literal = /^(-?\d+(\.\d+)?|true|false)(?=\s|\)|$|[=<>!])/.exec(this.text.slice(this.at))?.[1];
    if (literal !== undefined) {
      this.at += literal.length;
      return { kind: 'value', value: JSON.parse(literal) as number | boolean };
    }
    return { kind: 'path', path: this.expression() };
  }

  private quoted(): string {
    const quote = this.peek();
    const end = this.text.indexOf(quote, this.at + 1);
    if (end < 0) throw this.bad('unterminated quoted string');
    const value = this.text.slice(this.at + 1, end);
    this.at = end + 1;
    return value;
  }

  private peek(): string {
    return this.text[this.at] ?? '';
  }

  private take(token: string): boolean {
    if (!this.text.startsWith(token, this.at)) return false;
    this.at += token.length;
    return true;
  }

  private space(): void {
    while (/\s/.test(this.peek())) this.at += 1;
  }

  private bad(why: string) {
    return badRequest(`error parsing jsonpath ${this.text}: ${why}`);
  }
}
