import type { Budget } from '../runtime/budget';
import { StarlarkError } from '../runtime/starlark-error';
import { nearestName } from '../text/nearest-name';
import type { Arguments } from '../values/starlark-builtin';
import { StarlarkDict } from '../values/starlark-dict';
import type { StarlarkFunction } from '../values/starlark-function';
import { StarlarkTuple } from '../values/starlark-tuple';
import type { Value } from '../values/value';

type Locals = (Value | undefined)[];

/** Puts the arguments of a call into the parameters of the function. */
export function bindArguments(callee: StarlarkFunction, args: Arguments, locals: Locals, budget: Budget): void {
  const { code, defaults } = callee;
  const { positionalCount, keywordOnlyCount, hasStar, hasDoubleStar } = code;
  const { positional, named } = args;
  if (positional.length > positionalCount && !hasStar) throw tooManyArguments(callee, args);
  const direct = Math.min(positional.length, positionalCount);
  for (let index = 0; index < direct; index++) locals[index] = positional[index];
  const namedCount = positionalCount + keywordOnlyCount;
  locals.length = namedCount;
  if (hasStar) locals.push(new StarlarkTuple(positional.slice(positionalCount)));
  const rest = hasDoubleStar ? new StarlarkDict() : undefined;
  if (rest) locals.push(rest);
  for (const [name, value] of named) bindNamed(callee, name, value, locals, rest, budget);
  for (let index = direct; index < namedCount; index++) locals[index] ??= defaults[index];
  checkComplete(callee, locals, namedCount);
}

function bindNamed(
  { code }: StarlarkFunction,
  name: string,
  value: Value,
  locals: Locals,
  rest: StarlarkDict | undefined,
  budget: Budget,
): void {
  const { parameterNames, positionalCount, keywordOnlyCount } = code;
  const index = parameterNames.indexOf(name);
  if (index >= 0 && index < positionalCount + keywordOnlyCount) {
    if (locals[index] !== undefined) {
      throw new StarlarkError(`function ${code.name} got multiple values for parameter "${name}"`);
    }
    locals[index] = value;
  } else if (rest) {
    if (rest.table.getText(name) !== undefined) {
      throw new StarlarkError(`function ${code.name} got multiple values for parameter "${name}"`);
    }
    rest.table.set(name, value, budget);
  } else {
    const nearest = nearestName(name, parameterNames);
    const hint = nearest === undefined ? '' : ` (did you mean ${nearest}?)`;
    throw new StarlarkError(`function ${code.name} got an unexpected keyword argument "${name}"${hint}`);
  }
}

function checkComplete(callee: StarlarkFunction, locals: Locals, namedCount: number): void {
  let missing: string[] | undefined;
  for (let index = 0; index < namedCount; index++) {
    if (locals[index] === undefined) (missing ??= []).push(callee.code.parameterNames[index] ?? '');
  }
  if (missing === undefined) return;
  const plural = missing.length === 1 ? '' : 's';
  const names = missing.join(', ');
  throw new StarlarkError(`function ${callee.code.name} missing ${missing.length} argument${plural} (${names})`);
}

function tooManyArguments({ code, defaults }: StarlarkFunction, { positional, named }: Arguments): StarlarkError {
  const { name, positionalCount, keywordOnlyCount } = code;
  if (positionalCount + keywordOnlyCount === 0) {
    return new StarlarkError(`function ${name} accepts no arguments (${positional.length + named.length} given)`);
  }
  const atMost = defaults.slice(0, positionalCount).some((value) => value !== undefined) ? 'at most ' : '';
  const plural = positionalCount === 1 ? '' : 's';
  return new StarlarkError(
    `function ${name} accepts ${atMost}${positionalCount} positional argument${plural} (${positional.length} given)`,
  );
}
