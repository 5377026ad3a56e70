import { getAttribute, setAttribute } from '../runtime/attributes';
import { binaryOperation } from '../runtime/binary-operation';
import { elementsOf, isIterable } from '../runtime/iterate';
import { getIndex, setIndex } from '../runtime/subscript';
import type { AugmentedAssignStatement, Expression } from '../syntax/syntax-tree';
import { StarlarkDict } from '../values/starlark-dict';
import { StarlarkList } from '../values/starlark-list';
import type { Value } from '../values/value';
import { compileExpression } from './compile-expression';
import type { CompileContext } from './compile-context';
import { compileVariable, compileVariableAssignment } from './compile-variable';
import type { Frame } from './frame';

type Run = (frame: Frame) => void;

/** `target += value` and its like; the parts of the target are evaluated once. */
export function compileAugmentedAssignment(statement: AugmentedAssignStatement, context: CompileContext): Run {
  const { operator, position } = statement;
  const value = compileExpression(statement.value, context);
  const operate = (frame: Frame, current: Value): Value => {
    const operand = value(frame);
    frame.position = position;
    return (
      inPlace(operator, current, operand, frame) ?? binaryOperation(operator, current, operand, frame.thread.budget)
    );
  };
  return compileTarget(statement.target, operate, context);
}

function compileTarget(
  target: Expression,
  operate: (frame: Frame, current: Value) => Value,
  context: CompileContext,
): Run {
  switch (target.kind) {
    case 'parenthesized':
      return compileTarget(target.operand, operate, context);
    case 'identifier': {
      const read = compileVariable(target, context);
      const assign = compileVariableAssignment(target);
      return (frame) => assign(frame, operate(frame, read(frame)));
    }
    case 'index': {
      const receiver = compileExpression(target.receiver, context);
      const index = compileExpression(target.index, context);
      const { position } = target;
      return (frame) => {
        const { budget } = frame.thread;
        const [container, at] = [receiver(frame), index(frame)];
        frame.position = position;
        const result = operate(frame, getIndex(container, at, budget));
        frame.position = position;
        setIndex(container, at, result, budget);
      };
    }
    case 'dot': {
      const receiver = compileExpression(target.receiver, context);
      const { name, position } = target;
      return (frame) => {
        const object = receiver(frame);
        frame.position = position;
        operate(frame, getAttribute(object, name));
        setAttribute(object, name);
      };
    }
    default:
      throw new Error(`cannot assign to ${target.kind}`);
  }
}

/** A list that is added to and a dict that is merged into change themselves, for all who have them. */
function inPlace(operator: string, current: Value, operand: Value, { thread }: Frame): Value | undefined {
  if (operator === '+' && current instanceof StarlarkList && isIterable(operand)) {
    current.checkMutable('extend');
    current.extend(elementsOf(operand, thread.budget), thread.budget);
    return current;
  }
  if (operator === '|' && current instanceof StarlarkDict && operand instanceof StarlarkDict) {
    current.table.checkMutable('insert into');
    for (const { key, value } of [...operand.table.entries()]) current.table.set(key, value, thread.budget);
    return current;
  }
  return undefined;
}
