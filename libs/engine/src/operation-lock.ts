import { PorchError } from '@porch/api';

/**
 * One operation at a time per package revision. It never waits: whoever comes second is told so (E-1.1), because
 * queueing behind a render would only turn one slow request into several.
 */
export class OperationLock {
  readonly #held = new Set<string>();

  /**
   * Takes the lock before anything is awaited and gives it back when the operation has ended, however it ended.
   * @throws PorchError Conflict when it is taken
   */
  async run<T>(key: string, subject: string, operation: () => Promise<T>): Promise<T> {
    if (this.#held.has(key)) {
      throw new PorchError('Conflict', `another request is already in progress ${subject}`);
    }
    this.#held.add(key);
    try {
      return await operation();
    } finally {
      this.#held.delete(key);
    }
  }
}
