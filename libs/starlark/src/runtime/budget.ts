import { StarlarkError } from './starlark-error';

/** What a program may use. Each limit has a default that no sensible program reaches. */
export interface Limits {
  /** Statements, loop turns and calls, and the work inside built-in functions in proportion. Default 20 million. */
  readonly maxSteps?: number;
  /** Calls within calls. Default 200, which always fits into Node's stack. */
  readonly maxCallDepth?: number;
  /** Bytes allocated over the whole run, approximate; nothing is ever given back. Default 256 MiB. */
  readonly maxAllocatedBytes?: number;
  /** Milliseconds of wall time. Default none. */
  readonly timeoutMilliseconds?: number;
}

export const defaultLimits = {
  maxSteps: 20_000_000,
  maxCallDepth: 200,
  maxAllocatedBytes: 256 * 1024 * 1024,
} as const;

/** Between two looks at the clock and the signal. */
const stepsBetweenChecks = 8192;

/**
 * Counts what a program uses and stops it at its limits. Whatever costs time or memory in proportion to data says
 * so here before it is done, so that no single operation can outrun the limits.
 */
export class Budget {
  private stepsDone = 0;
  private stepsLeft: number;
  private allocatedBytes = 0;
  private readonly maxSteps: number;
  private readonly maxAllocatedBytes: number;
  private readonly deadline: number;

  constructor(
    limits: Limits = {},
    private readonly signal?: AbortSignal,
  ) {
    this.maxSteps = limits.maxSteps ?? defaultLimits.maxSteps;
    this.maxAllocatedBytes = limits.maxAllocatedBytes ?? defaultLimits.maxAllocatedBytes;
    this.deadline = performance.now() + (limits.timeoutMilliseconds ?? Infinity);
    this.stepsLeft = Math.min(stepsBetweenChecks, this.maxSteps);
  }

  /** A budget for data that the host itself builds. */
  static unlimited(): Budget {
    return new Budget({ maxSteps: Infinity, maxAllocatedBytes: Infinity });
  }

  step(): void {
    if (--this.stepsLeft < 0) this.check(1);
  }

  /** Work inside a built-in operation: `units` are elements or bytes that are looked at once. */
  work(units: number): void {
    const steps = Math.floor(units / 32);
    if (steps === 0) return;
    this.stepsLeft -= steps;
    if (this.stepsLeft < 0) this.check(-this.stepsLeft);
  }

  /** Elements that are compared or called for one by one. */
  workElements(count: number): void {
    this.work(count * 16);
  }

  allocate(bytes: number): void {
    this.allocatedBytes += bytes;
    if (this.allocatedBytes > this.maxAllocatedBytes) {
      throw new StarlarkError(`out of memory: more than ${this.maxAllocatedBytes} bytes allocated`, 'limit');
    }
  }

  /** @throws StarlarkError when the steps or the time are used up, or the signal is aborted. */
  checkNow(): void {
    if (this.signal?.aborted) throw new StarlarkError('cancelled', 'cancelled');
    if (performance.now() > this.deadline) throw new StarlarkError('cancelled: the time limit has passed', 'limit');
  }

  private check(excess: number): void {
    this.stepsDone += Math.min(stepsBetweenChecks, this.maxSteps - this.stepsDone) + excess - 1;
    this.stepsLeft = Math.min(stepsBetweenChecks, this.maxSteps - this.stepsDone) - 1;
    if (this.stepsDone >= this.maxSteps) {
      throw new StarlarkError(`too many steps: the limit is ${this.maxSteps}`, 'limit');
    }
    this.checkNow();
  }
}
