import { iterateValue } from '../runtime/iterate';
import type { Comprehension } from '../syntax/syntax-tree';
import { StarlarkDict } from '../values/starlark-dict';
import { StarlarkList } from '../values/starlark-list';
import { truth } from '../values/value';
import { compileAssignment } from './compile-assignment';
import { compileExpression } from './compile-expression';
import type { CompileContext } from './compile-context';
import type { Evaluate, Frame } from './frame';

type Step<Result> = (frame: Frame, result: Result) => void;

/** Nests the clauses from the last to the first around the step that adds one element. */
export function compileComprehension(comprehension: Comprehension, context: CompileContext): Evaluate {
  const { body } = comprehension;
  if ('key' in body) {
    const [key, value] = [compileExpression(body.key, context), compileExpression(body.value, context)];
    const run = compileClauses<StarlarkDict>(comprehension, context, (frame, dict) => {
      const [keyValue, entryValue] = [key(frame), value(frame)];
      frame.position = body.position;
      dict.table.set(keyValue, entryValue, frame.thread.budget);
    });
    return (frame) => {
      const dict = new StarlarkDict();
      run(frame, dict);
      return dict;
    };
  }
  const element = compileExpression(body, context);
  const run = compileClauses<StarlarkList>(comprehension, context, (frame, list) => {
    list.append(element(frame), frame.thread.budget);
  });
  return (frame) => {
    const list = new StarlarkList([]);
    run(frame, list);
    return list;
  };
}

function compileClauses<Result>({ clauses }: Comprehension, context: CompileContext, add: Step<Result>): Step<Result> {
  return clauses.reduceRight<Step<Result>>((inner, clause) => {
    if (clause.kind === 'if') {
      const condition = compileExpression(clause.condition, context);
      return (frame, result) => {
        if (truth(condition(frame))) inner(frame, result);
      };
    }
    const iterable = compileExpression(clause.iterable, context);
    const assign = compileAssignment(clause.target, context);
    const { position } = clause;
    return (frame, result) => {
      const values = iterable(frame);
      frame.position = position;
      const iterator = iterateValue(values);
      try {
        for (let value = iterator.next(); value !== undefined; value = iterator.next()) {
          frame.thread.budget.step();
          assign(frame, value);
          inner(frame, result);
        }
      } finally {
        iterator.close();
      }
    };
  }, add);
}
