import { parseYaml } from './parse-yaml';
import { printYaml } from './print-yaml';
import { YamlNode } from './yaml-node';

const reprint = (text: string, sequenceIndent: 'compact' | 'wide' = 'compact'): string =>
  printYaml(parseYaml(text), { sequenceIndent });

describe('printing what was parsed, as kyaml prints it', () => {
  it.each([
    ['drops empty lines between fields', 'a: 1\n\n\nb: 2\n', 'a: 1\nb: 2\n'],
    ['drops empty lines between list items', 'a:\n- 1\n\n- 2\n', 'a:\n- 1\n- 2\n'],
    ['keeps the empty line below a foot comment', 'a: 1\n# c\n\nb: 2\n', 'a: 1\n# c\n\nb: 2\n'],
    ['puts one space behind a colon and before a comment', 'a:    v1     # x\n', 'a: v1 # x\n'],
    ['indents by two', 'a:\n    b:\n        c: 1\n', 'a:\n  b:\n    c: 1\n'],
    ['adds the line break at the end', 'a: 1', 'a: 1\n'],
    ['writes escaped characters that can stand as they are', 'a: "\\u00e9"\n', 'a: "é"\n'],
    ['escapes characters beyond the BMP', 'a: 😀\n', 'a: "\\U0001F600"\n'],
    ['makes simple keys of complex ones that are simple', '? a\n: b\n', 'a: b\n'],
    ['writes flow collections on one line', 'a: [1,\n  2]\nb: {c: 1,\n  d: 2}\n', 'a: [1, 2]\nb: {c: 1, d: 2}\n'],
    ['writes double-quoted text on one line', 'a: "x\n  y"\n', 'a: "x y"\n'],
    ['joins folded scalars', 'a: >-\n  x\n  y\n', 'a: >-\n  x y\n'],
    ['double-quotes literals with trailing spaces', 'a: |\n  x \n  y\n', 'a: "x \\ny\\n"\n'],
    ['tags merge keys', 'a: &x\n  b: 1\nc:\n  <<: *x\n', 'a: &x\n  b: 1\nc:\n  !!merge <<: *x\n'],
    ['drops the first document mark', '---\na: 1\n', 'a: 1\n'],
    ['drops directives and end marks', '%YAML 1.1\n---\na: 1\n...\n', 'a: 1\n'],
    ['never folds long lines', `a: ${'word '.repeat(60)}end\n`, `a: ${'word '.repeat(60)}end\n`],
    [
      'keeps a comment on the line of a key with a block behind',
      'a: # kpt-set: ${x}\n  b: 1\n',
      'a: # kpt-set: ${x}\n  b: 1\n',
    ],
    ['keeps comments in flow collections', 'a: [\n  x, # one\n  y\n]\n', 'a: [x, # one\n  y]\n'],
    ['keeps a comment that is only a mark and a space', 'a: 1\n# \nb: 2\n', 'a: 1\n# \nb: 2\n'],
    [
      'keeps the spelling of scalars',
      'a: 0777\nb: 1e3\nc: .5\nd: 0xFF\ne: ~\nf: yes\n',
      'a: 0777\nb: 1e3\nc: .5\nd: 0xFF\ne: ~\nf: yes\n',
    ],
    ['keeps explicit tags', 'a: !!str 123\nb: !custom x\n', 'a: !!str 123\nb: !custom x\n'],
    ['keeps quoting', `a: 'x'\nb: "y"\nc: z\n`, `a: 'x'\nb: "y"\nc: z\n`],
    [
      'keeps block scalars and their chomping',
      'a: |-\n  x\n   y\nb: |+\n  z\n\nc: |2\n    w\n',
      'a: |-\n  x\n   y\nb: |+\n  z\n\nc: |2\n    w\n',
    ],
  ])('%s', (_, input, output) => {
    expect(reprint(input)).toBe(output);
  });

  it('writes lists at the column of their key, or two columns in', () => {
    const text = 'a:\n- b:\n  - 1\n';
    expect(reprint(text)).toBe(text);
    expect(reprint(text, 'wide')).toBe('a:\n  - b:\n      - 1\n');
  });

  it('separates documents', () => {
    expect(reprint('a: 1\n---\nb: 2\n')).toBe('a: 1\n---\nb: 2\n');
  });

  it('keeps the comments around a document apart from it', () => {
    const text = '# licence\n\n# about a\na: 1\n# below a\n\n# the end\n';
    expect(reprint(text)).toBe(text);
  });

  it('writes what stands below the value of a key that is a collection once, below that value', () => {
    const text = '? [a, b]\n: c\n# below c\n';
    expect(reprint(text)).toBe(text);
  });
});

describe('printing nodes made by a program', () => {
  it.each(['123', 'true', 'null', '~', '1.5', '2020-01-01', '0x1f', ''])('quotes the string %j', (value) => {
    const mapping = YamlNode.mapping();
    mapping.content.push(YamlNode.scalar('a'), YamlNode.string(value));
    const [document] = parseYaml(printYaml(mapping));
    expect(document?.root?.content[1]).toMatchObject({ value, tag: '!!str' });
  });

  it.each([
    '- x',
    'a: b',
    '#c',
    ' lead',
    'trail ',
    '*x',
    '&x',
    '!x',
    '{',
    '[',
    '@',
    '`',
    '%',
    "'",
    '"',
    ',',
    '? x',
    ': x',
    '|',
    '>',
  ])('quotes what would be something else: %j', (value) => {
    const list = YamlNode.sequence([YamlNode.string(value)]);
    expect(parseYaml(printYaml(list))[0]?.root?.content[0]).toMatchObject({ kind: 'scalar', value });
  });

  it('writes a string of several lines as literal', () => {
    const mapping = YamlNode.mapping();
    mapping.content.push(YamlNode.scalar('a'), YamlNode.string('x\ny\n'));
    expect(printYaml(mapping)).toBe('a: |\n  x\n  y\n');
  });

  it('writes empty collections in flow style', () => {
    const mapping = YamlNode.mapping();
    mapping.content.push(YamlNode.scalar('a'), YamlNode.mapping(), YamlNode.scalar('b'), YamlNode.sequence());
    expect(printYaml(mapping)).toBe('a: {}\nb: []\n');
  });

  it.each(['- 1', 'b: 1'])('keeps the comment of a key whose block became empty: %s', (block) => {
    const root = parseYaml(`a: # why\n  ${block}\nz: 1\n`)[0]?.root;
    const value = root?.content[1];
    if (root === undefined || value === undefined) throw new Error('nothing parsed');
    value.content = [];
    expect(printYaml(root)).toBe(`a: ${value.kind === 'sequence' ? '[]' : '{}'} # why\nz: 1\n`);
  });

  it('puts a mark before comment lines that have none', () => {
    const mapping = YamlNode.mapping();
    const key = YamlNode.scalar('a');
    key.headComment = 'one\ntwo';
    mapping.content.push(key, YamlNode.scalar('1'));
    expect(printYaml(mapping)).toBe('# one\n# two\na: 1\n');
  });
});
