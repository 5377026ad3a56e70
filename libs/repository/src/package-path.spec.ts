import { packagePathProblem, packagePathsProblem } from './package-path';

describe('package paths', () => {
  it.each(['Kptfile', 'a/b/c.yaml', '.krmignore', 'dir.with.dots/x', 'ünïcode.yaml', '.gitignore', 'a b.txt', '-h'])(
    'allows %j',
    (path) => expect(packagePathProblem(path)).toBeUndefined(),
  );

  it.each([
    '',
    '/etc/passwd',
    '../x',
    'a/../b',
    './a',
    'a//b',
    'a/',
    '.git',
    '.GIT/config',
    'a/.git/hooks/x',
    'git~1',
    'GIT~2/x',
    '.git::$INDEX_ALLOCATION',
    '.g\u200cit/config',
    'a\u202eb',
    'x.',
    'x ',
    'x./y',
    'a\0b',
    'a\\b',
    'C:/x',
    'a\nb',
    '\ud800',
    'x'.repeat(1025),
    'd/'.repeat(64) + 'x',
  ])('refuses %j', (path) => expect(packagePathProblem(path)).toBeDefined());

  it('refuses a file where another path needs a directory', () => {
    expect(packagePathsProblem(['a/b', 'a'])).toEqual({ path: 'a/b', message: '"a" is a file, not a directory' });
  });

  it.each([
    ['README.md', 'readme.md'],
    ['caf\u00e9', 'cafe\u0301'],
  ])('refuses two spellings of one file: %j, %j', (one, other) => {
    expect(packagePathsProblem([one, other])?.message).toContain('another spelling');
  });
});
