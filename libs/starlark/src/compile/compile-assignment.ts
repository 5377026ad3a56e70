import { setAttribute } from '../runtime/attributes';
import { elementsOf, isIterable } from '../runtime/iterate';
import { StarlarkError } from '../runtime/starlark-error';
import { setIndex } from '../runtime/subscript';
import type { Expression } from '../syntax/syntax-tree';
import { typeName, type Value } from '../values/value';
import { compileExpression } from './compile-expression';
import type { CompileContext } from './compile-context';
import { compileVariableAssignment, type Assign } from './compile-variable';
import type { Frame } from './frame';

/** Turns the left side of an assignment into a closure that gives it a value. */
export function compileAssignment(target: Expression, context: CompileContext): Assign {
  switch (target.kind) {
    case 'identifier':
      return compileVariableAssignment(target);
    case 'parenthesized':
      return compileAssignment(target.operand, context);
    case 'index': {
      const receiver = compileExpression(target.receiver, context);
      const index = compileExpression(target.index, context);
      const { position } = target;
      return (frame, value) => {
        const [container, at] = [receiver(frame), index(frame)];
        frame.position = position;
        setIndex(container, at, value, frame.thread.budget);
      };
    }
    case 'dot': {
      const receiver = compileExpression(target.receiver, context);
      const { name, position } = target;
      return (frame) => {
        const object = receiver(frame);
        frame.position = position;
        setAttribute(object, name);
      };
    }
    case 'list':
    case 'tuple': {
      const assigns = target.elements.map((element) => compileAssignment(element, context));
      return (frame, value) => {
        const values = unpack(value, assigns.length, frame);
        assigns.forEach((assign, index) => assign(frame, values[index] ?? null));
      };
    }
    default:
      throw new Error(`cannot assign to ${target.kind}`);
  }
}

function unpack(value: Value, wanted: number, { thread }: Frame): readonly Value[] {
  if (!isIterable(value)) throw new StarlarkError(`got ${typeName(value)} in sequence assignment`);
  const values = [...elementsOf(value, thread.budget)];
  if (values.length > wanted)
    throw new StarlarkError(`too many values to unpack (got ${values.length}, want ${wanted})`);
  if (values.length < wanted)
    throw new StarlarkError(`too few values to unpack (got ${values.length}, want ${wanted})`);
  return values;
}
