import { PorchError } from '@porch/api';
import { retryDelay } from './retry-delay';
import { nextSyncTime } from './sync-schedule';

const at = (text: string) => new Date(`2026-01-02T${text}Z`);
const times = {
  now: at('03:00:00'),
  lastFullSyncTime: at('02:30:00'),
  observedRunOnceAt: undefined,
  intervalMilliseconds: 3600_000,
};

describe('the next sync', () => {
  it.each([
    ['the interval after the last one', undefined, {}, at('03:30:00')],
    ['the interval from now before there was one', undefined, { lastFullSyncTime: undefined }, at('04:00:00')],
    ['by cron, after the last one', { schedule: '0 * * * *' }, {}, at('03:00:00')],
    ['the interval, when the schedule cannot be read', { schedule: 'now and then' }, {}, at('03:30:00')],
    [
      'at runOnceAt before anything else',
      { schedule: '0 * * * *', runOnceAt: '2026-01-02T05:00:00Z' },
      {},
      at('05:00:00'),
    ],
    ['at once, for a runOnceAt in the past', { runOnceAt: '2026-01-02T01:00:00Z' }, {}, at('01:00:00')],
    [
      'as if there were no runOnceAt that was carried out',
      { runOnceAt: '2026-01-02T01:00:00Z' },
      { observedRunOnceAt: '2026-01-02T01:00:00Z' },
      at('03:30:00'),
    ],
    ['as if there were no runOnceAt that is no time', { runOnceAt: 'tomorrow' }, {}, at('03:30:00')],
  ])('is %s', (_what, sync, change, expected) => {
    expect(nextSyncTime(sync, { ...times, ...change })).toEqual(expected);
  });
});

describe('the wait after a failure', () => {
  const withCode = (code: string) => Object.assign(new Error('failed'), { code });
  it.each([
    ['an unknown host', withCode('ENOTFOUND'), 30],
    ['a refused connection, deep down', new Error('fetch failed', { cause: withCode('ECONNREFUSED') }), 30],
    ['a certificate nobody trusts', withCode('DEPTH_ZERO_SELF_SIGNED_CERT'), 300],
    ['a time-out', new PorchError('Timeout', 'no answer'), 60],
    ['credentials that are refused', new PorchError('ServiceUnavailable', 'authentication required'), 600],
    ['a branch that is missing', new PorchError('Invalid', 'branch "main" not found'), 120],
    ['too many requests', new PorchError('TooManyRequests', 'slow down'), 300],
    ['anything else', new Error('broken'), 30],
    ['what is no error', 'broken', 30],
  ])('of %s is right', (_what, error, seconds) => {
    expect(retryDelay(error)).toBe(seconds * 1000);
  });
});
