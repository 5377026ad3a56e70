import fc from 'fast-check';
import { Glob } from './glob';

describe('a glob', () => {
  it.each([
    ['*.yaml', 'a.yaml', true],
    ['*.yaml', '.yaml', true],
    ['*.yaml', 'a.yaml.bak', false],
    ['*.yaml', 'dir/a.yaml', false],
    ['*', 'anything', true],
    ['*', 'a/b', false],
    ['*/b', 'a/b', true],
    ['*/b', 'a/c/b', false],
    ['*.y?ml', 'a.yaml', true],
    ['Kptfile', 'Kptfile', true],
    ['**/b', 'a/c/b', true],
  ])('%s and %s: %s', (glob, text, expected) => {
    expect(new Glob(glob).matches(text)).toBe(expected);
  });

  it('takes a star and text for the same as two stars in a row with it', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '.', '/') });
    fc.assert(
      fc.property(text, text, (ending, name) => {
        const segments = ending.replaceAll('/', '');
        expect(new Glob(`*${segments}`).matches(name)).toBe(
          new Glob(`*?${segments}`).matches(`x${name}`) && !name.includes('/'),
        );
      }),
    );
  });
});
