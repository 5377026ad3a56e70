import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import * as fc from 'fast-check';
import { readObject } from 'isomorphic-git';
import { DEFAULT_GIT_LIMITS } from '../storage/git-limits';
import { ByteBoundedCache } from '../storage/byte-bounded-cache';
import { ObjectDatabase } from '../storage/object-database';
import { buildPack, entryHeader, packHeader } from '../storage/pack-builder';
import { indexPack } from '../storage/pack-indexer';
import { receivePack } from '../storage/pack-receiver';
import { git, gitWithInput } from '../testing/git-command';
import { formatCommit, parseCommit } from './commit';
import { applyDelta } from './delta';
import { edgeDelta } from './edge-delta';
import { hashObject, identifyObject } from './git-object';
import { findTreeEntry, formatTree, parseTree, withTreeEntry } from './tree';

const signal = new AbortController().signal;

describe('git objects', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'porch-objects-'));
    git(directory, 'init', '--quiet', '--bare', '.');
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const packs = () => readdirSync(join(directory, 'objects', 'pack')).filter((name) => name.endsWith('.pack'));
  async function* chunks(bytes: Buffer, size = 1000) {
    await Promise.resolve();
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const receive = (pack: Buffer, limits = {}) =>
    receivePack(
      join(directory, 'objects', 'pack'),
      chunks(pack),
      { ...DEFAULT_GIT_LIMITS, ...limits },
      indexPack,
      signal,
    );

  it('sorts and formats trees as git does', () => {
    const name = fc.stringMatching(/^[a-z.\-A-Z0-9é]{1,8}$/).filter((text) => !['.', '..', '.git'].includes(text));
    const entries = fc.uniqueArray(fc.tuple(name, fc.constantFrom('100644', '100755', '40000', '120000')), {
      selector: ([text]) => text.toLowerCase(),
      minLength: 1,
    });
    const blob = gitWithInput(directory, 'x', 'hash-object', '-w', '--stdin');
    const empty = git(directory, 'hash-object', '-t', 'tree', '-w', '/dev/null');
    fc.assert(
      fc.property(entries, (list) => {
        const tree = list.map(([text, mode]) => ({
          mode,
          name: Buffer.from(text).toString('latin1'),
          id: mode === '40000' ? empty : blob,
        }));
        const input = list.map(
          ([text, mode]) =>
            `${mode.padStart(6, '0')} ${mode === '40000' ? 'tree' : 'blob'} ${mode === '40000' ? empty : blob}\t${text}\0`,
        );
        const content = formatTree(tree);
        expect(hashObject('tree', content)).toBe(gitWithInput(directory, input.join(''), 'mktree', '-z'));
        for (const entry of parseTree(content)) expect(findTreeEntry(content, entry.name)).toEqual(entry);
        expect(findTreeEntry(content, 'absent!')).toBeUndefined();
        const [changed, ...others] = tree;
        if (!changed) return;
        const replacement = { ...changed, mode: changed.mode === '40000' ? '100644' : '40000' };
        expect(withTreeEntry(content, changed.name, undefined)).toEqual(formatTree(others));
        expect(withTreeEntry(formatTree(others), changed.name, changed)).toEqual(content);
        expect(withTreeEntry(content, changed.name, replacement)).toEqual(formatTree([...others, replacement]));
      }),
      { numRuns: 25 },
    );
  });

  it('formats commits that it reads back, and lets no name forge a header', () => {
    const person = { name: 'A <b>\nparent x', email: 'a>b\n@c', seconds: 5, zone: '+0000' };
    const tree = git(directory, 'hash-object', '-t', 'tree', '-w', '/dev/null');
    const content = formatCommit({ tree, parents: [], author: person, committer: person, message: 'm\n' });
    const id = gitWithInput(directory, content, 'hash-object', '-t', 'commit', '-w', '--stdin');
    expect(hashObject('commit', content)).toBe(id);
    expect(parseCommit(content)).toMatchObject({
      parents: [],
      author: { name: 'A bparent x', email: 'ab@c', seconds: 5 },
    });
  });

  it('makes deltas that give the target back', () => {
    const parts = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 6 });
    fc.assert(
      fc.property(parts, parts, fc.uint8Array({ maxLength: 300 }), (start, end, middle) => {
        const base = Buffer.concat([...start, ...end]);
        const target = Buffer.concat([...start, middle, ...end]);
        const delta = edgeDelta(base, target);
        if (delta) expect(applyDelta(base, delta, 1e6)).toEqual(target);
      }),
    );
  });

  it('reads every object of a repository that git packed with deltas, and of its loose form', async () => {
    const source = join(directory, 'source.git');
    git(directory, 'init', '--quiet', '--bare', source);
    let text = 'line\n'.repeat(400);
    let parent: string | undefined;
    for (let step = 0; step < 30; step += 1) {
      text += `${step}\n`;
      const blob = gitWithInput(source, text, 'hash-object', '-w', '--stdin');
      const tree = gitWithInput(source, `100644 blob ${blob}\tfile-${step % 3}\n`, 'mktree');
      parent = git(source, 'commit-tree', tree, ...(parent ? ['-p', parent] : []), '-m', `step ${step}`);
    }
    git(source, 'update-ref', 'refs/heads/main', parent ?? '');
    const all = git(source, 'rev-list', '--objects', '--all')
      .split('\n')
      .map((line) => line.slice(0, 40));
    const check = () => {
      const database = new ObjectDatabase(source, DEFAULT_GIT_LIMITS);
      for (const id of all) {
        const { type, content } = database.read(id);
        expect(hashObject(type, content)).toBe(id);
      }
      database.close();
    };
    check();
    git(source, 'repack', '-adfq', '--depth=50');
    check();
    const [pack = ''] = readdirSync(join(source, 'objects', 'pack')).filter((name) => name.endsWith('.pack'));
    const path = join(source, 'objects', 'pack', pack);
    expect(await indexPack(path, DEFAULT_GIT_LIMITS, signal)).toEqual(readFileSync(path.replace(/pack$/, 'idx')));
  });

  it('keeps of a small loose tree its own bytes, not the buffer they came in', async () => {
    const tree = gitWithInput(directory, '', 'mktree');
    const written = identifyObject('tree', Buffer.from(formatTree([{ mode: '40000', name: 'sub', id: tree }])));
    const read = gitWithInput(directory, `040000 tree ${tree}\tother\n`, 'mktree');
    const database = new ObjectDatabase(directory, DEFAULT_GIT_LIMITS);
    await database.write([written], { flush: false });
    database.read(read);
    for (const id of [read, written.id]) {
      const { content } = database.read(id);
      expect(hashObject('tree', content)).toBe(id);
      expect(content.buffer.byteLength).toBe(content.length);
    }
    database.close();
  });

  it('builds packs that git and isomorphic-git read, thin ones too', async () => {
    const previous = identifyObject('blob', Buffer.from('a'.repeat(1000)));
    const next = identifyObject('blob', Buffer.from(`${'a'.repeat(500)}b${'a'.repeat(500)}`));
    gitWithInput(directory, previous.content, 'hash-object', '-w', '--stdin');
    gitWithInput(
      directory,
      buildPack([{ ...next, previous }], { thin: true }),
      'index-pack',
      '--stdin',
      '--fix-thin',
      '--strict',
    );
    expect(git(directory, 'cat-file', 'blob', next.id)).toBe(next.content.toString());

    const emptied = identifyObject('tree', Buffer.alloc(0));
    const filled = identifyObject('tree', formatTree([{ mode: '100644', name: 'a', id: previous.id }]));
    gitWithInput(directory, filled.content, 'hash-object', '-w', '--stdin', '-t', 'tree');
    const thin = buildPack([{ ...emptied, previous: filled }], { thin: true });
    gitWithInput(directory, thin, 'index-pack', '--stdin', '--fix-thin', '--strict');

    const other = identifyObject('blob', Buffer.from('other'));
    await receive(buildPack([other], { thin: false }));
    const found = await readObject({ fs, dir: directory, gitdir: directory, oid: other.id, format: 'content' });
    expect(Buffer.from(found.object as Uint8Array).toString()).toBe('other');
    expect(git(directory, 'fsck', '--strict')).not.toMatch(/error/);
  });

  it.each([
    ['is truncated', (pack: Buffer) => pack.subarray(0, pack.length - 25)],
    [
      'was changed on its way',
      (pack: Buffer) => Buffer.concat([pack.subarray(0, 20), Buffer.from([1]), pack.subarray(21)]),
    ],
    ['is empty', () => Buffer.alloc(0)],
  ])('takes no pack that %s, and leaves nothing behind', async (_, damage) => {
    const pack = buildPack([identifyObject('blob', Buffer.from('some text that is long enough'))], { thin: false });
    await expect(receive(damage(pack))).rejects.toThrow(/truncated or damaged/);
    expect(readdirSync(join(directory, 'objects', 'pack'))).toEqual([]);
  });

  /** A pack with one hand-made entry and a right checksum. */
  const forged = (...parts: Buffer[]) => {
    const body = Buffer.concat([packHeader(1), ...parts]);
    return Buffer.concat([body, createHash('sha1').update(body).digest()]);
  };
  it('takes no pack that inflates to more than it says or is allowed', async () => {
    const bomb = deflateSync(Buffer.alloc(1_000_000));
    await expect(receive(forged(entryHeader(3, 10), bomb))).rejects.toThrow(/cannot be inflated/);
    await expect(receive(forged(entryHeader(3, 1_000_000), bomb), { maximumObjectBytes: 1000 })).rejects.toThrow(
      /maximumObjectBytes/,
    );
    await expect(
      receive(buildPack([identifyObject('blob', Buffer.alloc(10))], { thin: false }), { maximumRepositoryBytes: 20 }),
    ).rejects.toThrow(/maximumRepositoryBytes/);
    expect(packs()).toEqual([]);
  });

  it('takes no pack that makes an object by copying a large one over and over', async () => {
    const size = 60_000;
    const varint = (value: number) => [(value & 0x7f) | 0x80, ((value >> 7) & 0x7f) | 0x80, value >> 14];
    // Copies all of its base; each is based on the entry before it.
    const delta = Buffer.from([...varint(size), ...varint(size), 0xb0, size & 0xff, size >> 8]);
    const chain = (length: number) => {
      const base = Buffer.concat([entryHeader(3, size), deflateSync(Buffer.alloc(size))]);
      const inflated = deflateSync(delta);
      const one = (distance: number[]) =>
        Buffer.concat([entryHeader(6, delta.length), Buffer.from(distance), inflated]);
      const first = one([base.length]);
      const second = one([first.length]);
      const others = Array.from({ length: length - 2 }, () => one([second.length]));
      const body = Buffer.concat([packHeader(length + 1), base, first, second, ...others]);
      return Buffer.concat([body, createHash('sha1').update(body).digest()]);
    };
    const limits = { maximumObjectBytes: 65_536 };
    await receive(chain(50), limits);
    expect(packs()).toHaveLength(1);
    // Nothing is kept of what was made before, as of objects that are too large to be kept.
    const unkept = jest.spyOn(ByteBoundedCache.prototype, 'get').mockReturnValue(undefined);
    await expect(receive(chain(70), limits)).rejects.toThrow(/too many deltas/);
    unkept.mockRestore();
    expect(packs()).toHaveLength(1);
  });

  it('takes no pack whose delta has no base or does not fit', async () => {
    const delta = deflateSync(Buffer.from([5, 5, 0x90, 5]));
    await expect(receive(forged(entryHeader(7, 4), Buffer.alloc(20, 1), delta))).rejects.toThrow(
      /base it lacks|base they lack|whose base/,
    );
    await expect(receive(forged(entryHeader(6, 4), Buffer.from([1]), delta))).rejects.toThrow(/malformed/);
  });
});
