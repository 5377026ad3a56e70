import { PorchError } from '@porch/api';

/** Data that is YAML but not what it has to be; the fault of whoever wrote it, not of the program. */
export function invalidData(message: string): PorchError {
  return new PorchError('Invalid', message);
}
