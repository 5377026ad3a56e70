import { resolveAnchors } from '../io/resolve-anchors';
import { toJs } from './node-conversion';
import { deepCopy } from './node-copy';
import { parseYaml } from './parse-yaml';
import { printYaml } from './print-yaml';
import { YamlSyntaxError } from './yaml-syntax-error';

/** Time a hostile text may take on a machine that is busy; the honest figure is a hundredth of it. */
const LIMIT_MS = 60_000;

function timed<T>(run: () => T): T {
  const start = performance.now();
  const result = run();
  expect(performance.now() - start).toBeLessThan(LIMIT_MS);
  return result;
}

const root = (text: string) => parseYaml(text)[0]?.root;

describe('hostile YAML costs bounded time and memory', () => {
  it('keeps an alias bomb folded, and refuses to unfold it', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let i = 1; i < 12; i++)
      lines.push(
        `a${i}: &a${i} [${Array<string>(10)
          .fill(`*a${i - 1}`)
          .join(', ')}]`,
      );
    const bomb = timed(() => root(lines.join('\n')));
    expect(() => timed(() => toJs(bomb))).toThrow(/excessive aliasing/);
    expect(bomb && printYaml(bomb).length).toBeLessThan(2000);
    expect(() => timed(() => resolveAnchors(deepCopy(bomb as NonNullable<typeof bomb>)))).toThrow(/excessive aliasing/);
  });

  it('refuses anchors that contain themselves', () => {
    const loop = root('a: &a\n  b: *a\n');
    expect(() => toJs(loop)).toThrow(/contains itself/);
    expect(() => resolveAnchors(loop as NonNullable<typeof loop>)).toThrow(/contains itself/);
  });

  it('refuses merge keys that multiply', () => {
    const lines = [`base0: &m0 {${Array.from({ length: 50 }, (_, i) => `k${i}: v`).join(', ')}}`];
    for (let i = 1; i < 20; i++)
      lines.push(
        `base${i}: &m${i}\n  <<: [${Array<string>(20)
          .fill(`*m${i - 1}`)
          .join(', ')}]`,
      );
    const node = root(lines.join('\n'));
    expect(() => timed(() => toJs(node))).toThrow(/excessive aliasing/);
  });

  it('reads thousands of fields of one mapping, and as many duplicates', () => {
    const text = Array.from({ length: 50_000 }, (_, i) => `k${i % 25_000}: v`).join('\n');
    expect(Object.keys(timed(() => toJs(root(text))) as object)).toHaveLength(25_000);
  });

  it('reads a scalar of 10 MB in any style', () => {
    const long = 'x'.repeat(10_000_000);
    for (const text of [`a: ${long}`, `a: "${long}"`, `a: '${long}'`, `a: |\n  ${long}\n`]) {
      expect(timed(() => root(text))?.content[1]?.value.length).toBeGreaterThanOrEqual(10_000_000);
    }
  });

  it('reads a scalar of many lines', () => {
    const text = `a: |\n${'  line\n'.repeat(300_000)}b: "${'\\n'.repeat(300_000)}"\n`;
    expect(timed(() => printYaml(parseYaml(text))).length).toBeGreaterThan(2_000_000);
  });

  it.each([
    ['flow lists', '['.repeat(100_000)],
    ['flow mappings', '{a: '.repeat(100_000)],
    ['lists', `${'- '.repeat(100_000)}x`],
    ['mappings', Array.from({ length: 3000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
    ['explicit keys', `${'? '.repeat(100_000)}x`],
  ])('refuses %s nested beyond reason', (_, text) => {
    expect(() => timed(() => parseYaml(text))).toThrow(/maximum depth/);
    expect(() => parseYaml(text)).toThrow(YamlSyntaxError);
  });

  it('handles the depth it accepts without running out of stack', () => {
    const deep = `${'['.repeat(1000)}${']'.repeat(1000)}\n`;
    const node = root(deep) as NonNullable<ReturnType<typeof root>>;
    expect(printYaml(deepCopy(node))).toBe(deep);
    expect(JSON.stringify(toJs(node))).toHaveLength(2000);
  });

  it('reads ten thousand documents', () => {
    expect(timed(() => parseYaml('a: 1\n---\n'.repeat(10_000)))).toHaveLength(10_001);
  });

  it('reads thousands of comments between fields', () => {
    const text = Array.from({ length: 20_000 }, (_, i) => `# c${i}\n\nk${i}: v # d\n`).join('');
    expect(timed(() => printYaml(parseYaml(text)))).toContain('# c19999');
  });

  it('reads a long run of blank space and empty lines', () => {
    const text = `a: 1${' '.repeat(500_000)}\n${'\n'.repeat(500_000)}# c\n${' \n'.repeat(300_000)}b: 2\n`;
    expect(timed(() => toJs(root(text)))).toEqual({ a: 1, b: 2 });
  });

  it('takes keys such as __proto__ for data', () => {
    const data = toJs(root('__proto__:\n  polluted: true\nconstructor:\n  prototype: {polluted: true}\n')) as object;
    expect(Object.keys(data)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(data)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    const merged = toJs(root('a: &x {__proto__: {polluted: true}}\nb: {<<: *x}\n')) as Record<string, object>;
    expect(Object.hasOwn(merged['b'] ?? {}, '__proto__')).toBe(true);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
