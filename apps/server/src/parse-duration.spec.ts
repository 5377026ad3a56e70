import { parseDuration } from './parse-duration';

describe('a duration', () => {
  it.each([
    ['1h0m0s', 3_600_000],
    ['1h30m', 5_400_000],
    ['90s', 90_000],
    ['1.5s', 1500],
    ['250ms', 250],
    ['0', 0],
    ['0s', 0],
  ])('%s is %d ms', (text, milliseconds) => expect(parseDuration(text)).toBe(milliseconds));

  it.each(['', '5', '-1h', '1d', '1h ', 'h', '1..5s', '1hs'])('%j is none', (text) =>
    expect(parseDuration(text)).toBeUndefined(),
  );
});
