import { gitLimits } from './git-limits';

describe('limits given by flags', () => {
  it('are named and numbers', () => {
    expect(gitLimits(['maximumRefs=10', 'maximumPathDepth=3'])).toEqual({ maximumRefs: 10, maximumPathDepth: 3 });
  });

  it.each(['maximumRefs', 'maximumRefs=0', 'maximumRefs=x', 'nothing=1', '__proto__=1'])('are not %s', (text) => {
    expect(() => gitLimits([text])).toThrow('--git-limit');
  });
});
