import { runStarlark } from './run-starlark';
import { StarlarkError } from './runtime/starlark-error';
import { errorOf, printed } from './run-program.spec-support';

describe('runStarlark', () => {
  it('returns the global variables in the order in which they are bound, without what was loaded', () => {
    const modules = { 'lib.star': { helper: 'x' } };
    const globals = runStarlark('load("lib.star", "helper")\nb = 1\na = helper + "y"\n', { modules });
    expect([...globals]).toEqual([
      ['b', 1],
      ['a', 'xy'],
    ]);
  });

  it('freezes what it returns', () => {
    const shared = runStarlark('shared = [1]\n');
    const message = errorOf('shared.append(2)', { predeclared: { shared: shared.get('shared') ?? null } }).message;
    expect(message).toBe('append: cannot append to frozen list');
  });

  it('gives printed lines to the host', () => {
    expect(printed('print("a", 1, [None], sep = "-")\nprint()')).toBe('a-1-[None]\n\n');
  });

  it('reports a syntax error with its place, as the kpt function does', () => {
    const source =
      '# filter\ndef matches(r):\n  return r["apiVersion"] == "apps/v1" and \n  r["kind"] == "Deployment"\n';
    const error = errorOf(source, { fileName: 'httpbin-gen' });
    expect(error.kind).toBe('syntax');
    expect(error.message).toBe('httpbin-gen:3:43: got newline, want primary expression');
  });

  it('reports a failure with the calls that led to it', () => {
    const error = errorOf('def check(items):\n  fail("could not find", "httpbin")\ncheck([])\n', {
      fileName: 'httpbin-val',
    });
    expect(error.message).toBe('fail: could not find httpbin');
    expect(error.backtrace()).toBe(
      [
        'Traceback (most recent call last):',
        '  httpbin-val:3:6: in <toplevel>',
        '  httpbin-val:2:7: in check',
        'Error in fail: fail: could not find httpbin',
      ].join('\n'),
    );
  });

  it('shows a function of the program that a built-in one called, and the built-in one', () => {
    expect(errorOf('sorted([1], key = lambda x: x.name)').backtrace()).toBe(
      [
        'Traceback (most recent call last):',
        '  program.star:1:7: in <toplevel>',
        '  <builtin>: in sorted',
        '  program.star:1:30: in lambda',
        'Error: int has no .name field or method',
      ].join('\n'),
    );
  });

  it('names a library that it does not know and those that it does', () => {
    expect(errorOf('load("nonesuch.star", "x")', { modules: { 'a.star': {} } }).message).toBe(
      'cannot load nonesuch.star: no such library; the libraries are a.star',
    );
  });

  it.each([
    ['set', 'x = set([])', { set: false }, 'dialect does not support sets'],
    ['while', 'while False: pass', { whileLoops: false }, 'dialect does not support while loops'],
    ['control at the top', 'if True: pass', { topLevelControl: false }, 'if statement not within a function'],
    [
      'reassignment',
      'x = 1\nx = 2',
      { globalReassign: false },
      'cannot reassign global x declared at program.star:1:1',
    ],
    ['recursion', 'def f(n): return f(n)\nf(1)', { recursion: false }, 'function f called recursively'],
  ])('can refuse %s', (_, source, dialect, message) => {
    expect(errorOf(source, { dialect }).message).toContain(message);
    if (!source.includes('f(n)')) expect(() => runStarlark(source)).not.toThrow();
  });

  it('keeps a host error that is none of the program', () => {
    const print = () => {
      throw new TypeError('the host is broken');
    };
    expect(() => runStarlark('print(1)', { print })).toThrow(TypeError);
  });

  it('recognises its errors by brand', () => {
    expect(StarlarkError.is(errorOf('fail()'))).toBe(true);
    expect(StarlarkError.is(new Error('fail'))).toBe(false);
  });
});
