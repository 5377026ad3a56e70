import { StarlarkError } from '../../runtime/starlark-error';

/** Seconds east of Greenwich, and what the zone is called there, at a moment in seconds since 1970. */
export interface TimeZone {
  at(unixSeconds: number): { readonly offset: number; readonly abbreviation: string };
}

export const utc: TimeZone = { at: () => ({ offset: 0, abbreviation: 'UTC' }) };

export function fixedZone(offset: number, abbreviation = ''): TimeZone {
  return { at: () => ({ offset, abbreviation }) };
}

/** A zone of the IANA database. @throws StarlarkError "unknown time zone …". */
export function findZone(name: string): TimeZone {
  if (name === '' || name === 'UTC') return utc;
  return createZone(name === 'Local' ? Intl.DateTimeFormat().resolvedOptions().timeZone : name);
}

export function isValidZone(name: string): boolean {
  try {
    findZone(name);
    return true;
  } catch {
    return false;
  }
}

function createZone(name: string): TimeZone {
  const clock = createFormat(name, clockParts);
  const short = createFormat(name, { timeZoneName: 'short' });
  return {
    at(unixSeconds) {
      const date = new Date(unixSeconds * 1000);
      const parts = Object.fromEntries(clock.formatToParts(date).map(({ type, value }) => [type, Number(value)]));
      const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
      const offset = Date.UTC(year, month - 1, day, hour, minute, second) / 1000 - unixSeconds;
      const label = short.formatToParts(date).find(({ type }) => type === 'timeZoneName')?.value ?? '';
      return { offset, abbreviation: label.startsWith('GMT') ? numericAbbreviation(offset, label) : label };
    },
  };
}

const clockParts: Intl.DateTimeFormatOptions = {
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
};

function createFormat(timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone, ...options });
  } catch {
    throw new StarlarkError(`unknown time zone ${timeZone}`);
  }
}

/** Where English has no letters for a zone its offset stands for them: `+01`, `+0530`. */
function numericAbbreviation(offset: number, label: string): string {
  if (label === 'GMT') return 'GMT';
  const minutes = Math.abs(offset) / 60;
  const hours = String(Math.floor(minutes / 60)).padStart(2, '0');
  const rest = minutes % 60 === 0 ? '' : String(minutes % 60).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${hours}${rest}`;
}
