import { type RepositorySpec } from '@porch/api';
import { Cron } from 'croner';

/** How often a repository without a schedule is synchronised (E-5.5). */
export const DEFAULT_SYNC_INTERVAL_MILLISECONDS = 60 * 60 * 1000;

/** How often a remote is asked whether it is there and as it was: what others pushed is seen within a minute. */
export const DEFAULT_CHECK_INTERVAL_MILLISECONDS = 45 * 1000;

export interface SyncTimes {
  readonly now: Date;
  readonly lastFullSyncTime: Date | undefined;
  /** The `runOnceAt` that was carried out last. */
  readonly observedRunOnceAt: string | undefined;
  readonly intervalMilliseconds: number;
}

/**
 * When to synchronise next (E-5.5). A `runOnceAt` that was not carried out yet comes first: until then nothing else is
 * due, and one in the past is due now. Then the cron schedule, in UTC; without one, or with one that cannot be read,
 * the interval.
 */
export function nextSyncTime(sync: RepositorySpec['sync'], times: SyncTimes): Date {
  const once = pendingRunOnce(sync, times.observedRunOnceAt);
  if (once) return once;
  const last = times.lastFullSyncTime ?? times.now;
  const scheduled = sync?.schedule === undefined ? undefined : nextRun(sync.schedule, last);
  return scheduled ?? new Date(last.getTime() + times.intervalMilliseconds);
}

/** The time of a `runOnceAt` that waits to be carried out. */
export function pendingRunOnce(sync: RepositorySpec['sync'], observed: string | undefined): Date | undefined {
  if (!sync?.runOnceAt || sync.runOnceAt === observed) return undefined;
  const time = new Date(sync.runOnceAt);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

function nextRun(schedule: string, after: Date): Date | undefined {
  try {
    return new Cron(schedule, { paused: true, timezone: 'UTC' }).nextRun(after) ?? undefined;
  } catch {
    return undefined;
  }
}
