import type { Budget } from '../runtime/budget';
import { elementsOf, forEachElement, isIterable } from '../runtime/iterate';
import { StarlarkError } from '../runtime/starlark-error';
import type { Arguments } from '../values/starlark-builtin';
import { StarlarkDict } from '../values/starlark-dict';
import { typeName } from '../values/value';

/** What `dict(…)` and `dict.update(…)` do: at most one dict or iterable of pairs, then the named arguments. */
export function updateDict(name: string, dict: StarlarkDict, { positional, named }: Arguments, budget: Budget): void {
  if (positional.length > 1) throw new StarlarkError(`${name}: got ${positional.length} arguments, want at most 1`);
  const [source] = positional;
  if (source instanceof StarlarkDict) {
    dict.table.checkMutable('insert into');
    budget.work(source.table.size);
    for (const { key, value } of [...source.table.entries()]) dict.table.set(key, value, budget);
  } else if (source !== undefined) {
    if (!isIterable(source)) throw new StarlarkError(`${name}: got ${typeName(source)}, want iterable`);
    let index = 0;
    forEachElement(source, budget, (pair) => {
      if (!isIterable(pair)) {
        throw new StarlarkError(
          `${name}: dictionary update sequence element #${index} is not iterable (${typeName(pair)})`,
        );
      }
      const [key, value, ...rest] = elementsOf(pair, budget);
      if (key === undefined || value === undefined || rest.length > 0) {
        const length = rest.length + Number(key !== undefined) + Number(value !== undefined);
        throw new StarlarkError(`${name}: dictionary update sequence element #${index} has length ${length}, want 2`);
      }
      dict.table.set(key, value, budget);
      index++;
    });
  }
  const seen = new Set<string>();
  for (const [key, value] of named) {
    if (seen.has(key)) throw new StarlarkError(`${name}: duplicate keyword arg: "${key}"`);
    seen.add(key);
    dict.table.set(key, value, budget);
  }
}
