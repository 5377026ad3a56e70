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

  it('writes a prepended list anew, as a block, and leaves an empty one alone', () => {
    const flow = 'apiVersion: v1\nkind: Pod\nspec:\n  containers: [] # none\n  volumes: [{name: a}]\n';
    expect(laidOver('x: 1\n', flow, { listIncreaseDirection: 'prepend' })).toBe(`${flow}x: 1\n`);
    const added = laidOver('spec:\n  volumes: [{name: a}]\n', pod('  - name: b\n'), {
      listIncreaseDirection: 'prepend',
    });
    expect(added).toBe(`${pod('  - name: b\n')}  volumes:\n  - {name: a}\n`);
  });

  it('matches elements that lack a key by the others', () => {
    const ports = (...elements: string[]) =>
      `apiVersion: v1\nkind: Service\nspec:\n  ports:\n${elements.map((element) => `  - ${element}\n`).join('')}`;
    const merged = laidOver(ports('{port: 80, name: web}'), ports('{port: 80}', '{port: 443, protocol: UDP}'));
    expect(merged).toBe(ports('{port: 80, name: web}', '{port: 443, protocol: UDP}'));
  });

  it('loses no element that has nothing to be known by', () => {
    const merged = laidOver('x: 1\n', pod('  - name: a\n  - image: b\n'));
    expect(merged).toContain('- name: a\n');
    expect(merged).toContain('- image: b\n');
  });

  it('quotes the strings it comes by that YAML 1.1 takes for something else', () => {
    expect(laidOver('b: no\n', 'a: yes\nc: [on]\n')).toBe('a: "yes"\nc: [on]\nb: "no"\n');
  });

  it('refuses unknown directives and directives on scalars', () => {
    expect(() => laidOver('spec:\n  $patch: explode\n', 'spec:\n  a: 1\n')).toThrow("unknown patch strategy 'explode'");
    expect(() => takePatchDirective(node('text'))).toThrow('no implemented strategic merge patch strategy');
  });
});
