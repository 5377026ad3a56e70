import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatCommit } from '../objects/commit';
import { type IdentifiedObject, identifyObject } from '../objects/git-object';
import { DIRECTORY_MODE, formatTree, REGULAR_MODE } from '../objects/tree';
import { DEFAULT_GIT_LIMITS } from '../storage/git-limits';
import { ObjectDatabase } from '../storage/object-database';
import { git } from '../testing/git-command';
import { commitsBetween, leadsTo } from './commits-between';
import { objectsBetween } from './objects-between';

/** A commit by the numbers of earlier ones that are its parents, with a file in a directory of its own or a shared one. */
const history = fc.array(
  fc.record({
    parents: fc.uniqueArray(fc.nat(30), { maxLength: 2 }),
    second: fc.nat(3),
    directory: fc.constantFrom('a', 'b'),
    text: fc.nat(5),
  }),
  { minLength: 1, maxLength: 25 },
);

describe('what lies between commits', () => {
  let directory: string;
  let database: ObjectDatabase;
  const { signal } = new AbortController();

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'porch-between-'));
    git(directory, 'init', '--quiet', '--bare', '.');
    database = new ObjectDatabase(directory, DEFAULT_GIT_LIMITS);
  });
  afterEach(() => {
    database.close();
    rmSync(directory, { recursive: true, force: true });
  });

  async function write(commits: typeof history extends fc.Arbitrary<infer T> ? T : never): Promise<string[]> {
    const objects: IdentifiedObject[] = [];
    const add = (type: 'blob' | 'tree' | 'commit', content: Buffer) => {
      const object = identifyObject(type, content);
      objects.push(object);
      return object.id;
    };
    const ids: string[] = [];
    for (const [number, { parents, second, directory: name, text }] of commits.entries()) {
      const file = { mode: REGULAR_MODE, name: 'file', id: add('blob', Buffer.from(`${text}`)) };
      const inner = { mode: DIRECTORY_MODE, name, id: add('tree', formatTree([file])) };
      const tree = add('tree', formatTree([inner, { ...file, name: 'z' }]));
      // Some commits share a second, none is older than its parents.
      const person = { name: 'a', email: 'a', seconds: 1000 + number + second, zone: '+0000' };
      const known = parents.flatMap((parent) => ids[parent] ?? []);
      const seconds = Math.floor((1000 + number) / 4);
      const content = formatCommit({
        tree,
        parents: known,
        author: person,
        committer: { ...person, seconds },
        message: `${number}`,
      });
      ids.push(add('commit', content));
    }
    await database.write(objects, { flush: false });
    return ids;
  }

  const revisions = (...args: string[]) =>
    git(directory, 'rev-list', ...args)
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.slice(0, 40))
      .sort();

  it('are the commits that git names, and everything of theirs that git would send', async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.nat(30), fc.nat(30), async (commits, one, other) => {
        const ids = await write(commits);
        const [held = '', tip = ''] = [ids[one % ids.length], ids[other % ids.length]];
        const between = await commitsBetween(database, [held], [tip], signal);
        expect(between.map(({ id }) => id).sort()).toEqual(revisions(tip, `^${held}`));
        const found = await objectsBetween(database, [held], [tip], signal);
        for (const id of revisions('--objects', tip, `^${held}`)) expect(found.has(id)).toBe(true);
        expect(await leadsTo(database, tip, held, signal)).toBe(between.length === 0);
        expect(await leadsTo(database, held, tip, signal)).toBe(revisions(held, `^${tip}`).length === 0);
      }),
      { numRuns: 20 },
    );
  });

  it('is everything for whoever has nothing', async () => {
    const line = [...Array(6).keys()].map((number) => ({
      parents: number === 0 ? [] : [number - 1],
      second: 0,
      directory: 'a' as const,
      text: number % 3,
    }));
    const tip = (await write(line)).at(-1) ?? '';
    expect([...(await objectsBetween(database, [], [tip], signal)).keys()].sort()).toEqual(revisions('--objects', tip));
  });

  it('is a few commits too many, and none too few, where clocks went wrong', async () => {
    const person = (seconds: number) => ({ name: 'a', email: 'a', seconds, zone: '+0000' });
    const tree = identifyObject('tree', Buffer.alloc(0));
    const ids: string[] = [];
    for (const [number, seconds] of [5000, 4000, 3000, 9000].entries()) {
      const parents = number === 0 ? [] : [ids[Math.min(number, 3) - 1] ?? ''];
      const people = { author: person(seconds), committer: person(seconds) };
      const commit = identifyObject('commit', formatCommit({ tree: tree.id, parents, ...people, message: 'm' }));
      await database.write([tree, commit], { flush: false });
      ids.push(commit.id);
    }
    const [first = '', , third = '', fourth = ''] = ids;
    const found = (await commitsBetween(database, [third], [fourth], signal)).map(({ id }) => id);
    expect(found).toContain(fourth);
    expect(found).not.toContain(third);
    expect(await leadsTo(database, first, fourth, signal)).toBe(true);
  });
});
