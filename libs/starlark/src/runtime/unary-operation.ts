import { StarlarkFloat } from '../values/starlark-float';
import { typeName, type Value } from '../values/value';
import { isInt, normalizeInt, subtractInts } from './integers';
import { StarlarkError } from './starlark-error';

/** `+`, `-` and `~`. */
export function unaryOperation(operator: '+' | '-' | '~', operand: Value): Value {
  if (isInt(operand)) {
    if (operator === '+') return operand;
    return operator === '-' ? subtractInts(0, operand) : normalizeInt(~BigInt(operand));
  }
  if (operand instanceof StarlarkFloat && operator !== '~') {
    return operator === '+' ? operand : new StarlarkFloat(-operand.value);
  }
  const result = typeof operand === 'object' ? operand?.unary?.(operator) : undefined;
  if (result !== undefined) return result;
  throw new StarlarkError(`unknown unary op: ${operator}${typeName(operand)}`);
}
