import { forEachElement, isIterable } from '../runtime/iterate';
import { StarlarkError } from '../runtime/starlark-error';
import type { Position } from '../syntax/position';
import type { CallExpression, Expression } from '../syntax/syntax-tree';
import { StarlarkDict } from '../values/starlark-dict';
import { typeName, type Value } from '../values/value';
import type { Evaluate, Frame } from './frame';

type Named = (readonly [string, Value])[];
type AddArgument = (frame: Frame, positional: Value[], named: Named) => void;

const nothingNamed: readonly never[] = [];

/** Evaluates the function, then its arguments in order, then calls. */
export function compileCall(call: CallExpression, compile: (part: Expression) => Evaluate): Evaluate {
  const callee = compile(call.callee);
  const { position, callArguments } = call;
  if (callArguments.every(({ kind }) => kind === 'positional')) {
    const values = callArguments.map(({ value }) => compile(value));
    return (frame) => {
      const called = callee(frame);
      const positional = values.map((value) => value(frame));
      frame.position = position;
      return frame.thread.call(called, { positional, named: nothingNamed });
    };
  }
  const adders = callArguments.map(({ kind, name, value }) => compileArgument(kind, name, compile(value), position));
  return (frame) => {
    const called = callee(frame);
    const positional: Value[] = [];
    const named: Named = [];
    for (const add of adders) add(frame, positional, named);
    frame.position = position;
    return frame.thread.call(called, { positional, named });
  };
}

function compileArgument(
  kind: CallExpression['callArguments'][number]['kind'],
  name: string | undefined,
  value: Evaluate,
  position: Position,
): AddArgument {
  switch (kind) {
    case 'positional':
      return (frame, positional) => positional.push(value(frame));
    case 'named':
      return (frame, _positional, named) => named.push([name ?? '', value(frame)]);
    case 'spread':
      return (frame, positional) => {
        const values = value(frame);
        frame.position = position;
        addElements(values, positional, frame);
      };
    case 'spreadNamed':
      return (frame, _positional, named) => {
        const entries = value(frame);
        frame.position = position;
        addEntries(entries, named);
      };
  }
}

function addElements(values: Value, positional: Value[], { thread }: Frame): void {
  if (!isIterable(values)) throw new StarlarkError(`argument after * must be iterable, not ${typeName(values)}`);
  forEachElement(values, thread.budget, (value) => {
    thread.budget.allocate(8);
    positional.push(value);
  });
}

function addEntries(entries: Value, named: Named): void {
  if (!(entries instanceof StarlarkDict)) {
    throw new StarlarkError(`argument after ** must be a mapping, not ${typeName(entries)}`);
  }
  for (const { key, value } of entries.table.entries()) {
    if (typeof key !== 'string') throw new StarlarkError(`keywords must be strings, not ${typeName(key)}`);
    named.push([key, value]);
  }
}
