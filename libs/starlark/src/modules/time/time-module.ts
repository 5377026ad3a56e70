import { defineModule } from '../../builtins/define-module';
import { int, text, unpackNamed, unpackPositional, type ParameterType } from '../../builtins/unpack-arguments';
import { StarlarkError } from '../../runtime/starlark-error';
import type { StarlarkModule } from '../../values/starlark-module';
import { typeName } from '../../values/value';
import { parseDuration, StarlarkDuration } from './duration';
import { parseTime } from './parse-time';
import { StarlarkTime } from './starlark-time';
import { findZone, isValidZone } from './time-zone';
import { unixNanosOf } from './wall-clock';

const rfc3339 = '2006-01-02T15:04:05Z07:00';

const duration: ParameterType<StarlarkDuration> = (value, where) => {
  if (value instanceof StarlarkDuration) return value;
  if (typeof value === 'string') return parseDuration(value, where);
  throw new StarlarkError(`${where}: got ${typeName(value)}, want a duration, string, or int`);
};

/** `time`, all of starlark-go's. @param now milliseconds since 1970 */
export function createTimeModule(now: () => number): StarlarkModule {
  return defineModule(
    'time',
    {
      from_timestamp: (args) => {
        const [seconds = 0, nanos = 0] = unpackPositional('from_timestamp', args, 1, [int, int]);
        return new StarlarkTime(BigInt(seconds) * 1_000_000_000n + BigInt(nanos), findZone('Local'));
      },
      is_valid_timezone: (args) => {
        const [name = ''] = unpackPositional('is_valid_timezone', args, 1, [text]);
        return isValidZone(name);
      },
      now: (args) => {
        unpackPositional('now', args, 0, []);
        return new StarlarkTime(BigInt(Math.trunc(now() * 1000)) * 1000n, findZone('Local'));
      },
      parse_duration: (args) => {
        const [value] = unpackPositional('parse_duration', args, 1, [duration]);
        return value ?? new StarlarkDuration(0n);
      },
      parse_time: (args) => {
        const names = ['x', 'format?', 'location?'];
        const [source = '', format = rfc3339, location = 'UTC'] = unpackNamed('parse_time', args, names, [
          text,
          text,
          text,
        ]);
        return parseTime(source, format, findZone(location));
      },
      time: (args) => {
        if (args.positional.length > 0) throw new StarlarkError('time: unexpected positional arguments');
        const names = ['year?', 'month?', 'day?', 'hour?', 'minute?', 'second?', 'nanosecond?', 'location?'];
        const types = [int, int, int, int, int, int, int, text] as const;
        const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, nanosecond = 0, location = ''] =
          unpackNamed('time', args, names, types);
        const zone = findZone(location);
        return new StarlarkTime(unixNanosOf({ year, month, day, hour, minute, second, nanosecond }, zone), zone);
      },
    },
    {
      constants: {
        nanosecond: new StarlarkDuration(1n),
        microsecond: new StarlarkDuration(1_000n),
        millisecond: new StarlarkDuration(1_000_000n),
        second: new StarlarkDuration(1_000_000_000n),
        minute: new StarlarkDuration(60_000_000_000n),
        hour: new StarlarkDuration(3_600_000_000_000n),
      },
    },
  );
}
