import { parseYaml } from '../document/parse-yaml';
import { printYaml } from '../document/print-yaml';
import type { YamlNode } from '../document/yaml-node';
import { merge2, type Merge2Options } from './merge2';
import { takePatchDirective } from './patch-directive';

const node = (text: string): YamlNode | undefined => parseYaml(text)[0]?.root;

function laidOver(source: string, dest: string, options: Merge2Options = {}): string {
  const result = merge2(node(source), node(dest), options);
  return result ? printYaml(result) : '';
}

const pod = (containers: string) => `apiVersion: v1\nkind: Pod\nspec:\n  containers:\n${containers}`;

describe('merge2', () => {
  it('overrides values, adds fields and keeps the rest', () => {
    expect(laidOver('a: 2\nc: new\n', 'a: 1\nb: 1\n')).toBe('a: 2\nb: 1\nc: new\n');
  });

  it('removes what the source sets to null', () => {
    expect(laidOver('a: null\n', 'a:\n  x: 1\nb: 1\n')).toBe('b: 1\n');
  });

  it('keeps a null that only the destination has', () => {
    expect(laidOver('b: 2\n', 'a: null\nb: 1\n')).toBe('a: null\nb: 2\n');
  });

  it('keeps the destination’s quoting and takes the source’s comments', () => {
    expect(laidOver('a: x # why\n', `a: 'y' # old\n`)).toBe(`a: 'x' # why\n`);
  });

  it('appends or prepends the elements that only the source has', () => {
    const [a, b] = ['  - name: a\n', '  - name: b\n'];
    expect(laidOver(pod(b), pod(a))).toBe(pod(a + b));
    expect(laidOver(pod(b), pod(a), { listIncreaseDirection: 'prepend' })).toBe(pod(b + a));
  });

  it.each([
    ['merge', 'spec:\n  $patch: merge\n  b: 1\n', 'spec:\n  a: 1\n  b: 1\n'],
    ['replace', 'spec:\n  $patch: replace\n  b: 1\n', 'spec:\n  b: 1\n'],
    ['delete', 'spec:\n  $patch: delete\n', '{}\n'],
  ])('obeys the directive to %s', (_directive, patch, expected) => {
    expect(laidOver(patch, 'spec:\n  a: 1\n')).toBe(expected);
  });

  it('obeys directives on elements and on whole lists', () => {
    const two = '  - name: a\n  - name: b\n';
    expect(laidOver(pod('  - name: a\n    $patch: delete\n'), pod(two))).toBe(pod('  - name: b\n'));
    expect(laidOver(pod('  - name: c\n  - $patch: replace\n'), pod(two))).toBe(pod('  - name: c\n'));
  });

  it('refuses unknown directives and directives on scalars', () => {
    expect(() => laidOver('spec:\n  $patch: explode\n', 'spec:\n  a: 1\n')).toThrow("unknown patch strategy 'explode'");
    expect(() => takePatchDirective(node('text'))).toThrow('no implemented strategic merge patch strategy');
  });
});
