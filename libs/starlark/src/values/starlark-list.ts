import type { Budget } from '../runtime/budget';
import { StarlarkError } from '../runtime/starlark-error';
import type { ReprWriter } from './repr-writer';
import { elementBytes, sliceElements } from './slice-elements';
import { freeze, StarlarkObject, type Value, type ValueIterator } from './value';

/** A sequence that can change, unless it is frozen or being walked over. */
export class StarlarkList extends StarlarkObject {
  override readonly typeName = 'list';
  private activeIterators = 0;
  private frozen = false;

  constructor(private readonly items: Value[]) {
    super();
  }

  get elements(): readonly Value[] {
    return this.items;
  }

  override truth(): boolean {
    return this.items.length > 0;
  }

  override freeze(): void {
    if (this.frozen) return;
    this.frozen = true;
    this.items.forEach(freeze);
  }

  override length(): number {
    return this.items.length;
  }

  override elementAt(index: number): Value {
    return this.items[index] ?? null;
  }

  override slice(start: number, stop: number, step: number, budget: Budget): StarlarkList {
    return new StarlarkList(sliceElements(this.items, start, stop, step, budget));
  }

  override iterate(): ValueIterator {
    let index = 0;
    let open = !this.frozen;
    if (open) this.activeIterators++;
    return {
      next: () => this.items[index++],
      close: () => {
        if (open) this.activeIterators--;
        open = false;
      },
    };
  }

  append(value: Value, budget: Budget): void {
    this.checkMutable('append to');
    budget.allocate(elementBytes);
    this.items.push(value);
  }

  extend(values: readonly Value[], budget: Budget): void {
    this.checkMutable('extend');
    budget.allocate(values.length * elementBytes);
    budget.work(values.length);
    const count = values.length;
    for (let index = 0; index < count; index++) this.items.push(values[index] ?? null);
  }

  set(index: number, value: Value): void {
    this.checkMutable('assign to element of');
    this.items[index] = value;
  }

  insert(index: number, value: Value, budget: Budget): void {
    this.checkMutable('insert into');
    budget.allocate(elementBytes);
    budget.work(this.items.length);
    this.items.splice(index, 0, value);
  }

  removeAt(index: number, verb: string, budget: Budget): Value {
    this.checkMutable(verb);
    budget.work(this.items.length - index);
    return this.items.splice(index, 1)[0] ?? null;
  }

  clear(): void {
    this.checkMutable('clear');
    this.items.length = 0;
  }

  override writeRepr(writer: ReprWriter): void {
    writer.container(this, '[...]', () => {
      writer.text('[');
      writer.values(this.items);
      writer.text(']');
    });
  }

  /** @throws StarlarkError when frozen, or while a loop goes over it. */
  checkMutable(verb: string): void {
    if (this.frozen) throw new StarlarkError(`cannot ${verb} frozen list`);
    if (this.activeIterators > 0) throw new StarlarkError(`cannot ${verb} list during iteration`);
  }
}
