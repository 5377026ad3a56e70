import type { FunctionDefinition } from '../syntax/syntax-tree';
import { StarlarkFunction, type FunctionCode } from '../values/starlark-function';
import type { Value } from '../values/value';
import { compileExpression } from './compile-expression';
import type { CompileContext } from './compile-context';
import { compileStatements } from './compile-statement';
import type { Cell, Evaluate } from './frame';

/** What a `def` or a `lambda` evaluates to: its defaults now, its body on each call. */
export function compileFunction(definition: FunctionDefinition, context: CompileContext): Evaluate {
  const { parameters, scope } = definition;
  if (scope === undefined) throw new Error(`unresolved function ${definition.name}`);
  const starAt = parameters.findIndex(({ kind }) => kind === 'star');
  const named = parameters.filter(({ kind }) => kind === 'plain');
  const positionalCount = starAt < 0 ? named.length : starAt;
  const hasStar = parameters.some(({ kind, identifier }) => kind === 'star' && identifier);
  const hasDoubleStar = parameters.some(({ kind }) => kind === 'doubleStar');
  const code: FunctionCode = {
    name: definition.name,
    position: definition.position,
    parameterNames: scope.variables
      .slice(0, named.length + Number(hasStar) + Number(hasDoubleStar))
      .map(({ name }) => name),
    positionalCount,
    keywordOnlyCount: named.length - positionalCount,
    hasStar,
    hasDoubleStar,
    cellIndices: scope.variables.filter(({ binding }) => binding.scope === 'cell').map(({ binding }) => binding.index),
    body: compileStatements(definition.body, context),
  };
  const defaults = named.map(({ defaultValue }) =>
    defaultValue ? compileExpression(defaultValue, context) : undefined,
  );
  const captures = scope.captures.map(({ binding }) => binding);
  return (frame) => {
    const values: (Value | undefined)[] = defaults.map((evaluate) => evaluate?.(frame));
    const cells = captures.map(({ scope: kind, index }) => {
      const cell: Cell | undefined = kind === 'cell' ? frame.cells[index] : frame.captures[index];
      if (cell === undefined) throw new Error(`${code.name} captures a variable that is no cell`);
      return cell;
    });
    frame.thread.budget.allocate(96);
    return new StarlarkFunction(code, values, cells, frame.globals);
  };
}
