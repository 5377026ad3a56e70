import { type PostgresPool, type PostgresPoolClient } from 'kysely';
import { type Pool, type PoolClient } from 'pg';
import { inTime } from './in-time';

/**
 * A pool whose queries end, whatever the network does: a connection that does not answer in time is given up, closed, and
 * never used again. Without it a request would wait for as long as TCP does, which is a quarter of an hour and more.
 */
export function boundedPool(pool: Pool, answerMilliseconds: number): PostgresPool {
  return {
    // Cursors, which a client has as well, are only for streaming, which the store does not do.
    connect: async () => new BoundedClient(await pool.connect(), answerMilliseconds) as unknown as PostgresPoolClient,
    end: () => pool.end(),
  };
}

class BoundedClient {
  /** Why it is not to be used any more. */
  #failure: Error | undefined;

  constructor(
    private readonly client: PoolClient,
    private readonly answerMilliseconds: number,
  ) {}

  async query(text: string, parameters: unknown[]): Promise<unknown> {
    if (this.#failure) throw this.#failure;
    let settled = false;
    const answer = this.client.query(text, parameters).finally(() => (settled = true));
    try {
      return await inTime(answer, this.answerMilliseconds);
    } catch (error) {
      if (!settled) this.#failure = error as Error;
      throw error;
    }
  }

  release(): void {
    this.client.release(this.#failure);
  }
}
