import { type SecretText } from '@porch/api';
import { type Clock, type OperationContext } from '@porch/repository';

/** A token of a cloud's workload identity, and until when it is good. */
export interface WorkloadIdentityToken {
  readonly token: SecretText;
  readonly expiresAt: Date;
}

/** Gets tokens for the workload identity the server runs under; injected, since only a cloud can provide them. */
export type WorkloadIdentityTokenSource = (context: OperationContext) => Promise<WorkloadIdentityToken>;

/** A token with less left is replaced: it could run out in the middle of a transfer. As upstream (E-4.3). */
const LEAST_LIFE_MILLISECONDS = 5 * 60_000;
const FIRST_PAUSE_MILLISECONDS = 5_000;
const LONGEST_PAUSE_MILLISECONDS = 5 * 60_000;

/**
 * Keeps a source's token as long as it is good, and asks once for all who need one at the same time. After a failure
 * the source is left alone for 5 s, then 10 s and so on up to 5 minutes; until then everybody gets that failure.
 */
export function renewingTokenSource(
  source: WorkloadIdentityTokenSource,
  clock: Pick<Clock, 'now'>,
): WorkloadIdentityTokenSource {
  const renewed = new RenewedToken(source, clock);
  return (context) => renewed.get(context);
}

class RenewedToken {
  #current: WorkloadIdentityToken | undefined;
  #pending: Promise<WorkloadIdentityToken> | undefined;
  #failure: { readonly error: unknown; readonly until: number; readonly pause: number } | undefined;

  constructor(
    private readonly source: WorkloadIdentityTokenSource,
    private readonly clock: Pick<Clock, 'now'>,
  ) {}

  async get(context: OperationContext): Promise<WorkloadIdentityToken> {
    const now = this.clock.now().getTime();
    if (this.#current && this.#current.expiresAt.getTime() - now > LEAST_LIFE_MILLISECONDS) return this.#current;
    if (this.#failure && now < this.#failure.until) throw this.#failure.error;
    // Nobody's impatience may cost the others their token, so it is asked for without a signal; a source has its own limit.
    this.#pending ??= this.#renew().finally(() => (this.#pending = undefined));
    return untilAborted(this.#pending, context.signal);
  }

  async #renew(): Promise<WorkloadIdentityToken> {
    try {
      this.#current = await this.source({ signal: new AbortController().signal });
      this.#failure = undefined;
      return this.#current;
    } catch (error) {
      const pause = Math.min((this.#failure?.pause ?? FIRST_PAUSE_MILLISECONDS / 2) * 2, LONGEST_PAUSE_MILLISECONDS);
      this.#failure = { error, pause, until: this.clock.now().getTime() + pause };
      throw error;
    }
  }
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason as Error);
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
