import { setTimeout as delay } from 'node:timers/promises';
import { isPorchError } from '@porch/api';

/**
 * Runs a read-change-write again when the server answers 409 Conflict: five attempts in all, 10 ms apart and a little
 * more each time, as client-go's DefaultRetry. The last conflict is thrown.
 */
export async function retryOnConflict<T>(attempt: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (let left = 4; ; left -= 1) {
    try {
      return await attempt();
    } catch (error) {
      const conflict = isPorchError(error) && error.reason === 'Conflict';
      if (!conflict || left === 0) throw error;
      await delay(10 * (5 - left), undefined, signal ? { signal } : {});
    }
  }
}
