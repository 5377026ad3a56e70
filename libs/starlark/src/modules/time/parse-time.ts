import { StarlarkError } from '../../runtime/starlark-error';
import { quoteText } from '../../text/quote-text';
import { dayNames, monthNames, parseLayout, type LayoutElement } from './layout';
import { StarlarkTime } from './starlark-time';
import { fixedZone, utc, type TimeZone } from './time-zone';
import { unixNanosOf, type ClockReading } from './wall-clock';

type Reading = { -readonly [K in keyof ClockReading]: ClockReading[K] } & { afternoon?: boolean; zone?: TimeZone };

/** How the text of an element looks, and what it sets. */
const numeric: Readonly<Partial<Record<LayoutElement, readonly [RegExp, (reading: Reading, value: number) => void]>>> =
  {
    '2006': [/\d{4}/y, (reading, value) => (reading.year = value)],
    '06': [/\d{2}/y, (reading, value) => (reading.year = value + (value >= 69 ? 1900 : 2000))],
    '01': [/\d{2}/y, (reading, value) => (reading.month = value)],
    '1': [/\d{1,2}/y, (reading, value) => (reading.month = value)],
    '02': [/\d{2}/y, (reading, value) => (reading.day = value)],
    _2: [/ ?\d{1,2}/y, (reading, value) => (reading.day = value)],
    '2': [/\d{1,2}/y, (reading, value) => (reading.day = value)],
    '15': [/\d{2}/y, (reading, value) => (reading.hour = value)],
    '03': [/\d{2}/y, (reading, value) => (reading.hour = value)],
    '3': [/\d{1,2}/y, (reading, value) => (reading.hour = value)],
    '04': [/\d{2}/y, (reading, value) => (reading.minute = value)],
    '4': [/\d{1,2}/y, (reading, value) => (reading.minute = value)],
    '05': [/\d{2}/y, (reading, value) => (reading.second = value)],
    '5': [/\d{1,2}/y, (reading, value) => (reading.second = value)],
  };

/**
 * Reads a moment in one of Go's layouts. What the layout does not say is the start of the year 1 in the zone.
 *
 * @throws StarlarkError "parsing time … as …".
 */
export function parseTime(source: string, layout: string, zone: TimeZone): StarlarkTime {
  const reading: Reading = { year: 0, month: 1, day: 1, hour: 0, minute: 0, second: 0, nanosecond: 0 };
  const failure = (detail: string) => {
    return new StarlarkError(`parsing time ${quoteText(source)} as ${quoteText(layout)}: ${detail}`);
  };
  let at = 0;
  const take = (expression: RegExp): string | undefined => {
    expression.lastIndex = at;
    const text = expression.exec(source)?.[0];
    at += text?.length ?? 0;
    return text;
  };
  for (const part of parseLayout(layout)) {
    const rest = source.slice(at);
    if (part.kind === 'text') {
      if (!source.startsWith(part.text, at))
        throw failure(`cannot parse ${quoteText(rest)} as ${quoteText(part.text)}`);
      at += part.text.length;
    } else if (part.kind === 'fraction') {
      const text = take(part.trimmed ? /[.,]\d+/y : new RegExp(`[.,]\\d{${part.digits}}`, 'y'));
      if (text === undefined && !part.trimmed) throw failure(`cannot parse ${quoteText(rest)} as a fraction`);
      if (text !== undefined) reading.nanosecond = fractionNanos(text);
    } else {
      if (!readElement(part.element, take, reading)) {
        throw failure(`cannot parse ${quoteText(rest)} as ${quoteText(part.element)}`);
      }
      const fraction = part.element === '05' || part.element === '5' ? take(/[.,]\d+/y) : undefined;
      if (fraction !== undefined) reading.nanosecond = fractionNanos(fraction);
    }
  }
  if (at < source.length) throw failure(`extra text: ${quoteText(source.slice(at))}`);
  checkRanges(reading, (part) => new StarlarkError(`parsing time ${quoteText(source)}: ${part} out of range`));
  const inZone = reading.zone ?? zone;
  return new StarlarkTime(unixNanosOf(reading, inZone), inZone);
}

function fractionNanos(text: string): number {
  return Number(text.slice(1, 10).padEnd(9, '0'));
}

function readElement(
  element: LayoutElement,
  take: (expression: RegExp) => string | undefined,
  reading: Reading,
): boolean {
  const rule = numeric[element];
  if (rule !== undefined) {
    const text = take(rule[0]);
    if (text !== undefined) rule[1](reading, Number(text));
    return text !== undefined;
  }
  switch (element) {
    case 'January':
    case 'Jan': {
      const text = take(/[A-Za-z]+/y)?.toLowerCase();
      const month = monthNames.findIndex(
        (name) => text === (element === 'Jan' ? name.slice(0, 3) : name).toLowerCase(),
      );
      reading.month = month + 1;
      return month >= 0;
    }
    case 'Monday':
    case 'Mon': {
      const text = take(/[A-Za-z]+/y)?.toLowerCase();
      return dayNames.some((name) => text === (element === 'Mon' ? name.slice(0, 3) : name).toLowerCase());
    }
    case 'PM':
    case 'pm': {
      const text = take(/[AaPp][Mm]/y);
      if (text === undefined) return false;
      const afternoon = text.toLowerCase() === 'pm';
      reading.hour = (reading.hour % 12) + (afternoon ? 12 : 0);
      return true;
    }
    case 'MST': {
      const text = take(/[A-Z]{3,5}|[+-]\d{2}/y);
      if (text !== undefined) reading.zone = text === 'UTC' ? utc : fixedZone(0, text);
      return text !== undefined;
    }
    case '002':
    case '__2': {
      const text = take(/ {0,2}\d{1,3}/y);
      reading.month = 1;
      reading.day = Number(text);
      return text !== undefined;
    }
    default:
      return readOffset(element, take, reading);
  }
}

function readOffset(element: string, take: (expression: RegExp) => string | undefined, reading: Reading): boolean {
  if (element.startsWith('Z') && take(/Z/y) !== undefined) {
    reading.zone = utc;
    return true;
  }
  const separator = element.includes(':') ? ':' : '';
  const count = element.replace(/[^\d]/g, '').length / 2;
  const text = take(new RegExp(`[+-]\\d{2}${`${separator}\\d{2}`.repeat(count - 1)}`, 'y'));
  if (text === undefined) return false;
  const [hours = 0, minutes = 0, seconds = 0] = (text.slice(1).replaceAll(':', '').match(/\d{2}/g) ?? []).map(Number);
  const offset = (hours * 3600 + minutes * 60 + seconds) * (text.startsWith('-') ? -1 : 1);
  reading.zone = offset === 0 ? utc : fixedZone(offset);
  return true;
}

function checkRanges({ year, month, day, hour, minute, second }: Reading, failure: (part: string) => Error): void {
  if (month < 1 || month > 12) throw failure('month');
  if (day < 1 || day > 366 || (day <= 31 && day > new Date(Date.UTC(year, month, 0)).getUTCDate()))
    throw failure('day');
  if (hour > 23) throw failure('hour');
  if (minute > 59) throw failure('minute');
  if (second > 59) throw failure('second');
}
