import { type IncomingMessage } from 'node:http';
import { type Clock } from '@porch/repository';

/** Somebody who sends nothing for so long has nothing more to say. */
const SILENCE_MILLISECONDS = 500;
const MOST_SILENCES = 20;

/**
 * Reads what is left of a request's body and forgets it. A connection that is closed before is reset, and its sender, who
 * is still sending, never reads why: Go's server hears its clients out for the same reason. Resolves when the body is
 * there or its sender gone, after half a second without anything of it, and after ten seconds at the latest.
 */
export function hearOut(request: IncomingMessage, clock: Clock): Promise<void> {
  if (request.complete || request.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const over = new AbortController();
    let heard = true;
    let silences = 0;
    const onData = () => (heard = true);
    const finish = () => {
      over.abort();
      request.off('data', onData).off('end', finish).off('close', finish);
      resolve();
    };
    const look = () => {
      silences += 1;
      if (!heard || silences > MOST_SILENCES) return finish();
      heard = false;
      clock.schedule(SILENCE_MILLISECONDS, look, over.signal);
    };
    request.on('data', onData).on('end', finish).on('close', finish);
    look();
  });
}
