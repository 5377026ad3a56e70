const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A span of time as kubectl's AGE column shows it: `5m`, `3h20m`, `12d`, `2y34d`. */
export function humanDuration(milliseconds: number): string {
  const whole = (unit: number) => Math.floor(milliseconds / unit);
  const pair = (big: number, bigName: string, small: number, smallName: string) => {
    const rest = Math.floor((milliseconds % big) / small);
    return `${whole(big)}${bigName}${rest === 0 ? '' : `${rest}${smallName}`}`;
  };
  if (milliseconds < 0) return '0s';
  if (milliseconds < 2 * MINUTE) return `${whole(SECOND)}s`;
  if (milliseconds < 10 * MINUTE) return pair(MINUTE, 'm', SECOND, 's');
  if (milliseconds < 3 * HOUR) return `${whole(MINUTE)}m`;
  if (milliseconds < 8 * HOUR) return pair(HOUR, 'h', MINUTE, 'm');
  if (milliseconds < 2 * DAY) return `${whole(HOUR)}h`;
  if (milliseconds < 8 * DAY) return pair(DAY, 'd', HOUR, 'h');
  if (milliseconds < 2 * 365 * DAY) return `${whole(DAY)}d`;
  if (milliseconds < 8 * 365 * DAY) {
    const years = whole(365 * DAY);
    const days = whole(DAY) % 365;
    return `${years}y${days === 0 ? '' : `${days}d`}`;
  }
  return `${whole(365 * DAY)}y`;
}
