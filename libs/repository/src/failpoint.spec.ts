import { createFailpoint } from './failpoint';

describe('a failpoint', () => {
  it('does nothing unless one is named', () => {
    const kill = jest.fn();
    createFailpoint(undefined, kill)('push.after');
    createFailpoint('', kill)('push.after');
    expect(kill).not.toHaveBeenCalled();
  });

  it('kills at the named step, the first time or the time that is told', () => {
    const [once, third] = [jest.fn(), jest.fn()];
    const [first, later] = [createFailpoint('refs.between', once), createFailpoint('refs.between:3', third)];
    for (const reach of [first, later]) {
      reach('refs.before');
      reach('refs.between');
      reach('refs.between');
    }
    expect(once).toHaveBeenCalledTimes(1);
    expect(third).not.toHaveBeenCalled();
    later('refs.between');
    expect(third).toHaveBeenCalledTimes(1);
  });
});
