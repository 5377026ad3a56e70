import { Client, type ClientConfig } from 'pg';
import { CHANNEL } from './postgres-dialect';

const FIRST_DELAY_MILLISECONDS = 100;
const LONGEST_DELAY_MILLISECONDS = 5000;

/**
 * Keeps one connection that listens for other servers' writes, and makes a new one whenever it is lost. Only a wake-up:
 * what was written is read from the table, so that nothing depends on a message arriving.
 */
export class ChangeListener {
  #client: Client | undefined;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  #delay = FIRST_DELAY_MILLISECONDS;

  /** @param wake called for each message, and after each reconnection, when messages may have been missed */
  constructor(
    private readonly config: ClientConfig,
    private readonly wake: () => void,
  ) {}

  async start(): Promise<void> {
    const client = new Client({ ...this.config, keepAlive: true });
    client.on('error', () => this.lost(client));
    client.on('end', () => this.lost(client));
    client.on('notification', () => this.wake());
    this.#client = client;
    await client.connect();
    await client.query(`listen ${CHANNEL}`);
    this.#delay = FIRST_DELAY_MILLISECONDS;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    const client = this.#client;
    this.#client = undefined;
    await client?.end().catch(() => undefined);
  }

  private lost(client: Client): void {
    if (this.#stopped || this.#client !== client) return;
    this.#client = undefined;
    client.end().catch(() => undefined);
    this.#timer = setTimeout(() => this.reconnect(), this.#delay).unref();
    this.#delay = Math.min(this.#delay * 2, LONGEST_DELAY_MILLISECONDS);
  }

  private reconnect(): void {
    this.start().then(
      () => this.wake(),
      () => {
        const client = this.#client;
        if (client) this.lost(client);
      },
    );
  }
}
