import { binaryOperation } from '../runtime/binary-operation';
import { getAttribute } from '../runtime/attributes';
import { compareValues, equalValues, isComparison } from '../runtime/compare-values';
import { StarlarkError } from '../runtime/starlark-error';
import { getIndex, getSlice } from '../runtime/subscript';
import { unaryOperation } from '../runtime/unary-operation';
import type { BinaryExpression, Expression } from '../syntax/syntax-tree';
import { elementBytes, sequenceBytes } from '../values/slice-elements';
import { representation } from '../values/repr-writer';
import { StarlarkDict } from '../values/starlark-dict';
import { StarlarkList } from '../values/starlark-list';
import { emptyTuple, StarlarkTuple } from '../values/starlark-tuple';
import { truth, type Comparison, type Value } from '../values/value';
import { compileCall } from './compile-call';
import { compileComprehension } from './compile-comprehension';
import { compileFunction } from './compile-function';
import { compileVariable } from './compile-variable';
import type { CompileContext } from './compile-context';
import type { Evaluate, Frame } from './frame';

/** Turns an expression into a closure that evaluates it. */
export function compileExpression(expression: Expression, context: CompileContext): Evaluate {
  const compile = (part: Expression) => compileExpression(part, context);
  switch (expression.kind) {
    case 'identifier':
      return compileVariable(expression, context);
    case 'literal': {
      const { value } = expression;
      return () => value;
    }
    case 'parenthesized':
      return compile(expression.operand);
    case 'list':
      return compileList(expression.elements.map(compile));
    case 'tuple':
      return compileTuple(expression.elements.map(compile));
    case 'dict':
      return compileDict(expression.entries, compile);
    case 'conditional': {
      const [condition, consequent, alternative] = [
        compile(expression.condition),
        compile(expression.consequent),
        compile(expression.alternative),
      ];
      return (frame) => (truth(condition(frame)) ? consequent(frame) : alternative(frame));
    }
    case 'unary': {
      const operand = compile(expression.operand);
      const { operator, start } = expression;
      if (operator === 'not') return (frame) => !truth(operand(frame));
      return (frame) => {
        const value = operand(frame);
        frame.position = start;
        return unaryOperation(operator, value, frame.thread.budget);
      };
    }
    case 'binary':
      return compileBinary(expression, compile);
    case 'dot': {
      const receiver = compile(expression.receiver);
      const { name, position } = expression;
      return (frame) => {
        const value = receiver(frame);
        frame.position = position;
        return getAttribute(value, name);
      };
    }
    case 'index': {
      const [receiver, index] = [compile(expression.receiver), compile(expression.index)];
      const { position } = expression;
      return (frame) => {
        const container = receiver(frame);
        const at = index(frame);
        frame.position = position;
        return getIndex(container, at, frame.thread.budget);
      };
    }
    case 'slice': {
      const [lower, upper, step] = [expression.lower, expression.upper, expression.step].map((part) =>
        part ? compile(part) : noValue,
      ) as [Evaluate, Evaluate, Evaluate];
      const receiver = compile(expression.receiver);
      const { position } = expression;
      return (frame) => {
        const values = [receiver(frame), lower(frame), upper(frame), step(frame)] as const;
        frame.position = position;
        return getSlice(...values, frame.thread.budget);
      };
    }
    case 'call':
      return compileCall(expression, compile);
    case 'comprehension':
      return compileComprehension(expression, context);
    case 'lambda':
      return compileFunction(expression.definition, context);
  }
}

const noValue: Evaluate = () => null;

function compileList(elements: readonly Evaluate[]): Evaluate {
  return (frame) => {
    frame.thread.budget.allocate(sequenceBytes + elements.length * elementBytes);
    return new StarlarkList(elements.map((element) => element(frame)));
  };
}

function compileTuple(elements: readonly Evaluate[]): Evaluate {
  if (elements.length === 0) return () => emptyTuple;
  return (frame) => {
    frame.thread.budget.allocate(sequenceBytes + elements.length * elementBytes);
    return new StarlarkTuple(elements.map((element) => element(frame)));
  };
}

function compileDict(
  entries: Extract<Expression, { kind: 'dict' }>['entries'],
  compile: (part: Expression) => Evaluate,
): Evaluate {
  const compiled = entries.map(({ key, value, position }) => ({ key: compile(key), value: compile(value), position }));
  return (frame) => {
    const { budget } = frame.thread;
    const dict = new StarlarkDict();
    budget.allocate(sequenceBytes);
    for (const { key, value, position } of compiled) {
      const [keyValue, entryValue] = [key(frame), value(frame)];
      frame.position = position;
      const size = dict.table.size;
      dict.table.set(keyValue, entryValue, budget);
      if (dict.table.size === size) throw new StarlarkError(`duplicate key: ${representation(keyValue, budget)}`);
    }
    return dict;
  };
}

function compileBinary(expression: BinaryExpression, compile: (part: Expression) => Evaluate): Evaluate {
  const { operator, position } = expression;
  const [left, right] = [compile(expression.left), compile(expression.right)];
  switch (operator) {
    case 'and':
      return (frame) => {
        const value = left(frame);
        return truth(value) ? right(frame) : value;
      };
    case 'or':
      return (frame) => {
        const value = left(frame);
        return truth(value) ? value : right(frame);
      };
    case '==':
      return (frame) => {
        const [a, b] = [left(frame), right(frame)];
        frame.position = position;
        return equalValues(a, b, frame.thread.budget);
      };
    case 'not in':
      return binary(left, right, position, (a, b, frame) => !truth(binaryOperation('in', a, b, frame.thread.budget)));
    case '+':
      return compileAddition(left, right, position);
    default:
      if (isComparison(operator)) return compileComparison(operator, left, right, position);
      return binary(left, right, position, (a, b, frame) => binaryOperation(operator, a, b, frame.thread.budget));
  }
}

function binary(
  left: Evaluate,
  right: Evaluate,
  position: BinaryExpression['position'],
  operate: (left: Value, right: Value, frame: Frame) => Value,
): Evaluate {
  return (frame) => {
    const a = left(frame);
    const b = right(frame);
    frame.position = position;
    return operate(a, b, frame);
  };
}

/** Small ints, by far the most common operands, take the short way. */
function compileAddition(left: Evaluate, right: Evaluate, position: BinaryExpression['position']): Evaluate {
  return (frame) => {
    const a = left(frame);
    const b = right(frame);
    if (typeof a === 'number' && typeof b === 'number') {
      const sum = a + b;
      if (Number.isSafeInteger(sum)) return sum;
    }
    frame.position = position;
    return binaryOperation('+', a, b, frame.thread.budget);
  };
}

function compileComparison(
  operator: Comparison,
  left: Evaluate,
  right: Evaluate,
  position: BinaryExpression['position'],
): Evaluate {
  return binary(left, right, position, (a, b, frame) => compareValues(operator, a, b, frame.thread.budget));
}
