import type { Budget } from '../../runtime/budget';
import { compilePattern, type Program } from './compile-pattern';
import { matchProgram } from './match-program';

/** One match: the text of each group, undefined for one that took no part. The whole match is group 0. */
export interface Match {
  readonly start: number;
  readonly end: number;
  readonly groups: readonly (string | undefined)[];
}

/** A regular expression in Go's syntax. Offsets count characters of the text. */
export class RegularExpression {
  private readonly program: Program;

  /** @throws StarlarkError "error parsing regexp: …". */
  constructor(readonly source: string) {
    this.program = compilePattern(source);
  }

  find(text: string, budget: Budget): Match | undefined {
    const [first] = this.matches(text, budget, 1);
    return first;
  }

  /** All matches that do not overlap; an empty one right after another does not count. */
  findAll(text: string, budget: Budget): Match[] {
    return [...this.matches(text, budget, Infinity)];
  }

  private *matches(text: string, budget: Budget, limit: number): Generator<Match, undefined> {
    const characters = Array.from(text);
    const codes = characters.map((character) => character.codePointAt(0) ?? 0);
    budget.allocate(codes.length * 16);
    let previousEnd = -1;
    let count = 0;
    for (let position = 0; position <= codes.length && count < limit;) {
      const slots = matchProgram(this.program, codes, position, budget);
      const [start = -1, end = -1] = slots ?? [];
      if (slots === undefined) return undefined;
      const isRepeat = start === end && start === previousEnd;
      position = end > position ? end : position + 1;
      previousEnd = end;
      if (isRepeat) continue;
      count++;
      yield { start, end, groups: this.groupTexts(characters, slots) };
    }
    return undefined;
  }

  private groupTexts(characters: readonly string[], slots: readonly number[]): (string | undefined)[] {
    return this.program.groupNames.map((_, group) => {
      const [from = -1, to = -1] = [slots[group * 2], slots[group * 2 + 1]];
      return from < 0 || to < 0 ? undefined : characters.slice(from, to).join('');
    });
  }

  /** Puts `$1`, `${1}`, `$name` and `$$` in a template; what is not there is empty. */
  expand(template: string, { groups }: Match): string {
    return template.replace(/\$(?:\$|(\w+)|\{(\w+)\})/g, (_, bare?: string, braced?: string) => {
      const name = bare ?? braced;
      if (name === undefined) return '$';
      const index = /^\d+$/.test(name) ? Number(name) : this.program.groupNames.lastIndexOf(name);
      return groups[index] ?? '';
    });
  }
}
