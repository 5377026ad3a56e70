import { iterateValue } from '../runtime/iterate';
import type { ForStatement, IfStatement, ReturnStatement, Statement, WhileStatement } from '../syntax/syntax-tree';
import { truth } from '../values/value';
import { compileAssignment } from './compile-assignment';
import { compileAugmentedAssignment } from './compile-augmented-assignment';
import { compileExpression } from './compile-expression';
import { compileFunction } from './compile-function';
import { compileLoad } from './compile-load';
import type { CompileContext } from './compile-context';
import { compileVariableAssignment } from './compile-variable';
import { Completion, type Execute } from './frame';

/** Turns a block of statements into one closure; each statement is one step. */
export function compileStatements(statements: readonly Statement[], context: CompileContext): Execute {
  const compiled = statements.map((statement) => compileStatement(statement, context));
  return (frame) => {
    const { budget } = frame.thread;
    for (const execute of compiled) {
      budget.step();
      const completion = execute(frame);
      if (completion !== Completion.next) return completion;
    }
    return Completion.next;
  };
}

function compileStatement(statement: Statement, context: CompileContext): Execute {
  switch (statement.kind) {
    case 'expression': {
      const evaluate = compileExpression(statement.expression, context);
      return (frame) => {
        evaluate(frame);
        return Completion.next;
      };
    }
    case 'pass':
      return () => Completion.next;
    case 'break':
      return () => Completion.breakLoop;
    case 'continue':
      return () => Completion.continueLoop;
    case 'return':
      return compileReturn(statement, context);
    case 'assign': {
      const value = compileExpression(statement.value, context);
      const assign = compileAssignment(statement.target, context);
      const { position } = statement;
      return (frame) => {
        const result = value(frame);
        frame.position = position;
        assign(frame, result);
        return Completion.next;
      };
    }
    case 'augmentedAssign': {
      const run = compileAugmentedAssignment(statement, context);
      return (frame) => {
        run(frame);
        return Completion.next;
      };
    }
    case 'def': {
      const make = compileFunction(statement.definition, context);
      const assign = compileVariableAssignment(statement.identifier);
      return (frame) => {
        assign(frame, make(frame));
        return Completion.next;
      };
    }
    case 'if':
      return compileIf(statement, context);
    case 'forLoop':
      return compileFor(statement, context);
    case 'while':
      return compileWhile(statement, context);
    case 'load':
      return compileLoad(statement);
  }
}

function compileReturn({ value }: ReturnStatement, context: CompileContext): Execute {
  if (value === undefined) return () => Completion.returnFunction;
  const evaluate = compileExpression(value, context);
  return (frame) => {
    frame.result = evaluate(frame);
    return Completion.returnFunction;
  };
}

function compileIf(statement: IfStatement, context: CompileContext): Execute {
  const condition = compileExpression(statement.condition, context);
  const consequent = compileStatements(statement.consequent, context);
  const alternative = compileStatements(statement.alternative, context);
  return (frame) => (truth(condition(frame)) ? consequent(frame) : alternative(frame));
}

function compileFor(statement: ForStatement, context: CompileContext): Execute {
  const iterable = compileExpression(statement.iterable, context);
  const assign = compileAssignment(statement.target, context);
  const body = compileStatements(statement.body, context);
  const { start } = statement;
  return (frame) => {
    const values = iterable(frame);
    frame.position = start;
    const iterator = iterateValue(values);
    try {
      for (let value = iterator.next(); value !== undefined; value = iterator.next()) {
        frame.thread.budget.step();
        assign(frame, value);
        const completion = body(frame);
        if (completion === Completion.breakLoop) break;
        if (completion === Completion.returnFunction) return completion;
      }
    } finally {
      iterator.close();
    }
    return Completion.next;
  };
}

function compileWhile(statement: WhileStatement, context: CompileContext): Execute {
  const condition = compileExpression(statement.condition, context);
  const body = compileStatements(statement.body, context);
  return (frame) => {
    while (truth(condition(frame))) {
      frame.thread.budget.step();
      const completion = body(frame);
      if (completion === Completion.breakLoop) break;
      if (completion === Completion.returnFunction) return completion;
    }
    return Completion.next;
  };
}
