import { parseYaml } from '../document/parse-yaml';
import { addMergeComments } from './add-merge-comments';
import { copyPackage } from './copy-package';
import { diffPackages } from './diff-packages';
import { readFunctionConfig } from './function-config';
import { isFunctionImage } from './function-image';
import {
  formatKptfileProblem,
  functionConfigPathProblem,
  kptfileProblems,
  validateKptfile,
} from './kptfile-validation';
import { bytesOf, type PackageTree, textOf } from './package-files';
import { findSubpackages, ownFiles } from './subpackages';

const tree = (texts: Record<string, string>): PackageTree =>
  new Map(Object.entries(texts).map(([path, text]) => [path, bytesOf(text)]));

const LOCAL = 'apiVersion: kpt.dev/v1\nkind: Kptfile\nmetadata:\n  name: p\n';
const REMOTE = `${LOCAL}upstream:\n  type: git\n`;

describe('the subpackages of a package', () => {
  const files = tree({
    Kptfile: LOCAL,
    'a/Kptfile': LOCAL,
    'a/b/c/Kptfile': REMOTE,
    'a-b/Kptfile': REMOTE,
    'a-b/d/Kptfile': LOCAL,
    'dir/x.txt': '',
    'a/y.txt': '',
    '.git/z/Kptfile': LOCAL,
  });

  it('are found by kind and depth', () => {
    const find = (matcher: 'all' | 'local' | 'remote' | 'none', recursive: boolean) =>
      findSubpackages(files, { matcher, recursive });
    expect(find('all', false)).toEqual(['a', 'a-b']);
    expect(find('all', true)).toEqual(['a', 'a-b', 'a-b/d', 'a/b/c']);
    expect(find('local', true)).toEqual(['a', 'a-b/d']);
    expect(find('remote', false)).toEqual(['a-b']);
    expect(find('none', true)).toEqual([]);
  });

  it('do not belong to its own files, nor does .git', () => {
    expect([...ownFiles(files).keys()]).toEqual(['Kptfile', 'dir/x.txt']);
    expect([...ownFiles(files, 'a').keys()]).toEqual(['Kptfile', 'y.txt']);
  });

  it('are copied on demand, over what is there but for its root Kptfile', () => {
    const target = tree({ Kptfile: REMOTE, 'dir/x.txt': 'old', 'own.txt': '' });
    const copied = copyPackage(files, target, { matcher: 'local' });
    expect([...copied.keys()].sort()).toEqual(
      ['Kptfile', 'a-b/d/Kptfile', 'a/Kptfile', 'a/b/c/Kptfile', 'a/y.txt', 'dir/x.txt', 'own.txt'].sort(),
    );
    expect(textOf(copied.get('Kptfile') as Uint8Array)).toBe(REMOTE);
  });

  it('name the Kptfile that cannot be read', () => {
    expect(() => findSubpackages(tree({ 'a/Kptfile': 'a: [' }), { matcher: 'all', recursive: true })).toThrow(
      'error reading Kptfile at "a/Kptfile"',
    );
  });
});

describe('diffPackages', () => {
  it('tells which files and directories differ', () => {
    const a = tree({ 'a.txt': '1', 'b.txt': '1', 'x/y.txt': '' });
    expect(diffPackages(a, tree({ 'a.txt': '1', 'b.txt': '2', 'c.txt': '' }))).toEqual([
      'b.txt',
      'c.txt',
      'x',
      'x/y.txt',
    ]);
  });

  it('does not count formatting, attribution, upstream and subpackages', () => {
    const resource = 'apiVersion: v1\nkind: A\nmetadata:\n  name: a\n';
    const attributed = `${resource}  annotations:\n    cnrm.cloud.google.com/blueprint: krm-fn\n`;
    const a = tree({ Kptfile: LOCAL, 'r.yaml': resource, 'sub/Kptfile': LOCAL });
    expect(diffPackages(a, tree({ Kptfile: `${REMOTE}info:\n`, 'r.yaml': attributed }))).toEqual([]);
    expect(diffPackages(a, tree({ Kptfile: `${LOCAL}info: {site: s}\n`, 'r.yaml': 'not: [yaml' }))).toEqual([
      'Kptfile',
      'r.yaml',
    ]);
  });
});

describe('addMergeComments', () => {
  const resource = 'apiVersion:   v1\nkind: A\nmetadata:\n  name: a\n';

  it('stamps resources of all subpackages, Kptfiles only on demand, and leaves other files', () => {
    const files = tree({ Kptfile: LOCAL, 'sub/a.yaml': resource, 'x.txt': resource, 'v.yaml': 'plain:   values\n' });
    const stamped = addMergeComments(files);
    expect(textOf(stamped.get('sub/a.yaml') as Uint8Array)).toContain('metadata: # kpt-merge: /a');
    expect(['Kptfile', 'x.txt', 'v.yaml'].every((path) => stamped.get(path) === files.get(path))).toBe(true);
    const kptfile = addMergeComments(files, { kptfiles: true }).get('Kptfile') as Uint8Array;
    expect(textOf(kptfile)).toContain("'kpt.dev|Kptfile|default|p'");
  });

  it('changes nothing the second time', () => {
    const once = addMergeComments(tree({ 'a.yaml': resource }));
    expect(addMergeComments(once).get('a.yaml')).toBe(once.get('a.yaml'));
  });
});

describe('Kptfile validation', () => {
  const functions = (...entries: string[]) =>
    parseYaml(`pipeline:\n  mutators:\n${entries.map((entry) => `  - ${entry}\n`).join('')}`)[0]?.root as never;

  it.each([
    ['{name: x}', 'pipeline.mutators[0]', 'must specify a functon (`image` or `exec`) to execute'],
    ['{image: a, exec: b}', 'pipeline.mutators[0]', 'must not specify both `image` and `exec` at the same time'],
    ['{image: "a@_@b"}', 'pipeline.mutators[0].image', 'function name "a@_@b" is invalid'],
    [
      '{image: a, configPath: c.yaml, configMap: {a: b}}',
      'pipeline.mutators[0]',
      'functionConfig must not specify both `configMap` and `configPath` at the same time',
    ],
    ['{image: a, configPath: ../c.yaml}', 'pipeline.mutators[0].configPath', 'path must not be outside the package'],
    ['{image: a, configPath: /c.yaml}', 'pipeline.mutators[0].configPath', 'path must be relative'],
  ])('finds what is wrong with %s', (entry, field, reason) => {
    expect(kptfileProblems(functions(entry))).toMatchObject([{ field, reason }]);
  });

  it('accepts valid functions and asks about their configuration', () => {
    const kptfile = functions('{image: a, configMap: {}, configPath: ./a/c.yaml}', '{exec: run}');
    expect(kptfileProblems(kptfile)).toEqual([]);
    expect(() => validateKptfile(kptfile, () => 'functionConfig must exist in the current package')).toThrow(
      'Kptfile is invalid:\nField: `pipeline.mutators[0].configPath`\nValue: "./a/c.yaml"\n' +
        'Reason: functionConfig must exist in the current package\n',
    );
  });

  it('prints no value where there is none', () => {
    expect(formatKptfileProblem({ field: 'f', value: '', reason: 'r' })).toBe(
      'Kptfile is invalid:\nField: `f`\nReason: r\n',
    );
  });

  it.each([
    ['set-namespace', true],
    ['ghcr.io:443/a/b-c__d.e:v1.2@sha256:' + 'a'.repeat(64), true],
    ['a@sha256:' + 'a'.repeat(63), false],
    ['a@md5:' + 'a'.repeat(32), false],
    ['[::1]:5000/a', true],
    ['a:', false],
    ['a/B', false],
    ['a//b', false],
    ['a/'.repeat(200) + 'a', false],
    ['a'.repeat(5000), false],
  ])('takes the image %s for valid: %s', (image, valid) => {
    expect(isFunctionImage(image)).toBe(valid);
  });

  it('knows paths outside the package in any disguise', () => {
    expect(['', ' ', '/a', '../a', 'a/../../b', 'a/.../b'].map(functionConfigPathProblem)).not.toContain(undefined);
    expect(['a', './a', 'a/../b', 'a//b/'].map(functionConfigPathProblem)).toEqual(Array(4).fill(undefined));
  });
});

describe('readFunctionConfig', () => {
  const resource = 'apiVersion: v1\nkind: A\nmetadata:\n  name: a\n';

  it('reads the one object of a file', () => {
    expect(readFunctionConfig('f.yaml', resource).name).toBe('a');
  });

  it.each([
    [undefined, 'missing function config "f.yaml"'],
    [`${resource}---\n${resource}`, 'functionConfig "f.yaml" must not contain more than one config, got 2'],
    ['kind: A\n', 'functionConfig "f.yaml": resource must have `apiVersion`'],
    ['a: [', 'failed to read functionConfig "f.yaml"'],
  ])('refuses %j', (text, message) => {
    expect(() => readFunctionConfig('f.yaml', text)).toThrow(message);
  });
});
