import { PorchError } from '@porch/api';

/** A merge that cannot be done: documents of different shapes, duplicate resources, contradictory packages. */
export function mergeError(message: string, cause?: unknown): PorchError {
  return new PorchError('Invalid', message, { cause });
}
