import fc from 'fast-check';
import { fromStarlark, toStarlark } from './convert-values';
import { runStarlark } from './run-starlark';
import { errorOf, printed } from './run-program.spec-support';
import { representation } from './values/repr-writer';
import { Budget } from './runtime/budget';

describe('conversion', () => {
  it('keeps order, exact ints and every key', () => {
    const data: unknown = JSON.parse('{"z":1,"__proto__":{"a":true},"2":null,"constructor":[1.5]}');
    const value = toStarlark(
      new Map([
        ['data', data],
        ['big', 12345678901234567890n],
      ]),
    );
    expect(representation(value, Budget.unlimited())).toBe(
      '{"data": {"2": None, "z": 1, "__proto__": {"a": True}, "constructor": [1.5]}, "big": 12345678901234567890}',
    );
    expect(({} as Record<string, unknown>).a).toBeUndefined();
  });

  it('gives back what a program made', () => {
    const globals = runStarlark('x = {"a": [1, 2.5, None, (True,)], "b": 1 << 70, "s": set(["q"]), "y": b"\\xff"}');
    expect(fromStarlark(globals.get('x') ?? null)).toEqual(
      new Map<string, unknown>([
        ['a', [1, 2.5, null, [true]]],
        ['b', 1n << 70n],
        ['s', ['q']],
        ['y', Uint8Array.of(255)],
      ]),
    );
  });

  it('refuses what is no data', () => {
    expect(() => toStarlark(() => 1)).toThrow('a function has no Starlark value');
    expect(() => toStarlark(new Date(0))).toThrow('an object of class Date has no Starlark value');
    const globals = runStarlark('f = len\nx = []\nx.append(x)');
    expect(() => fromStarlark(globals.get('f') ?? null)).toThrow('cannot convert a builtin_function_or_method to data');
    expect(() => fromStarlark(globals.get('x') ?? null)).toThrow('cannot convert a list that holds itself');
  });

  it('converts what is shared once, however often it occurs', () => {
    const globals = runStarlark('x = [1]\nfor i in range(60): x = [x, x]');
    const [left, right] = fromStarlark(globals.get('x') ?? null) as unknown[];
    expect(left).toBe(right);
  });

  it('brings JSON there and back', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const plain: unknown = JSON.parse(JSON.stringify(value));
        const back = fromStarlark(toStarlark(plain));
        const shown = JSON.stringify(back, (_, part: unknown) =>
          part instanceof Map ? Object.fromEntries(part as Map<string, unknown>) : part,
        );
        expect(JSON.parse(shown)).toEqual(plain);
      }),
    );
  });
});

describe('numbers and texts, whatever they are', () => {
  const evaluate = (expression: string, predeclared: Record<string, number | bigint | string>) =>
    printed(`result = ${expression}\nprint(result)`, {
      predeclared: Object.fromEntries(Object.entries(predeclared).map(([name, value]) => [name, toStarlark(value)])),
    }).slice(0, -1);

  it('add, multiply and divide ints as mathematics does', () => {
    const int = fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n });
    fc.assert(
      fc.property(int, int, (a, b) => {
        expect(evaluate('a + b, a - b, a * b', { a, b })).toBe(`(${a + b}, ${a - b}, ${a * b})`);
        if (b !== 0n) expect(evaluate('(a // b) * b + a % b == a and (a % b) * b >= 0', { a, b })).toBe('True');
      }),
    );
  });

  it('print floats so that they read back the same', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = evaluate('x * 1.0', { x: value });
        expect(Number(text)).toBe(value + 0 === 0 ? (text.startsWith('-') ? -0 : 0) : value);
        expect(text).toMatch(/[.e]/);
      }),
    );
  });

  it('quote texts so that they read back the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (value) => {
        const literal = evaluate('repr(s)', { s: value });
        expect(printed(`print(${literal} == s)`, { predeclared: { s: toStarlark(value) } })).toBe('True\n');
      }),
    );
  });

  it('cut texts at any byte and join them again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(20), (value, cut) => {
        const size = Buffer.byteLength(value);
        expect(evaluate('len(s), s[:n] + s[n:] == s, len(s[:n])', { s: value, n: cut })).toBe(
          `(${size}, True, ${Math.min(cut, size)})`,
        );
      }),
    );
  });

  it('sort texts by their bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
        const order = Buffer.compare(Buffer.from(a), Buffer.from(b));
        expect(evaluate('a < b, a == b', { a, b })).toBe(
          `(${order < 0 ? 'True' : 'False'}, ${order === 0 ? 'True' : 'False'})`,
        );
      }),
    );
  });

  it('are refused in words when a conversion cannot take them', () => {
    expect(errorOf('"%d" % float("nan")').message).toBe(
      '%d format requires integer: cannot convert float NaN to integer',
    );
  });
});
