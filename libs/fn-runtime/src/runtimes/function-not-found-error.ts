/** Said by a runtime that learns only on a call that it does not have the function; the next one may. */
export class FunctionNotFoundError extends Error {
  constructor(image: string, reason = '') {
    super(`function "${image}" is not available${reason === '' ? '' : `: ${reason}`}`);
    this.name = 'FunctionNotFoundError';
  }
}
