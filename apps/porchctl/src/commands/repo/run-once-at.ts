import { UsageError } from '../../session/command-error';
import { parseDuration } from '../../session/duration';

const MINIMUM_MS = 60_000;

export interface RunOnceAt {
  at: Date;
  /** What was asked for and could not be had. */
  warning?: string;
}

/**
 * When `--run-once` (a duration or an RFC 3339 time) lets a sync run: a minute from now at the earliest, which is also
 * the default.
 * @throws UsageError for a value that is neither
 */
export function runOnceAt(value: string | undefined, now: Date): RunOnceAt {
  const earliest = new Date(now.getTime() + MINIMUM_MS);
  if (!value) return { at: earliest };
  const duration = parseDuration(value);
  if (duration !== undefined) {
    if (duration >= MINIMUM_MS) return { at: new Date(now.getTime() + duration) };
    return {
      at: earliest,
      warning: 'Duration must be at least 1 minute. Sync time adjusted to comply with minimum delay.',
    };
  }
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value) ? Date.parse(value) : NaN;
  if (Number.isNaN(time)) {
    throw new UsageError(
      'invalid --run-once value',
      'give a duration of a minute or more, as 10m, or a time, as 2026-01-02T15:04:05Z',
    );
  }
  if (time >= earliest.getTime()) return { at: new Date(time) };
  return {
    at: earliest,
    warning: 'Scheduled time is within 1 minute or in the past. Sync time adjusted to comply with minimum delay.',
  };
}
