import { floorSeconds, type StarlarkTime } from './starlark-time';
import type { TimeZone } from './time-zone';

/** A moment as the clocks and calendars of its zone show it. */
export interface WallClock {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  /** 0 for Sunday. */
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly nanosecond: number;
  /** Seconds east of Greenwich. */
  readonly offset: number;
  readonly abbreviation: string;
}

export function wallClock({ unixNanos, zone }: Pick<StarlarkTime, 'unixNanos' | 'zone'>): WallClock {
  const seconds = floorSeconds(unixNanos);
  const { offset, abbreviation } = zone.at(Number(seconds));
  const date = new Date((Number(seconds) + offset) * 1000);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: date.getUTCDay(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    nanosecond: Number(unixNanos - seconds * 1_000_000_000n),
    offset,
    abbreviation,
  };
}

export interface ClockReading {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly nanosecond: number;
}

/** The moment at which a zone's clocks show a reading, in nanoseconds since 1970; out-of-range parts carry over. */
export function unixNanosOf(reading: ClockReading, zone: TimeZone): bigint {
  const { year, month, day, hour, minute, second, nanosecond } = reading;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  const local = date.getTime() / 1000;
  const guess = local - zone.at(local).offset;
  const seconds = local - zone.at(guess).offset;
  return BigInt(seconds) * 1_000_000_000n + BigInt(nanosecond);
}
