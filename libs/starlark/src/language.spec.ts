import { errorOf, evaluated, printed } from './run-program.spec-support';

/** The language specification by examples: an expression and what `repr` of it must be. */
describe.each<[string, readonly (readonly [string, string])[]]>([
  [
    'ints',
    [
      ['2 * 3 + 4', '10'],
      ['-7 // 2', '-4'],
      ['7 // -2', '-4'],
      ['-7 % 2', '1'],
      ['7 % -2', '-1'],
      ['9007199254740991 + 1', '9007199254740992'],
      ['12345678901234567890 * 12345678901234567890', '152415787532388367501905199875019052100'],
      ['-12345678901234567890 // 7', '-1763668414462081128'],
      ['1 << 100 >> 98', '4'],
      ['~5 & 0xff | 0o17 ^ 0b1', '254'],
      ['0 * -1', '0'],
      ['int("0x1f", 16) + int("-0b11", 0) + int("z", 36)', '63'],
      ['int(-3.99)', '-3'],
      ['1 / 2', '0.5'],
    ],
  ],
  [
    'floats',
    [
      ['1.0', '1.0'],
      ['1e6', '1e+06'],
      ['123456.789', '123456.789'],
      ['0.00001', '1e-05'],
      ['float("inf"), float("-inf"), float("nan")', '(+inf, -inf, nan)'],
      ['7.5 // 2, -7.5 % 2', '(3.0, 0.5)'],
      ['1 == 1.0, {1: "x"}[1.0]', '(True, "x")'],
      ['float("nan") == float("nan"), 1 < float("nan")', '(True, True)'],
    ],
  ],
  [
    'strings',
    [
      ['"abc"[1:], "abc"[::-1], "abcdef"[5:1:-2]', '("bc", "cba", "fd")'],
      ['len("héllo"), "héllo"[1:3], "héllo"[1], "héllo"[1] + "héllo"[2]', '(6, "é", "\\xc3", "é")'],
      ['"\\x00\\u200b\\U0001F600\\\'"', '"\\x00\\u200b😀\'"'],
      ['r"\\n", b"\\xff\\n", """a\nb"""', '("\\\\n", b"\\xff\\n", "a\\nb")'],
      ['"a,b,c".split(",", 1), "a,b,c".rsplit(",", 1)', '(["a", "b,c"], ["a,b", "c"])'],
      ['" a  b ".split(), "".split(","), "a\\nb\\n".splitlines(True)', '(["a", "b"], [""], ["a\\n", "b\\n"])'],
      ['"banana".replace("a", "o", 2), "ab".replace("", "-")', '("bonona", "-a-b-")'],
      ['"banana".count("an"), "banana".rfind("an"), "é-x".find("x")', '(2, 3, 3)'],
      ['"x-y".partition("-"), "x".rpartition("-")', '(("x", "-", "y"), ("", "", "x"))'],
      ['" x ".strip(), "xax".strip("x"), "xax".lstrip("x")', '("x", "a", "ax")'],
      ['"abc".startswith(("x", "a")), "abc".endswith("c", 0, 2)', '(True, False)'],
      ['"hello World".title(), "hELLO".capitalize(), "ßa".upper()', '("Hello World", "Hello", "ßA")'],
      ['"Ab".isalpha(), "1".isdigit(), " ".isspace(), "Ab Cd".istitle()', '(True, True, True, True)'],
      ['"abc".removeprefix("a"), "abc".removesuffix("c")', '("bc", "ab")'],
      ['",".join(["a", "b"]), list("hé".codepoints()), list("é".elem_ords())', '("a,b", ["h", "é"], [195, 169])'],
      ['ord("é"), chr(233), hash("abc")', '(233, "é", 96354)'],
      ['"a" < "b", "b" in "abc", "\\uffff" < "\\U00010000"', '(True, True, True)'],
    ],
  ],
  [
    'formatting',
    [
      ['"%s %r %d %x %o %c %%" % ("a", "b", 3.9, 255, 8, 65)', '"a \\"b\\" 3 ff 10 A %"'],
      ['"%e %f %g" % (1.5, 2.5, 3.5)', '"1.500000e+00 2.500000 3.5"'],
      ['"%(x)s" % {"x": [1]}', '"[1]"'],
      ['"{} {name!r} {{}}".format(1, name = "n")', '"1 \\"n\\" {}"'],
      ['"{1}{0}".format("a", "b")', '"ba"'],
    ],
  ],
  [
    'containers',
    [
      ['[1, 2] + [3], (1,) + (2,), [0] * 3, ()', '([1, 2, 3], (1, 2), [0, 0, 0], ())'],
      ['{"b": 1, "a": 2} | {"b": 3}', '{"b": 3, "a": 2}'],
      [
        'set([1, 2]) | set([2, 3]), set([1, 2]) & set([2]), set([1]) ^ set([2])',
        '(set([1, 2, 3]), set([2]), set([1, 2]))',
      ],
      ['set([1]) <= set([1, 2]), set([1, 2]) - set([1])', '(True, set([2]))'],
      [
        'range(5, 0, -2), list(range(3)), range(10)[2:8:3], 4 in range(0, 9, 2), 4.0 in range(5), 5.5 in range(5)',
        '(range(5, 0, -2), [0, 1, 2], range(2, 8, 3), True, True, False)',
      ],
      ['[1, 2] < [1, 3], (1,) == (1,), [1] == (1,), {1: 1} == {1.0: 1.0}', '(True, True, False, True)'],
      ['{"a": 1}.get("b", 2), {"a": 1}.items(), {"a": 1}.pop("a")', '(2, [("a", 1)], 1)'],
      ['sorted([3, 1, 2], reverse = True), sorted(["b", "A"], key = lambda s: s.lower())', '([3, 2, 1], ["A", "b"])'],
      ['min(3, 1), max([1, 5]), max([1, 2], key = lambda x: -x)', '(1, 5, 1)'],
      [
        'enumerate(["a"], 5), zip([1, 2], [3]), reversed([1, 2]), any([0, 1]), all([])',
        '([(5, "a")], [(1, 3)], [2, 1], True, True)',
      ],
      ['dict([("a", 1)], b = 2), tuple([1]), list("ab".elems())', '({"a": 1, "b": 2}, (1,), ["a", "b"])'],
      ['struct(b = 1, a = 2), struct(a = 1).a, dir(struct(a = 1))', '(struct(a = 2, b = 1), 1, ["a"])'],
      ['True == 1, None == False, not 1, 1 and 2, 0 or 3, 1 if [] else 2', '(False, False, False, 2, 3, 2)'],
      ['[(x, y) for x in range(3) if x for y in range(x)]', '[(1, 0), (2, 0), (2, 1)]'],
      ['{k: v for k, v in [("a", 1)]}', '{"a": 1}'],
      [
        'getattr("a", "nope", 7), hasattr([], "append"), type(len), bool(""), str(b"x")',
        '(7, True, "builtin_function_or_method", False, "x")',
      ],
    ],
  ],
])('%s', (_, examples) => {
  it.each(examples)('%s is %s', (expression, expected) => {
    expect(evaluated(expression)).toBe(expected);
  });
});

describe('programs', () => {
  it.each([
    [
      'keeps parameters of every kind apart',
      'def f(a, b = 2, *args, c, d = 4, **kw): print(a, b, args, c, d, kw)\nf(1, 2, 3, c = 5, z = 6)\nf(*[1], **{"c": 1})',
      '1 2 (3,) 5 4 {"z": 6}\n1 2 () 1 4 {}\n',
    ],
    [
      'closes over variables, not values',
      'def make():\n  n = [0]\n  def next():\n    n[0] += 1\n    return n[0]\n  next()\n  return next\nprint(make()(), [f() for f in [lambda: i for i in range(3)]])',
      '2 [2, 2, 2]\n',
    ],
    ['adds to a list in place', 'a = [1]\nb = a\na += (2,)\na = a + [3]\nprint(a, b)', '[1, 2, 3] [1, 2]\n'],
    [
      'takes sequences apart',
      '(x, [y, z]) = (1, (2, 3))\nd = {"a": [1]}\nd["a"][0] += 5\nprint(x, y, z, d)',
      '1 2 3 {"a": [6]}\n',
    ],
    [
      'leaves and goes on with loops',
      'i = 0\nwhile True:\n  i += 1\n  if i == 2: continue\n  if i > 3: break\n  print(i)\nfor x in range(9):\n  if x: break',
      '1\n3\n',
    ],
    ['recurses', 'def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)\nprint(fib(15))', '610\n'],
    ['reads tabs, semicolons and joined lines', 'def f():\n\tx = 1; y = 2\n\treturn x + \\\n\t\ty\nprint(f())', '3\n'],
    [
      'prints data that holds itself',
      'x = [1]; x.append(x); d = {}; d["d"] = d\nprint(x, d)',
      '[1, [...]] {"d": {...}}\n',
    ],
    ['keeps comprehension variables to itself', 'x = 1\ny = [x for x in [5]]\nprint(x, y)', '1 [5]\n'],
  ])('%s', (_, source, expected) => {
    expect(printed(source)).toBe(expected);
  });
});

describe('mistakes', () => {
  it.each([
    ['1 + "a"', 'unknown binary op: int + string'],
    ['-"a"', 'unknown unary op: - string'],
    ['1 < "a"', 'int < string not implemented'],
    ['"a".splt()', 'string has no .splt field or method (did you mean .split?)'],
    ['[1, 2][5]', 'list index 5 out of range [-2:1]'],
    ['[][0]', 'index 0 out of range: empty list'],
    ['{}["x"]', 'key "x" not in dict'],
    ['{[]: 1}', 'unhashable type: list'],
    ['{1: 1, 1: 2}', 'duplicate key: 1'],
    ['a, b = 1, 2, 3', 'too many values to unpack (got 3, want 2)'],
    ['a, b = 5', 'got int in sequence assignment'],
    ['for x in 5: pass', 'int value is not iterable'],
    ['x = [1]\nfor i in x: x.append(2)', 'append: cannot append to list during iteration'],
    ['x = {1: 1}\nfor i in x: x[2] = 2', 'cannot insert into hash table during iteration'],
    ['1 // 0', 'floored division by zero'],
    ['def f(a, b): pass\nf(1)', 'function f missing 1 argument (b)'],
    ['def f(a): pass\nf(1, 2)', 'function f accepts 1 positional argument (2 given)'],
    ['def f(name): pass\nf(nam = 1)', 'function f got an unexpected keyword argument "nam" (did you mean name?)'],
    ['def f(a): pass\nf(1, a = 1)', 'function f got multiple values for parameter "a"'],
    ['def f():\n  print(x)\n  x = 1\nf()', 'local variable x referenced before assignment'],
    ['f = 1\nf()', 'invalid call of non-function (int)'],
    ['"%d" % "a"', '%d format requires integer: cannot convert string to int'],
    ['"{}".format()', 'format: tuple index out of range'],
    ['len(1)', 'len: value of type int has no len'],
    ['int("abc")', 'int: invalid literal with base 10: abc'],
    ['x = []\nx.append(x)\nx == [x]', 'comparison exceeded maximum recursion depth'],
    ['1 << 600', 'shift count too large: 600'],
    ['1 >> (1 << 40)', '1099511627776 out of range'],
    ['max(1, "a")', 'max: string > int not implemented'],
    ['"%x" % float("inf")', '%x format requires integer: cannot convert float infinity to integer'],
    ['def f():\n  nested = 1\n  return nestd', 'program.star:3:10: undefined: nestd (did you mean nested?)'],
  ])('%j says %j', (source, message) => {
    expect(errorOf(source).message).toBe(message);
  });

  it.each([
    ['print(foo)', '1:7: undefined: foo'],
    ['prnt(1)', '1:1: undefined: prnt (did you mean print?)'],
    ['f() = 1', "1:1: can't assign to callexpr"],
    ['return 1', '1:1: return statement not within a function'],
    ['break', '1:1: break not in a loop'],
    ['def f(x, x): pass', '1:10: duplicate parameter: x'],
    ['def f(x = 1, y): pass', '1:14: required parameter may not follow optional'],
    ['print(1, sep = "", sep = "")', '1:20: keyword argument "sep" is repeated'],
    ['x = 1 < 2 < 3', '1:12: < does not associate with < (use parens)'],
    ['if True:\nx = 1', '2:2: got identifier, want indent'],
    ['if True:\n    x = 1\n  y = 2', '3:3: unindent does not match any outer indentation level'],
    ['x = "abc', '1:5: unexpected EOF in string'],
    ['x = "a\\qb"', '1:5: invalid escape sequence \\q'],
    ['x = 0123', '1:9: obsolete form of octal literal; use 0o123'],
    ['class = 1', '1:1: got class, want primary expression'],
    ['x = [1, 2\ny = 3', "2:2: got identifier, want ']'"],
    ['load("a", "_x")', '1:12: load: names with leading underscores are not exported: _x'],
  ])('%j is refused with %j', (source, message) => {
    expect(errorOf(source).message).toBe(`program.star:${message}`);
  });
});
