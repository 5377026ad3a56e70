import { createFakeClock } from '@porch/repository/testing';
import { createFailureNotice } from './failure-notice';

describe('the notice of spans that could not be sent', () => {
  it('is given at once, then once a minute with a count, and says texts alone', async () => {
    const lines: object[] = [];
    const clock = createFakeClock();
    const notice = createFailureNotice(clock, { warn: (fields: object) => void lines.push(fields) });
    const failure = Object.assign(new Error('connect ECONNREFUSED'), { data: 'what the collector said' });
    for (let index = 0; index < 4; index += 1) notice(failure);
    expect(lines).toEqual([{ error: 'connect ECONNREFUSED' }]);
    await clock.advance(59_999);
    notice(failure);
    await clock.advance(1);
    notice(failure);
    await clock.advance(60_000);
    notice(failure);
    expect(lines.slice(1)).toEqual([
      { error: 'connect ECONNREFUSED', failuresInBetween: 4 },
      { error: 'connect ECONNREFUSED' },
    ]);
  });
});
