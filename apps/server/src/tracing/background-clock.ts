import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { type Clock } from '@porch/repository';

/**
 * A clock whose callbacks belong to no request. What a request leads to later (the next sync of a repository it
 * registered, say) would be part of its trace for ever otherwise.
 */
export function backgroundClock(clock: Clock): Clock {
  return {
    now: () => clock.now(),
    schedule: (delayMilliseconds, callback, signal) =>
      clock.schedule(delayMilliseconds, () => context.with(ROOT_CONTEXT, callback), signal),
  };
}
