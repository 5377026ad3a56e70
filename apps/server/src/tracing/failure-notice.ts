import { type Clock } from '@porch/repository';
import { type ServerLogger } from '../logger';

const QUIET_MILLISECONDS = 60_000;

/**
 * Logs the first failure to send spans and then at most one a minute, with how many there were in between: a collector
 * that is down fails every batch. Only the error's text is logged, since what a collector answers may hold anything.
 */
export function createFailureNotice(clock: Clock, logger: Pick<ServerLogger, 'warn'>): (error: Error) => void {
  let toldAt = -Infinity;
  let untold = 0;
  return ({ message }) => {
    const now = clock.now().getTime();
    if (now - toldAt < QUIET_MILLISECONDS) {
      untold += 1;
      return;
    }
    logger.warn({ error: message, ...(untold > 0 ? { failuresInBetween: untold } : {}) }, 'spans could not be sent');
    toldAt = now;
    untold = 0;
  };
}
