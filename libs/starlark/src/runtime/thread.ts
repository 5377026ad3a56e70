import type { Arguments } from '../values/starlark-builtin';
import { StarlarkBuiltin } from '../values/starlark-builtin';
import { StarlarkFunction } from '../values/starlark-function';
import { typeName, type Value } from '../values/value';
import { defaultLimits, type Budget } from './budget';
import { StarlarkError, type CallFrame } from './starlark-error';

export interface ThreadOptions {
  readonly budget: Budget;
  readonly maxCallDepth?: number;
  readonly allowRecursion: boolean;
  readonly print: (message: string) => void;
  readonly load: (module: string) => ReadonlyMap<string, Value>;
}

/** One run of a program: its active calls, its budget and what it may ask of the host. */
export class Thread {
  readonly budget: Budget;
  readonly print: (message: string) => void;
  readonly load: (module: string) => ReadonlyMap<string, Value>;
  private readonly calls: CallFrame[] = [];
  private readonly maxCallDepth: number;
  private readonly allowRecursion: boolean;

  constructor({ budget, maxCallDepth, allowRecursion, print, load }: ThreadOptions) {
    this.budget = budget;
    this.print = print;
    this.load = load;
    this.allowRecursion = allowRecursion;
    this.maxCallDepth = maxCallDepth ?? defaultLimits.maxCallDepth;
  }

  /** The functions that are running, innermost last. */
  get activeCalls(): readonly CallFrame[] {
    return this.calls;
  }

  call(callee: Value, args: Arguments): Value {
    this.budget.step();
    if (callee instanceof StarlarkFunction) return callee.call(args, this);
    if (callee instanceof StarlarkBuiltin) return this.within({ name: callee.name }, () => callee.body(args, this));
    throw new StarlarkError(`invalid call of non-function (${typeName(callee)})`);
  }

  /** Runs the body of a call; an error that leaves it takes the active calls along. */
  within<T>(frame: CallFrame & { readonly code?: object }, body: () => T): T {
    if (this.calls.length >= this.maxCallDepth) {
      throw new StarlarkError(`Starlark stack overflow: more than ${this.maxCallDepth} calls within calls`, 'limit');
    }
    if (!this.allowRecursion && frame.code !== undefined) this.refuseRecursion(frame.name, frame.code);
    this.calls.push(frame);
    try {
      return body();
    } catch (error) {
      const failure = toStarlarkError(error);
      failure.callStack ??= this.calls.map(snapshotFrame);
      throw failure;
    } finally {
      this.calls.pop();
    }
  }

  private refuseRecursion(name: string, code: object): void {
    if (this.calls.some((call) => 'code' in call && call.code === code)) {
      throw new StarlarkError(`function ${name} called recursively`);
    }
  }
}

function snapshotFrame({ name, position }: CallFrame): CallFrame {
  return position === undefined ? { name } : { name, position };
}

/** Data nested too deeply for Node's stack is the program's doing; any other error is ours and passes through. */
export function toStarlarkError(error: unknown): StarlarkError {
  if (StarlarkError.is(error)) return error;
  if (error instanceof RangeError && error.message.includes('call stack')) {
    return new StarlarkError('Starlark stack overflow: calls or data are nested too deeply', 'limit');
  }
  throw error;
}
