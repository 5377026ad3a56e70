import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ZERO_ID } from '../objects/git-object';
import { git, GIT_ENVIRONMENT } from '../testing/git-command';
import { isValidRefName } from './ref-name';
import { RefStore } from './ref-store';

describe('the refs of a directory', () => {
  let directory: string;
  let store: RefStore;
  let first: string;
  let second: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'porch-refs-'));
    git(directory, 'init', '--quiet', '--bare', '.');
    const tree = git(directory, 'hash-object', '-t', 'tree', '-w', '/dev/null');
    first = git(directory, 'commit-tree', tree, '-m', 'first');
    second = git(directory, 'commit-tree', tree, '-p', first, '-m', 'second');
    store = new RefStore(directory);
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const create = (name: string, newId = first) => ({ name, oldId: ZERO_ID, newId });
  const remove = (name: string, oldId = first) => ({ name, oldId, newId: ZERO_ID });
  const listed = () =>
    git(directory, 'for-each-ref', '--format=%(objectname) %(refname)')
      .split('\n')
      .filter((line) => line !== '');
  const known = () =>
    [...store.readAll()].map(([name, id]) => `${id} ${name}`).sort((a, b) => (a.slice(41) < b.slice(41) ? -1 : 1));

  it('creates, moves and deletes refs as git sees them, loose and packed', async () => {
    await store.update([create('refs/heads/main'), create('refs/tags/a/v1')]);
    expect(listed()).toEqual(known());
    git(directory, 'pack-refs', '--all');
    expect(known()).toEqual(listed());
    await store.update([{ name: 'refs/heads/main', oldId: first, newId: second }, remove('refs/tags/a/v1')]);
    expect(listed()).toEqual([`${second} refs/heads/main`]);
    expect(known()).toEqual(listed());
    expect(existsSync(join(directory, 'refs/tags/a'))).toBe(false);
  });

  it('moves none when one is not where it was expected', async () => {
    await store.update([create('refs/heads/main')]);
    const updates = [create('refs/tags/new'), { name: 'refs/heads/main', oldId: second, newId: first }];
    await expect(store.update(updates)).rejects.toMatchObject({ refName: 'refs/heads/main' });
    await expect(store.update([create('refs/heads/main', second)])).rejects.toMatchObject({
      refName: 'refs/heads/main',
    });
    expect(listed()).toEqual([`${first} refs/heads/main`]);
    expect(existsSync(join(directory, 'refs/tags/new.lock'))).toBe(false);
  });

  it('waits for a lock that git holds, and gives up on one that nobody releases', async () => {
    await store.update([create('refs/heads/main')]);
    const lock = join(directory, 'refs/heads/main.lock');
    writeFileSync(lock, '');
    const waiting = store.update([{ name: 'refs/heads/main', oldId: first, newId: second }]);
    setTimeout(() => rmSync(lock), 30);
    await waiting;
    writeFileSync(lock, '');
    await expect(store.update([remove('refs/heads/main', second)])).rejects.toThrow(/locked/);
    expect(existsSync(lock)).toBe(true);
  });

  it('refuses names that would be file and directory at once, also where they are packed', async () => {
    await store.update([create('refs/heads/a/b')]);
    await expect(store.update([create('refs/heads/a')])).rejects.toThrow(/beside refs\/heads\/a\/b/);
    await expect(store.update([create('refs/heads/a/b/c')])).rejects.toThrow(/refs\/heads\/a\/b/);
    git(directory, 'pack-refs', '--all');
    await expect(store.update([create('refs/heads/a')])).rejects.toThrow(/beside/);
    await expect(store.update([create('refs/heads/a/b/c')])).rejects.toThrow(/beside/);
    await store.update([remove('refs/heads/a/b')]);
    await store.update([create('refs/heads/a')]);
    expect(listed()).toEqual([`${first} refs/heads/a`]);
  });

  it('neither reads nor writes through symbolic links', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'porch-outside-'));
    try {
      writeFileSync(join(outside, 'stolen'), `${first}\n`);
      symlinkSync(outside, join(directory, 'refs/heads/drafts'));
      expect(known()).toEqual([]);
      await expect(store.update([create('refs/heads/drafts/x')])).rejects.toThrow(/no directory/);
      expect(existsSync(join(outside, 'x'))).toBe(false);
    } finally {
      rmSync(outside, { recursive: true });
    }
  });

  it.each([
    'refs/heads/../../config',
    'refs/heads/-h',
    'refs/heads/a..b',
    'refs/heads/a@{1}',
    'refs/heads/x.lock',
    'HEAD',
    'refs/heads/a b',
    'refs/heads/.x',
    'refs/heads//x',
    'refs/heads/x\0',
    'refs/heads/x\n',
  ])('refuses the name %j', async (name) => {
    expect(isValidRefName(name)).toBe(false);
    await expect(store.update([create(name)])).rejects.toThrow(/not a valid ref name/);
    expect(listed()).toEqual([]);
  });

  it('packs loose refs and keeps every one of them', async () => {
    await store.update([create('refs/heads/main'), create('refs/tags/a/v1'), create('refs/tags/b/v1', second)]);
    const before = listed();
    await store.pack();
    expect(listed()).toEqual(before);
    expect(existsSync(join(directory, 'refs/tags/a/v1'))).toBe(false);
    expect(readFileSync(join(directory, 'packed-refs'), 'utf8')).toContain('refs/tags/b/v1');
    expect(known()).toEqual(before);
  });

  it('never loses a move of its own or of a git that runs at the same time', async () => {
    await store.update([create('refs/heads/counter')]);
    const ids = [first];
    for (let step = 0; step < 40; step += 1) {
      ids.push(git(directory, 'commit-tree', `${first}^{tree}`, '-p', ids.at(-1) ?? '', '-m', `step ${step}`));
    }
    // Each mover takes the ref from a step to the next when it finds it there; together they must take every step once.
    const script = `cd "$1"; shift; n=0; while [ $# -gt 1 ]; do if git update-ref refs/heads/counter "$2" "$1" 2>/dev/null; then n=$((n+1)); fi; shift; done; echo $n`;
    const child = spawn('sh', ['-c', script, 'sh', directory, ...ids], {
      env: GIT_ENVIRONMENT,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const closed = once(child, 'close');
    let ours = 0;
    for (let step = 0; step + 1 < ids.length; step += 1) {
      const update = { name: 'refs/heads/counter', oldId: ids[step] ?? '', newId: ids[step + 1] ?? '' };
      await store.update([update]).then(
        () => (ours += 1),
        () => undefined,
      );
    }
    await closed;
    const reached = ids.indexOf(git(directory, 'rev-parse', 'refs/heads/counter'));
    expect(reached).toBeGreaterThan(0);
    expect(ours + Number(output)).toBe(reached);
  });
});
