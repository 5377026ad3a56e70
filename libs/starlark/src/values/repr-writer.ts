import type { Budget } from '../runtime/budget';
import { intText } from '../runtime/integers';
import { quoteText } from '../text/quote-text';
import type { StarlarkObject, Value } from './value';

/** Collects the printed form of a value; what holds itself prints as an ellipsis. */
export class ReprWriter {
  private readonly parts: string[] = [];
  private readonly path = new Set<StarlarkObject>();

  constructor(private readonly budget: Budget) {}

  text(part: string): void {
    this.budget.allocate(part.length);
    this.budget.work(part.length + 32);
    this.parts.push(part);
  }

  value(value: Value): void {
    if (typeof value === 'string') this.text(quoteText(value));
    else if (typeof value === 'object' && value !== null) value.writeRepr(this);
    else if (typeof value === 'number' || typeof value === 'bigint') this.text(intText(value, this.budget));
    else this.text(value === null ? 'None' : value ? 'True' : 'False');
  }

  values(values: Iterable<Value>): void {
    let first = true;
    for (const value of values) {
      if (!first) this.text(', ');
      this.value(value);
      first = false;
    }
  }

  /** Writes a container, or its ellipsis where it is being written already. */
  container(container: StarlarkObject, ellipsis: string, write: () => void): void {
    if (this.path.has(container)) {
      this.text(ellipsis);
      return;
    }
    this.path.add(container);
    write();
    this.path.delete(container);
  }

  toString(): string {
    return this.parts.join('');
  }
}

/** What `repr()` returns. */
export function representation(value: Value, budget: Budget): string {
  const writer = new ReprWriter(budget);
  writer.value(value);
  return writer.toString();
}

/** What `str()` returns: a string is itself, everything else its representation. */
export function textOf(value: Value, budget: Budget): string {
  return typeof value === 'string' ? value : representation(value, budget);
}
