import { clearField, getField, getString, lookupOrCreatePath, lookupPath, setField } from './node-access';
import { fromJs, toJs } from './node-conversion';
import { deepCopy, nodesEqual } from './node-copy';
import { parseYaml } from './parse-yaml';
import { printYaml } from './print-yaml';
import { needsQuotes } from './yaml-1-1-string';
import { YamlNode } from './yaml-node';

const read = (text: string): YamlNode => {
  const root = parseYaml(text)[0]?.root;
  if (root === undefined) throw new Error('no root');
  return root;
};

describe('setting a field', () => {
  it('keeps the place, the key with its comments and the style of the value', () => {
    const node = read('# about a\na: "1" # gone\nb: 2\n');
    setField(node, 'a', YamlNode.string('x'));
    expect(printYaml(node)).toBe('# about a\na: "x"\nb: 2\n');
  });

  it('appends a field that is not there', () => {
    const node = read('a: 1\n');
    setField(node, 'b', YamlNode.string('x'));
    expect(printYaml(node)).toBe('a: 1\nb: x\n');
  });

  it.each(['yes', 'on', 'null', '0123', '1.0', '2020-01-01'])('quotes the string %s', (value) => {
    const node = YamlNode.mapping();
    setField(node, 'a', YamlNode.string(value));
    expect(printYaml(node)).toBe(`a: "${value}"\n`);
  });

  it('writes no tag out that the value before had not written out, and the other way round', () => {
    const node = read('a: x\nb: !!str x\n');
    setField(node, 'a', read('!!bool "true"\n'));
    setField(node, 'b', YamlNode.string('y'));
    expect(printYaml(node)).toBe('a: true\nb: !!str y\n');
  });

  it('removes it for undefined and for null', () => {
    const node = read('a: 1\nb: 2\nc: 3\n');
    setField(node, 'a', undefined);
    setField(node, 'b', YamlNode.null());
    expect(printYaml(node)).toBe('c: 3\n');
  });

  it('refuses to set one of a list', () => {
    expect(() => setField(YamlNode.sequence(), 'a', YamlNode.string('x'))).toThrow(/field a of a sequence/);
  });
});

describe('looking up', () => {
  const node = read('a:\n  b: text\n  n: ~\nc: &x {d: 1}\ne: *x\nl: [1]\n');

  it('follows fields, and aliases on the way', () => {
    expect(getString(node, 'a', 'b')).toBe('text');
    expect(getString(node, 'e', 'd')).toBe('1');
  });

  it('gives nothing where there is nothing', () => {
    expect(lookupPath(node, ['a', 'x', 'y'])).toBeUndefined();
    expect(getField(node, 'toString')).toBeUndefined();
    expect(getString(node, 'a', 'n')).toBeUndefined();
    expect(getString(node, 'l')).toBeUndefined();
  });

  it('creates what is missing on request', () => {
    const copy = deepCopy(node);
    lookupOrCreatePath(copy, ['a', 'n', 'p']).content.push(YamlNode.scalar('q'), YamlNode.scalar('1'));
    lookupOrCreatePath(copy, ['new', 'list'], 'sequence').content.push(YamlNode.scalar('2'));
    expect(toJs(copy)).toMatchObject({ a: { b: 'text', n: { p: { q: 1 } } }, new: { list: [2] } });
  });

  it('clears a field and gives its value', () => {
    const copy = deepCopy(node);
    expect(clearField(copy, 'a')?.kind).toBe('mapping');
    expect(clearField(copy, 'a')).toBeUndefined();
    expect(getField(copy, 'a')).toBeUndefined();
  });
});

describe('copies', () => {
  const text = '# h\na: &x\n  b: 1 # l\nc: *x\n';

  it('are equal and independent', () => {
    const node = read(text);
    const copy = deepCopy(node);
    expect(nodesEqual(node, copy, { comments: true, style: true })).toBe(true);
    setField(copy, 'a', YamlNode.string('x'));
    expect(printYaml(node)).toBe(text);
  });

  it('point their aliases to their own anchors', () => {
    const copy = deepCopy(read(text));
    expect(copy.content[3]?.target).toBe(copy.content[1]);
  });

  it('differ by comments and style only when asked', () => {
    const [a, b] = [read('a: "1" # x\n'), read("a: '1'\n")];
    expect(nodesEqual(a, b)).toBe(true);
    expect(nodesEqual(a, b, { comments: true })).toBe(false);
    expect(nodesEqual(a, b, { style: true })).toBe(false);
    expect(nodesEqual(read('a: "1"\n'), read('a: 1\n'))).toBe(false);
  });
});

describe('plain data', () => {
  it('resolves types, aliases and merge keys', () => {
    const text = 'a: &x {b: 0x10, c: 017, d: .5}\ne: {<<: *x, b: own}\nf: [*x]\ng: "1"\nh: ~\ni: yes\n';
    const x = { b: 16, c: 15, d: 0.5 };
    expect(toJs(read(text))).toEqual({ a: x, e: { ...x, b: 'own' }, f: [x], g: '1', h: null, i: 'yes' });
  });

  it('prefers the first of several merged mappings', () => {
    expect(toJs(read('a: &a {k: 1}\nb: &b {k: 2, l: 3}\nc: {<<: [*a, *b]}\n'))).toMatchObject({ c: { k: 1, l: 3 } });
  });

  it('becomes nodes that keep strings strings', () => {
    const value = { s: 'true', i: 1, f: 1.5, b: true, z: null, l: ['no', { k: '' }], u: undefined };
    expect(printYaml(fromJs(value))).toBe('s: "true"\n' + 'i: 1\nf: 1.5\nb: true\nz: null\nl:\n- "no"\n- k: ""\n');
  });
});

describe('strings that YAML 1.1 reads as something else', () => {
  it.each(['y', 'No', 'OFF', 'true', '~', '0x1F', '0b1', '1e3', '1_000', '.inf', 'a: b', '- a', '[x]', '#x'])(
    '%s',
    (value) => {
      expect(needsQuotes(value)).toBe(true);
    },
  );

  it.each(['', 'foo', 'yEs', '1:20', '1,000', '0.1.2', '2020-01-01', '*a', '"q"', 'a\nb', '%', '|'])(
    'but not %j',
    (value) => {
      expect(needsQuotes(value)).toBe(false);
    },
  );
});
