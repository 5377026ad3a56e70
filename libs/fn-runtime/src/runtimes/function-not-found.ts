import { isPorchError, PorchError } from '@porch/api';

/** Said by a runtime that learns only on a call that it does not have the function; the next one may. */
export function functionNotFound(image: string, reason = ''): PorchError {
  return new PorchError('NotFound', `function "${image}" is not available${reason === '' ? '' : `: ${reason}`}`);
}

export function isFunctionNotFound(error: unknown): boolean {
  return isPorchError(error) && error.reason === 'NotFound';
}
