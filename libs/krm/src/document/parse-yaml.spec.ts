import { lookupPath } from './node-access';
import { toJs } from './node-conversion';
import { parseYaml } from './parse-yaml';
import { printYaml } from './print-yaml';
import { YamlSyntaxError } from './yaml-syntax-error';

const rootOf = (text: string) => {
  const root = parseYaml(text)[0]?.root;
  if (root === undefined) throw new Error('no root');
  return root;
};

describe('where comments go', () => {
  it('gives those above a field to its key, those behind it to its value, those below to its key', () => {
    const [key, value] = rootOf('# head\na: 1 # line\n# foot\n\nb: 2\n').content;
    expect(key).toMatchObject({ headComment: '# head', footComment: '# foot' });
    expect(value).toMatchObject({ lineComment: '# line' });
  });

  it('gives one behind a key with a block to the key', () => {
    expect(rootOf('a: # c\n  b: 1\n').content[0]).toMatchObject({ lineComment: '# c' });
  });

  it('gives those above a dash to the whole element', () => {
    expect(rootOf('- 1\n# c\n- a: 1\n  b: 2\n').content[1]).toMatchObject({ kind: 'mapping', headComment: '# c' });
  });

  it('keeps the top ones apart when an empty line separates them', () => {
    const [document] = parseYaml('# one\n\n# two\na: 1\n');
    expect(document?.headComment).toBe('# one');
    expect(document?.root?.content[0]?.headComment).toBe('# two');
  });

  it('gives a comment at the indentation of a finished block to the last field of it', () => {
    const root = rootOf('a:\n  b: 1\n  # inner\n# outer\nc: 2\n');
    expect(lookupPath(root, ['a'])?.content[0]?.footComment).toBe('# inner');
    expect(root.content[2]?.headComment).toBe('# outer');
  });
});

describe('nodes', () => {
  it('tell where they stand, from 1', () => {
    const value = lookupPath(rootOf('a:\n  b: x\n'), ['a', 'b']);
    expect(value).toMatchObject({ line: 2, column: 6 });
  });

  it('keep duplicate keys', () => {
    expect(rootOf('a: 1\na: 2\n').content).toHaveLength(4);
  });

  it('point from aliases to anchors', () => {
    const root = rootOf('a: &x {b: 1}\nc: *x\n');
    expect(root.content[3]).toMatchObject({ kind: 'alias', value: 'x', target: root.content[1] });
  });

  it.each([
    ['1', '!!int'],
    ['0o17', '!!int'],
    ['017', '!!int'],
    ['0b11', '!!int'],
    ['1_000', '!!int'],
    ['18446744073709551615', '!!int'],
    ['18446744073709551616', '!!float'],
    ['1e3', '!!float'],
    ['089', '!!float'],
    ['.inf', '!!float'],
    ['1e999', '!!str'],
    ['yes', '!!str'],
    ['True', '!!bool'],
    ['~', '!!null'],
    ['2020-02-30', '!!str'],
    ['2020-02-28', '!!timestamp'],
    ['2020-02-28T10:00:00Z', '!!timestamp'],
    ['2020-02-28 10:00:00', '!!timestamp'],
    ['12:30:45', '!!str'],
    ['1.2.3', '!!str'],
    ['<<', '!!merge'],
  ])('take the scalar %s for %s', (text, tag) => {
    expect(rootOf(`- ${text}\n`).content[0]?.tag).toBe(tag);
  });
});

describe('byte order marks', () => {
  it.each([
    ['in a plain scalar', 'a: x\ufeffy\n', 'x\ufeffy'],
    ['in quotes', 'a: "\ufeffx"\n', '\ufeffx'],
    ['at the beginning of a block scalar', 'a: |\n  \ufeffb,c\n', '\ufeffb,c\n'],
  ])('belong to the text %s', (_, text, value) => {
    expect(rootOf(text).content[1]?.value).toBe(value);
    expect(rootOf(printYaml(parseYaml(text))).content[1]?.value).toBe(value);
  });

  it('are passed over where a document begins, as in files put together', () => {
    const documents = parseYaml('\ufeffa: 1\n---\n\ufeffb:\n- 2\nc: 3\n');
    expect(documents.map(({ root }) => toJs(root))).toEqual([{ a: 1 }, { b: [2], c: 3 }]);
  });
});

describe('what is no YAML', () => {
  it.each([
    ['a tab as indentation', 'a:\n\tb: 1\n', 2, 1],
    ['a quote that is not closed', 'a: "x\n', 1, 4],
    ['a list that is not closed', 'a: [1, 2\n', 1, 4],
    ['a key without colon', 'a: 1\nb\nc: 2\n', 2, 1],
    ['two colons', 'a: b: c\n', 1, 5],
    ['an unknown anchor', 'a: *x\n', 1, 4],
    ['an unknown escape', 'a: "\\q"\n', 1, 4],
    ['a control character', 'a: 1\nb: \x01\n', 2, 4],
    ['half a surrogate pair', 'a: \ud800\n', 1, 4],
    ['an undefined tag handle', 'a: !x!y 1\n', 1, 4],
    ['a reserved indicator', 'a: @x\n', 1, 4],
  ])('is told with line and column: %s', (_, text, line, column) => {
    let thrown: unknown;
    try {
      parseYaml(text, { file: 'dir/a.yaml' });
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(YamlSyntaxError);
    expect(thrown).toMatchObject({ file: 'dir/a.yaml', line, column });
    expect((thrown as Error).message).toContain(`dir/a.yaml: line ${line}, column ${column}`);
  });
});
