import { isPorchError } from '@porch/api';
import { type ObjectChange } from '@porch/repository';
import { type ChangeHub } from '../change-hub';

const POLL_MILLISECONDS = 2000;

/** What the tail reads from. */
export interface ChangeTable {
  readChanges(after: number): Promise<readonly ObjectChange[]>;
  currentResourceVersion(): Promise<string>;
}

/**
 * Brings what any server wrote from the table to this process's subscribers. Reads when it is woken, and now and then
 * in case a wake-up was lost.
 */
export class ChangeTail {
  #reading: Promise<void> | undefined;
  #again = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly hub: ChangeHub,
    private readonly table: ChangeTable,
  ) {}

  start(): void {
    this.#timer = setInterval(() => this.wake(), POLL_MILLISECONDS).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#reading;
  }

  /** Reads soon what came since. */
  wake(): void {
    if (this.#reading) {
      this.#again = true;
      return;
    }
    this.#reading = this.readUntilNothingIsLeft().finally(() => {
      this.#reading = undefined;
      if (!this.#again) return;
      this.#again = false;
      this.wake();
    });
  }

  private async readUntilNothingIsLeft(): Promise<void> {
    try {
      for (;;) {
        const page = await this.table.readChanges(this.hub.position);
        if (page.length === 0) return;
        this.hub.publish(page);
      }
    } catch (error) {
      // Another server compacted what this one had not read; its subscribers must list again. Any other failure is
      // that of the connection, and the next wake-up or poll reads on from the same place.
      if (isPorchError(error) && error.reason === 'Expired') await this.startAfresh(error);
    }
  }

  private async startAfresh(error: unknown): Promise<void> {
    const current = await this.table.currentResourceVersion().catch(() => undefined);
    if (current !== undefined) this.hub.fail(error, Number(current));
  }
}
