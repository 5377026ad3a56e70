import { runStarlark } from '../run-starlark';
import { errorOf } from '../run-program.spec-support';

describe('limits', () => {
  const few = { maxSteps: 200_000, maxAllocatedBytes: 8 * 1024 * 1024 };

  it.each([
    ['a loop without end', 'while True: pass'],
    ['loops within loops', '[0 for a in range(100000) for b in range(100000) if False]'],
    ['calls that multiply', 'def f(n): return f(n - 1) + f(n - 1) if n else 1\nf(60)'],
    ['equal data that shares its parts', 'a = [1]\nb = [1]\nfor i in range(60):\n  a = [a, a]\n  b = [b, b]\na == b'],
    ['a sort whose key never ends', 'sorted([1], key = lambda x: [0 for i in range(1000000000) if False])'],
    ['many looks at a long text', 's = "a" * 1000000\nfor i in range(1000000): s.find("b")'],
    ['a list taken apart from its start', 'l = list(range(100000))\nwhile l: l.pop(0)'],
    [
      'a regular expression that others try for ever',
      'load("re.star", "re")\nwhile True: re.findall("(a+)+$", "a" * 1000 + "!")',
    ],
  ])('stop %s', (_, source) => {
    const error = errorOf(source, { limits: few });
    expect(error.kind).toBe('limit');
    expect(error.message).toBe('too many steps: the limit is 200000');
  });

  it.each([
    ['a long text', 'x = "a" * 100000000'],
    ['a text that doubles', 's = "a"\nwhile True: s += s'],
    ['a list that doubles', 'l = [1]\nwhile True: l = l + l'],
    ['a list that doubles in place', 'l = [1]\nwhile True: l.extend(l)'],
    ['a dict that grows', 'd = {}\nwhile True: d[len(d)] = 1'],
    ['parts of a long text', 'x = ",".join(["a" * 10000] * 10000)'],
    ['a text of nothing but separators', '(","  * 4000000).split(",")'],
    ['ints that grow', 'x = 1\nwhile True: x = x << 500'],
    ['a key that holds itself many times', 'a = (1,)\nfor i in range(60): a = (a, a)\n{a: 1}'],
    ['a text made of fields', '("{0}" * 1000).format("x" * 100000)'],
    ['all numbers', 'list(range(10000000))'],
  ])('stop the memory of %s', (_, source) => {
    const error = errorOf(source, { limits: { ...few, maxSteps: 100_000_000 } });
    expect(error.kind).toBe('limit');
    expect(error.message).toContain('out of memory: more than 8388608 bytes allocated');
  });

  it('refuse a repetition that no memory could hold', () => {
    expect(errorOf('"a" * 10000000000').message).toBe('repeat count 10000000000 too large');
    expect(errorOf('"abc" * 1000000000').message).toBe('excessive repeat (3 * 1000000000 elements)');
  });

  it('stop calls within calls', () => {
    const error = errorOf('def f(n): return f(n + 1)\nf(0)', { limits: { maxCallDepth: 50 } });
    expect(error.kind).toBe('limit');
    expect(error.message).toBe('Starlark stack overflow: more than 50 calls within calls');
    expect(error.callStack).toHaveLength(50);
  });

  it('allow as many calls within calls as they say', () => {
    const source = 'def f(n):\n  for x in [1]:\n    if n: return [f(n - 1) for y in [1]][0] + 1\n  return 0\nf(198)';
    expect(() => runStarlark(source)).not.toThrow();
  });

  it.each([
    ['brackets', `x = ${'('.repeat(10_000)}`],
    ['signs', `x = ${'-'.repeat(100_000)}1`],
    ['blocks', Array.from({ length: 500 }, (_, depth) => `${' '.repeat(depth)}if True:`).join('\n')],
  ])('refuse %s within each other without end', (_, source) => {
    expect(errorOf(source).message).toContain('nested too deeply');
  });

  it.each([
    ['a sum of very many parts', `x = ${Array(50_000).fill('1').join('+')}`],
    ['the text of data nested very deeply', 'x = []\nfor i in range(100000): x = [x]\nstr(x)'],
  ])('outlive %s', (_, source) => {
    expect(errorOf(source).message).toBe('Starlark stack overflow: calls or data are nested too deeply');
  });

  it('stop a program whose time is up', () => {
    const error = errorOf('while True: pass', { limits: { timeoutMilliseconds: 5, maxSteps: Infinity } });
    expect(error.message).toBe('cancelled: the time limit has passed');
  });

  it('stop a program that was cancelled, before it begins and while it runs', () => {
    const early = AbortSignal.abort();
    expect(errorOf('print(1)', { signal: early }).kind).toBe('cancelled');
    const controller = new AbortController();
    const options = { signal: controller.signal, print: () => controller.abort() };
    expect(errorOf('print(1)\nwhile True: pass', options).kind).toBe('cancelled');
  });
});
