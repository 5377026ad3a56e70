import { StarlarkFloat } from '../values/starlark-float';
import { typeName, type Value } from '../values/value';
import type { Budget } from './budget';
import { isInt, subtractInts } from './integers';
import { StarlarkError } from './starlark-error';

/** `+`, `-` and `~`. */
export function unaryOperation(operator: '+' | '-' | '~', operand: Value, budget: Budget): Value {
  if (isInt(operand)) {
    if (operator === '+') return operand;
    return operator === '-' ? subtractInts(0, operand, budget) : subtractInts(-1, operand, budget);
  }
  if (operand instanceof StarlarkFloat && operator !== '~') {
    return operator === '+' ? operand : new StarlarkFloat(-operand.value);
  }
  const result = typeof operand === 'object' ? operand?.unary?.(operator) : undefined;
  if (result !== undefined) return result;
  throw new StarlarkError(`unknown unary op: ${operator} ${typeName(operand)}`);
}
