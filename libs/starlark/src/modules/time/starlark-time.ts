import { text, unpackPositional } from '../../builtins/unpack-arguments';
import { normalizeInt } from '../../runtime/integers';
import type { ReprWriter } from '../../values/repr-writer';
import { StarlarkBuiltin } from '../../values/starlark-builtin';
import { StarlarkObject, type BinaryOperator, type HashKey, type Value } from '../../values/value';
import { StarlarkDuration } from './duration';
import { formatTime } from './format-time';
import { findZone, type TimeZone } from './time-zone';
import { wallClock } from './wall-clock';

/** Go's zero time, 1 January of the year 1: the only one that is false. */
const zeroTimeNanos = -62_135_596_800_000_000_000n;

/** A moment, and the zone in which it is shown. */
export class StarlarkTime extends StarlarkObject {
  override readonly typeName = 'time.time';

  constructor(
    readonly unixNanos: bigint,
    readonly zone: TimeZone,
  ) {
    super();
  }

  override truth(): boolean {
    return this.unixNanos !== zeroTimeNanos;
  }

  override hashKey(): HashKey {
    return `\0T${this.unixNanos}`;
  }

  override attribute(name: string): Value | undefined {
    switch (name) {
      case 'unix':
        return normalizeInt(floorSeconds(this.unixNanos));
      case 'unix_nano':
        return normalizeInt(this.unixNanos);
      case 'format':
        return new StarlarkBuiltin(
          'format',
          (args) => formatTime(this, unpackPositional('format', args, 1, [text])[0] ?? ''),
          this,
        );
      case 'in_location':
        return new StarlarkBuiltin(
          'in_location',
          (args) => {
            const [location = ''] = unpackPositional('in_location', args, 1, [text]);
            return new StarlarkTime(this.unixNanos, findZone(location));
          },
          this,
        );
      case 'year':
      case 'month':
      case 'day':
      case 'hour':
      case 'minute':
      case 'second':
      case 'nanosecond':
        return wallClock(this)[name];
      default:
        return undefined;
    }
  }

  override attributeNames(): readonly string[] {
    return [
      ...['day', 'format', 'hour', 'in_location', 'minute', 'month', 'nanosecond', 'second', 'unix', 'unix_nano'],
      'year',
    ];
  }

  override order(other: StarlarkTime): number {
    return this.unixNanos < other.unixNanos ? -1 : this.unixNanos > other.unixNanos ? 1 : 0;
  }

  plus(nanos: bigint): StarlarkTime {
    return new StarlarkTime(this.unixNanos + nanos, this.zone);
  }

  override binary(operator: BinaryOperator, other: Value, side: 'left' | 'right'): Value | undefined {
    if (operator === '+' && other instanceof StarlarkDuration) return this.plus(other.nanos);
    if (operator !== '-' || side !== 'left') return undefined;
    if (other instanceof StarlarkDuration) return this.plus(-other.nanos);
    return other instanceof StarlarkTime ? new StarlarkDuration(this.unixNanos - other.unixNanos) : undefined;
  }

  override writeRepr(writer: ReprWriter): void {
    writer.text(formatTime(this, '2006-01-02 15:04:05.999999999 -0700 MST'));
  }
}

export function floorSeconds(nanos: bigint): bigint {
  return (nanos - (((nanos % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n)) / 1_000_000_000n;
}
