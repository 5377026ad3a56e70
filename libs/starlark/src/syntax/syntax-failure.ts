import { StarlarkError } from '../runtime/starlark-error';
import type { Position } from './position';

/** The error for a program that cannot be run at all; its message starts with the place. */
export function syntaxFailure(position: Position, message: string): StarlarkError {
  return new StarlarkError(`${position.toString()}: ${message}`, 'syntax');
}
