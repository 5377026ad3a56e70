import { dayNames, monthNames, parseLayout, type LayoutElement } from './layout';
import type { StarlarkTime } from './starlark-time';
import { wallClock, type WallClock } from './wall-clock';

/** A moment in one of Go's layouts. */
export function formatTime(time: StarlarkTime, layout: string): string {
  const clock = wallClock(time);
  return parseLayout(layout)
    .map((part) => {
      switch (part.kind) {
        case 'text':
          return part.text;
        case 'element':
          return formatElement(part.element, clock);
        case 'fraction':
          return formatFraction(clock.nanosecond, part.digits, part.trimmed, part.mark);
      }
    })
    .join('');
}

function formatFraction(nanosecond: number, digits: number, trimmed: boolean, mark: string): string {
  const fraction = String(nanosecond).padStart(9, '0').slice(0, digits).padEnd(digits, '0');
  const shown = trimmed ? fraction.replace(/0+$/, '') : fraction;
  return shown === '' ? '' : mark + shown;
}

function pad(value: number, width = 2, fill = '0'): string {
  return String(value).padStart(width, fill);
}

function formatElement(element: LayoutElement, clock: WallClock): string {
  const { year, month, day, hour, minute, second, weekday } = clock;
  switch (element) {
    case '2006':
      return pad(year, 4);
    case '06':
      return pad(year % 100);
    case 'January':
      return monthNames[month - 1] ?? '';
    case 'Jan':
      return (monthNames[month - 1] ?? '').slice(0, 3);
    case '01':
      return pad(month);
    case '1':
      return String(month);
    case 'Monday':
      return dayNames[weekday] ?? '';
    case 'Mon':
      return (dayNames[weekday] ?? '').slice(0, 3);
    case '02':
      return pad(day);
    case '_2':
      return pad(day, 2, ' ');
    case '2':
      return String(day);
    case '002':
      return pad(dayOfYear(clock), 3);
    case '__2':
      return pad(dayOfYear(clock), 3, ' ');
    case '15':
      return pad(hour);
    case '03':
      return pad(hour % 12 || 12);
    case '3':
      return String(hour % 12 || 12);
    case '04':
      return pad(minute);
    case '4':
      return String(minute);
    case '05':
      return pad(second);
    case '5':
      return String(second);
    case 'PM':
      return hour >= 12 ? 'PM' : 'AM';
    case 'pm':
      return hour >= 12 ? 'pm' : 'am';
    case 'MST':
      return clock.abbreviation === '' ? formatOffset(clock.offset, '-0700') : clock.abbreviation;
    default:
      return formatOffset(clock.offset, element);
  }
}

function dayOfYear({ year, month, day }: WallClock): number {
  return (
    Math.round((Date.UTC(2000, month - 1, day) - Date.UTC(2000, 0, 1)) / 86_400_000) +
    (isLeap(year) || month < 3 ? 1 : 0)
  );
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** The layout says how: `-0700`, `-07:00`, `-07`, with seconds, and with Z for none. */
function formatOffset(offset: number, layout: string): string {
  if (layout.startsWith('Z') && offset === 0) return 'Z';
  const magnitude = Math.abs(offset);
  const parts = [Math.floor(magnitude / 3600), Math.floor(magnitude / 60) % 60, magnitude % 60].map((part) =>
    pad(part),
  );
  const separator = layout.includes(':') ? ':' : '';
  const count = layout.replace(/[^\d]/g, '').length / 2;
  return (offset < 0 ? '-' : '+') + parts.slice(0, count).join(separator);
}
