import { errorOf, printed } from '../run-program.spec-support';
import { runStarlark } from '../run-starlark';
import { standardModules } from './standard-modules';

function withModule(module: string, name: string, expression: string): string {
  return printed(`load("${module}", "${name}")\nresult = ${expression}\nprint(result)`).slice(0, -1);
}

describe('json', () => {
  it.each([
    [
      'json.decode(\'{"spec": {"replicas": 3}, "big": 12345678901234567890, "f": 1.0}\')',
      '{"spec": {"replicas": 3}, "big": 12345678901234567890, "f": 1.0}',
    ],
    ['json.decode(\'"\\\\u00e9\\\\n"\')', 'é\n'],
    ['json.decode("nope", None)', 'None'],
    ['json.encode({"b": [1, 2.5, None, True], "a": "x\\n"})', '{"a":"x\\n","b":[1,2.5,null,true]}'],
    ['json.encode(struct(x = (1,)))', '{"x":[1]}'],
    ['json.encode_indent({"a": [1, {}]}, indent = "  ")', '{\n  "a": [\n    1,\n    {}\n  ]\n}'],
    ['json.indent("[1,[]]", prefix = ">")', '[\n>\t1,\n>\t[]\n>]'],
  ])('%s prints %s', (expression, expected) => {
    expect(withModule('encoding/json.star', 'json', expression)).toBe(expected);
  });

  it.each([
    ['json.decode(\'{"a":1,}\')', "json.decode: at offset 7, unexpected character '}'"],
    ['json.decode("[1,2")', 'json.decode: at offset 4, unexpected end of file'],
    ['json.decode("[1] x")', "json.decode: at offset 4, unexpected character 'x' after value"],
    [
      'json.encode({"a": [print]})',
      'json.encode: in dict key "a": at list index 0: cannot encode builtin_function_or_method as JSON',
    ],
    ['json.encode({1: 2})', 'json.encode: dict has int key, want string'],
    ['json.decode("[" * 100000)', 'nested too deeply'],
  ])('%s is refused', (expression, message) => {
    expect(errorOf(`load("encoding/json.star", "json")\n${expression}`).message).toContain(message);
  });
});

describe('re', () => {
  it.each([
    ['re.findall("[a-z]+\\\\d?", "ab1 cd ÉÉ 9")', '("ab1", "cd")'],
    ['re.match("(\\\\w+)@(\\\\w+)", "a@b c@d")', '[("a@b", "a", "b"), ("c@d", "c", "d")]'],
    ['re.search("b+", "éabbc"), re.search("z", "a")', '([3, 5], None)'],
    ['re.split(",\\\\s*", "a, b,c"), re.split(",", "a,b,c", 2)', '(("a", "b", "c"), ("a", "b,c"))'],
    ['re.sub("(?P<x>a)(b)?", "<$x${2}$$>", "ab a")', '<ab$> <a$>'],
    ['re.sub("a", "b", "aaa", 2)', 'bba'],
    ['re.findall("a*", "baac")', '("", "aa", "")'],
    ['re.findall("a+?|b{2,3}", "aabbbb")', '("a", "a", "bbb")'],
    ['re.findall("(?i)straße|[^x]X", "STRAßE aX")', '("STRAßE", "aX")'],
    ['re.findall("(?m)^\\\\s*\\\\pL+$", "ab\\n12\\nÄö")', '("ab", "Äö")'],
    ['re.findall("\\\\bfoo\\\\b|[[:digit:]]+|\\\\Q.*\\\\E", "foo food 12 .*")', '("foo", "12", ".*")'],
    ['re.findall("(?s)a.b|\\\\x41|\\\\p{Greek}", "a\\nbAλ")', '("a\\nb", "A", "λ")'],
    ['re.compile("a(b)").match("ab")', '[("ab", "b")]'],
    ['type(re.compile("a")), re.compile("a")', '("regexp", a)'],
  ])('%s prints %s', (expression, expected) => {
    expect(withModule('re.star', 're', expression)).toBe(expected);
  });

  it.each([
    ['(', 'error parsing regexp: missing closing ): `(`'],
    ['a)', 'error parsing regexp: unexpected ): `a)`'],
    ['[a', 'error parsing regexp: missing closing ]: `[a`'],
    ['*a', 'error parsing regexp: missing argument to repetition operator: `*`'],
    ['a**', 'error parsing regexp: invalid nested repetition operator: `**`'],
    ['a{1001}', 'error parsing regexp: invalid repeat count: `{1001}`'],
    ['(?=a)', 'error parsing regexp: invalid or unsupported Perl syntax: `(?=`'],
    ['[b-a]', 'error parsing regexp: invalid character class range: `b-a`'],
    ['((a{0,100}){0,100}){0,100}', 'error parsing regexp: expression too large'],
  ])('%s is refused as Go does', (pattern, message) => {
    expect(errorOf(`load("re.star", "re")\nre.compile(r"${pattern}")`).message).toContain(message);
  });

  it('takes time in proportion to the text, whatever the pattern', () => {
    expect(withModule('re.star', 're', 're.findall("(a+)+$", "a" * 2000 + "!")')).toBe('()');
  });
});

describe('time', () => {
  it.each([
    ['time.parse_time("2021-03-20T10:11:12.5Z")', '2021-03-20 10:11:12.5 +0000 UTC'],
    ['time.parse_time("2021-03-20T10:11:12+02:00").unix', '1616227872'],
    ['time.parse_time("20 Mar 21 10:11", "02 Jan 06 15:04", "US/Eastern").unix', '1616249460'],
    [
      'time.parse_time("2021-07-01T12:00:00Z").in_location("US/Eastern").format("Mon Jan _2 3:04 PM MST -0700")',
      'Thu Jul  1 8:00 AM EDT -0400',
    ],
    ['time.time(year = 2020, month = 14, day = 1)', '2021-02-01 00:00:00 +0000 UTC'],
    [
      'time.parse_duration("1h30m1.5s"), time.hour * 2 - time.minute, time.parse_duration("1500us")',
      '(1h30m1.5s, 1h59m0s, 1.5ms)',
    ],
    [
      'time.hour / time.minute, time.hour // time.minute, time.hour / 4, time.minute.seconds',
      '(60.0, 60, 15m0s, 60.0)',
    ],
    ['time.from_timestamp(0) + time.second > time.from_timestamp(0)', 'True'],
    ['time.is_valid_timezone("Nowhere/City"), time.is_valid_timezone("Europe/Paris")', '(False, True)'],
  ])('%s prints %s', (expression, expected) => {
    expect(withModule('time.star', 'time', expression)).toBe(expected);
  });

  it('takes the present from the host', () => {
    const lines: string[] = [];
    runStarlark('load("time.star", "time")\nprint(time.now().unix)', {
      modules: standardModules({ now: () => 1_600_000_000_000 }),
      print: (message) => lines.push(message),
    });
    expect(lines).toEqual(['1600000000']);
  });

  it.each([
    ['time.parse_duration("1x")', 'parse_duration: for parameter 1: time: unknown unit "x" in duration "1x"'],
    ['time.parse_time("2021-13-01T00:00:00Z")', 'parsing time "2021-13-01T00:00:00Z": month out of range'],
    ['time.time(location = "Nowhere/City")', 'unknown time zone Nowhere/City'],
  ])('%s is refused', (expression, message) => {
    expect(errorOf(`load("time.star", "time")\n${expression}`).message).toBe(message);
  });
});

describe('math, base64, hash and csv', () => {
  it.each([
    [
      'math.star',
      'math',
      'math.ceil(1.2), math.floor(-1.2), math.round(-2.5), math.pow(2, 10), math.log(8, 2)',
      '(2, -2, -3.0, 1024.0, 3.0)',
    ],
    [
      'math.star',
      'math',
      'math.remainder(7, 2), math.mod(-7, 3), math.gamma(5), math.copysign(1, -2)',
      '(-1.0, -1.0, 24.0, -1.0)',
    ],
    [
      'encoding/base64.star',
      'base64',
      'base64.encode("hé?>"), base64.encode("hé?>", "url_raw"), base64.decode("aMOpPz4=")',
      '("aMOpPz4=", "aMOpPz4", "hé?>")',
    ],
    [
      'hash.star',
      'hash',
      'hash.md5("a"), hash.sha1("")',
      '("0cc175b9c0f1b6a831c399e269772661", "da39a3ee5e6b4b0d3255bfef95601890afd80709")',
    ],
    ['hash.star', 'hash', 'hash.sha256("a")', 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb'],
    [
      'encoding/csv.star',
      'csv',
      'csv.read_all("a,\\"b \\"\\"q\\"\\"\\"\\n1,2\\n"), csv.write_all([["x,y", 1]])',
      '([["a", "b \\"q\\""], ["1", "2"]], "\\"x,y\\",1\\n")',
    ],
    [
      'encoding/csv.star',
      'csv',
      'csv.read_all("# c\\na;b\\n1; 2\\n", comma = ";", comment = "#", trim_leading_space = True, skip = 1)',
      '[["1", "2"]]',
    ],
  ])('%s: %s prints', (module, name, expression, expected) => {
    expect(withModule(module, name, expression)).toBe(expected);
  });

  it.each([
    ['encoding/base64.star', 'base64', 'base64.decode("a*b=")', 'illegal base64 data at input byte 1'],
    ['encoding/csv.star', 'csv', 'csv.read_all("a,b\\n1\\n")', 'record on line 2: wrong number of fields'],
    ['encoding/csv.star', 'csv', 'csv.read_all("a\\"b")', 'parse error on line 1: bare " in non-quoted-field'],
  ])('%s: %s is refused', (module, name, expression, message) => {
    expect(errorOf(`load("${module}", "${name}")\n${expression}`).message).toBe(message);
  });
});

describe('libraries that are not here', () => {
  const load = 'load("http.star", "http")\nload("zipfile.star", "ZipFile")\n';

  it('load, as programs load more than they use', () => {
    expect(printed(`${load}print(http)`)).toBe('<module "http">\n');
  });

  it('are named when they are used', () => {
    expect(errorOf(`${load}http.get("x")`).message).toBe(
      'library http.star is not available here: http.get cannot be used',
    );
    expect(errorOf(`${load}ZipFile("x")`).message).toContain('library zipfile.star is not available here');
  });
});

describe('yaml', () => {
  const modules = standardModules({
    yaml: { parse: (source) => JSON.parse(source) as unknown, stringify: (data) => `${JSON.stringify(data)}\n` },
  });
  const load = 'load("encoding/yaml.star", "yaml")\n';

  it('reads and writes with what the host brings', () => {
    const source = `${load}print(yaml.loads('{"a": [1]}'), yaml.dumps([1], "x"))`;
    expect(printed(source, { modules })).toBe('{"a": [1]} [1]\n---\n"x"\n\n');
  });

  it('says what is wrong with a document', () => {
    expect(errorOf(`${load}yaml.loads("{")`, { modules }).message).toMatch(/^loads: /);
  });
});
