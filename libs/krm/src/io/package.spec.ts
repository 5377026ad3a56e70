import fc from 'fast-check';
import { IgnoreFile } from './ignore-file';
import { packageFilePaths, readPackage, type ReadPackageOptions } from './read-package';
import { writePackage } from './write-package';

const files = (content: Record<string, string>) => new Map(Object.entries(content));
const object = (name: string): string => `kind: A\nmetadata:\n  name: ${name}\n`;
const whole: ReadPackageOptions = {
  matchFiles: ['*.yaml', '*.json', 'Kptfile'],
  packageFileName: 'Kptfile',
  includeSubpackages: true,
};

describe('reading a package', () => {
  it('takes the files that match, directory by directory', () => {
    const paths = ['b.yaml', 'a/z.yaml', 'a.yaml', 'a/b/c.yaml', 'README.md', 'Kptfile', 'a/x.txt'];
    expect(packageFilePaths(files(Object.fromEntries(paths.map((path) => [path, '']))))).toEqual([
      'a/b/c.yaml',
      'a/z.yaml',
      'a.yaml',
      'b.yaml',
    ]);
  });

  it('annotates objects with path and index, and leaves lists wrapped', () => {
    const items = readPackage(
      files({ 'd/a.yaml': `${object('x')}---\n${object('y')}`, 'l.yaml': 'kind: List\nitems: []\n' }),
    );
    expect(items.map(({ kind }) => kind)).toEqual(['A', 'A', 'List']);
    expect(Object.fromEntries(items[1]?.annotations ?? [])).toEqual({
      'config.kubernetes.io/index': '1',
      'config.kubernetes.io/path': 'd/a.yaml',
      'internal.config.kubernetes.io/index': '1',
      'internal.config.kubernetes.io/path': 'd/a.yaml',
    });
  });

  it('stays out of subpackages unless told', () => {
    const tree = files({
      Kptfile: object('root'),
      'a/b.yaml': object('b'),
      'sub/Kptfile': object('sub'),
      'sub/x/c.yaml': object('c'),
    });
    const names = (options: ReadPackageOptions) => readPackage(tree, options).map(({ name }) => name);
    expect(names(whole)).toEqual(['root', 'b', 'sub', 'c']);
    expect(names({ ...whole, includeSubpackages: false })).toEqual(['root', 'b']);
  });

  it('hides what the package lists in .krmignore, and only in that package', () => {
    const tree = files({
      '.krmignore': 'hidden.yaml\nnot/\n/top.yaml\nwhole\n',
      'hidden.yaml': object('1'),
      'a/hidden.yaml': object('2'),
      'not/a.yaml': object('3'),
      'top.yaml': object('4'),
      'a/top.yaml': object('seen'),
      'sub/Kptfile': object('sub'),
      'sub/hidden.yaml': object('seen too'),
      'whole/Kptfile': object('5'),
      'whole/a.yaml': object('6'),
    });
    expect(readPackage(tree, whole).map(({ name }) => name)).toEqual(['seen', 'sub', 'seen too']);
  });

  it('says in which file the bytes are no text, and where', () => {
    const bytes = Uint8Array.from([...Buffer.from('a: 1\nb: '), 0xff, 0x0a]);
    expect(() => readPackage(new Map([['d/x.yaml', bytes]]))).toThrow('d/x.yaml: line 2, column 4: invalid UTF-8');
  });
});

describe('an ignore file', () => {
  it.each([
    ['a.yaml', 'a.yaml', false, true],
    ['a.yaml', 'x/a.yaml', false, true],
    ['/a.yaml', 'x/a.yaml', false, false],
    ['x/a.yaml', 'x/a.yaml', false, true],
    ['*.yaml', 'x/a.yaml', false, true],
    ['x/*', 'x/a.yaml', false, true],
    ['*', 'x/a.yaml', false, true],
    ['x/', 'x', true, true],
    ['x/', 'x', false, false],
    ['a.y?ml', 'a.yaml', false, true],
    ['[a-c].yaml', 'b.yaml', false, true],
    ['[!a-c].yaml', 'b.yaml', false, false],
    ['a/**/c.yaml', 'a/b/c.yaml', false, true],
    ['a/**/c.yaml', 'a/b/b/c.yaml', false, true],
    ['x/', 'y/x', true, true],
    ['/x/', 'x/a.yaml', false, false],
    ['/x', 'x/a.yaml', false, true],
    ['\\!a', '\\!a', false, true],
    ['# a.yaml', 'a.yaml', false, false],
    ['*.yaml\n!a.yaml', 'a.yaml', false, false],
    ['!a.yaml\n*.yaml', 'a.yaml', false, false],
    ['**/c', 'c', false, true],
    ['**/c', 'a/b/c', false, true],
    ['a/**', 'a/b', true, true],
    ['a/**', 'a/b/c', false, true],
    ['a/**/c', 'ab/c', false, false],
    ['a\\*', 'ab', false, false],
    ['(a+)+$', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', false, false],
    ['*a'.repeat(40) + 'b', 'a'.repeat(250), false, false],
  ])('with %j hides %s (directory: %s): %s', (text, path, isDirectory, hidden) => {
    expect(new IgnoreFile(text).ignores(path, isDirectory)).toBe(hidden);
  });
});

describe('writing a package', () => {
  const source = {
    'a.yaml':
      '# licence\n\nkind: A\n\nmetadata:\n    name:   x # keep\nspec:\n    - 1\n--- # second\nkind: B\nmetadata: {name: y}\n',
    'b.yaml': '---\r\nkind: C\r\nmetadata:\r\n  name: z\r\n',
    'c.json': '{"kind": "D",\n"metadata": {"name": "w"}}',
  };
  const read = () => readPackage(files(source), { ...whole, preserveSequenceIndent: true });

  it('prints everything anew by default, as kpt does', () => {
    expect(Object.fromEntries(writePackage(read()))).toEqual({
      'a.yaml': '# licence\n\nkind: A\nmetadata:\n  name: x # keep\nspec:\n- 1\n---\nkind: B\nmetadata: {name: y}\n',
      'b.yaml': 'kind: C\nmetadata:\n  name: z\n',
      'c.json': '{\n  "kind": "D",\n  "metadata": {\n    "name": "w"\n  }\n}\n',
    });
  });

  it('keeps what nobody touched byte for byte on request', () => {
    const items = read();
    expect(Object.fromEntries(writePackage(items, { keepUntouched: files(source) }))).toEqual(source);
  });

  it('then prints only the object that changed', () => {
    const items = read();
    items[1]?.setLabel('l', 'v');
    const written = writePackage(items, { keepUntouched: files(source) });
    expect(written.get('a.yaml')).toBe(
      "# licence\n\nkind: A\n\nmetadata:\n    name:   x # keep\nspec:\n    - 1\n---\nkind: B\nmetadata: {name: y, labels: {l: 'v'}}\n",
    );
    expect(written.get('b.yaml')).toBe(source['b.yaml']);
  });

  it('keeps any text that nobody touched', () => {
    const line = fc.constantFrom(
      '',
      '# c',
      'a:   1',
      'b: # x',
      '  c: "y" ',
      '- z',
      '  - q',
      '---',
      '--- # d',
      'e: |',
      '   f',
      'g: {h: i,',
      '  j: k}',
      '...',
    );
    const text = fc.array(line, { maxLength: 10 }).map((lines) => ['kind: K', ...lines].join('\n'));
    fc.assert(
      fc.property(text, fc.boolean(), (source, windows) => {
        const tree = files({ 'a.yaml': windows ? source.replaceAll('\n', '\r\n') : source });
        let items: ReturnType<typeof readPackage>;
        try {
          items = readPackage(tree);
        } catch {
          return;
        }
        expect(writePackage(items, { keepUntouched: tree })).toEqual(tree);
      }),
      { numRuns: 1000 },
    );
  });

  it('notices a changed comment, an added and a removed object', () => {
    const [first, ...rest] = read();
    if (first === undefined) throw new Error('nothing read');
    first.document.headComment = '';
    const commented = writePackage([first, ...rest], { keepUntouched: files(source) });
    expect(commented.get('a.yaml')).toBe(
      'kind: A\nmetadata:\n  name: x # keep\nspec:\n- 1\n---\nkind: B\nmetadata: {name: y}\n',
    );
    expect(writePackage(rest, { keepUntouched: files(source) }).get('a.yaml')).toBe('kind: B\nmetadata: {name: y}\n');
  });

  it('places new objects by namespace, kind and name', () => {
    const [item] = readPackage(files({ 'x.yaml': 'kind: Big\nmetadata:\n  name: n\n  namespace: ns\n' }), {
      omitReaderAnnotations: true,
    });
    expect([...writePackage(item ? [item] : []).keys()]).toEqual(['ns/big_n.yaml']);
  });

  it.each(['/abs.yaml', '../out.yaml', 'a/../../out.yaml'])('refuses the path %s', (path) => {
    const [item] = read();
    item?.setAnnotation('internal.config.kubernetes.io/path', path);
    expect(() => writePackage(item ? [item] : [])).toThrow(/package/);
  });
});
