/** The text of an error that was reported where it happened; callers print nothing more. */
export const ALREADY_HANDLED = 'already handled error';

/**
 * An error with the operation and package it happened in, nested like kpt's: each level says only what the level inside
 * it does not say as well, so that `pkg.render: pkg ./db:\n\tpipeline.run: …` names the package once.
 */
export class KptError extends Error {
  operation: string;
  /** The package, `.` for the root and `./path` below it; empty where the level inside names it. */
  packagePath: string;

  constructor(operation: string, packagePath: string, cause: unknown) {
    super('', { cause });
    this.name = 'KptError';
    this.operation = operation;
    this.packagePath = packagePath;
    if (cause instanceof KptError) {
      if (cause.packagePath === packagePath) cause.packagePath = '';
      if (cause.operation === operation) cause.operation = '';
      cause.refreshMessage();
    }
    this.refreshMessage();
  }

  private refreshMessage(): void {
    const own = [this.operation, this.packagePath === '' ? '' : `pkg ${this.packagePath}`].filter(
      (part) => part !== '',
    );
    const { cause } = this;
    const inner = cause instanceof Error ? cause.message : String(cause);
    const separator = own.length === 0 ? '' : cause instanceof KptError ? ':\n\t' : ': ';
    this.message = own.join(': ') + separator + inner;
  }
}

/** The innermost cause: what went wrong, without where. */
export function rootCause(error: unknown): unknown {
  return error instanceof KptError ? rootCause(error.cause) : error;
}

export function isAlreadyHandled(error: unknown): boolean {
  const cause = rootCause(error);
  return cause instanceof Error && cause.message === ALREADY_HANDLED;
}

export function alreadyHandled(cause?: unknown): Error {
  return new Error(ALREADY_HANDLED, { cause });
}
