import type { Position } from '../syntax/position';

/** One active call, innermost last. `position` is absent in a function that is built in. */
export interface CallFrame {
  readonly name: string;
  readonly position?: Position;
}

/** What stopped a program: its own mistake, or one of the limits it was given. */
export type StarlarkErrorKind = 'syntax' | 'evaluation' | 'limit' | 'cancelled';

const brand: unique symbol = Symbol.for('@porch/starlark/StarlarkError');

/**
 * Thrown for everything that is wrong with a program, never for a fault of the interpreter.
 * `message` is one line, as starlark-go words it; `backtrace()` adds the active calls.
 */
export class StarlarkError extends Error {
  readonly [brand] = true;
  override readonly name = 'StarlarkError';
  callStack: readonly CallFrame[] | undefined;

  constructor(
    message: string,
    readonly kind: StarlarkErrorKind = 'evaluation',
  ) {
    super(message);
  }

  /** Recognises the error by brand, so that two copies of this library agree. */
  static is(error: unknown): error is StarlarkError {
    return typeof error === 'object' && error !== null && brand in error;
  }

  /** The traceback in starlark-go's form: one line a call, outermost first, then the error. */
  backtrace(): string {
    const calls = [...(this.callStack ?? [])];
    const last = calls.at(-1);
    const builtin = last !== undefined && last.position === undefined ? calls.pop() : undefined;
    const lines = calls.map(({ name, position }) => `  ${position?.toString() ?? '<builtin>'}: in ${name}\n`);
    const heading = lines.length > 0 ? 'Traceback (most recent call last):\n' : '';
    return `${heading}${lines.join('')}Error${builtin ? ` in ${builtin.name}` : ''}: ${this.message}`;
  }
}
