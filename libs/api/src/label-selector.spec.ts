import { matchesLabelSelector, parseLabelSelector } from './label-selector';

const labels = { app: 'web', tier: 'front', 'kpt.dev/latest-revision': 'true', size: '5' };

describe('label selectors', () => {
  it.each([
    ['', true],
    ['app=web', true],
    ['app==web,tier=front', true],
    ['app=db', false],
    ['app!=db', true],
    ['missing!=x', true],
    ['app', true],
    ['!app', false],
    ['! missing', true],
    ['app in (web, db)', true],
    ['app notin (web,db)', false],
    ['missing notin (a)', true],
    ['kpt.dev/latest-revision=true', true],
    ['size>4', true],
    ['size<5', false],
    ['toString', false],
    ['constructor!=x', true],
    ['app=', false],
  ])('%s matches: %s', (text, expected) => {
    expect(matchesLabelSelector(parseLabelSelector(text), labels)).toBe(expected);
  });

  it.each(['app=web,', 'a b', 'app in web', '=x', 'size>big', 'app in (a', 'a=b=c'])('refuses %j', (text) => {
    expect(() => parseLabelSelector(text)).toThrow(/label selector/);
  });
});
