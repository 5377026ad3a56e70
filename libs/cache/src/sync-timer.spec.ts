import { createFakeClock } from '@porch/repository/testing';
import { SyncTimer } from './sync-timer';

describe('the timer of syncs', () => {
  const start = () => {
    const clock = createFakeClock();
    let times = 0;
    const timer = new SyncTimer(clock, () => (times += 1));
    return { clock, timer, times: () => times };
  };

  it('goes off once, at the time it was set to last', async () => {
    const { clock, timer, times } = start();
    timer.set(1000);
    timer.set(3000);
    await clock.advance(2999);
    expect(times()).toBe(0);
    await clock.advance(1);
    await clock.advance(10_000);
    expect(times()).toBe(1);
  });

  it('is not put off by being asked again and again', async () => {
    const { clock, timer, times } = start();
    timer.set(60_000);
    for (let asked = 0; asked < 4; asked += 1) {
      timer.setAtTheLatest(1000);
      await clock.advance(250);
    }
    expect(times()).toBe(1);
    timer.setAtTheLatest(1000);
    await clock.advance(1000);
    expect(times()).toBe(2);
  });

  it('stays silent when it is cleared, and for good when it is closed', async () => {
    const { clock, timer, times } = start();
    timer.set(1000);
    timer.clear();
    await clock.advance(1000);
    timer.close();
    timer.set(1000);
    timer.setAtTheLatest(1000);
    await clock.advance(1000);
    expect(times()).toBe(0);
  });
});
