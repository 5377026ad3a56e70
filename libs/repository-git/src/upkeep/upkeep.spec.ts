import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { RepositorySteps } from '@porch/repository/testing';
import { identifyObject } from '../objects/git-object';
import { RefStore } from '../refs/ref-store';
import { DEFAULT_GIT_LIMITS } from '../storage/git-limits';
import { looseObjectPath } from '../storage/loose-objects';
import { ObjectDatabase } from '../storage/object-database';
import { git, gitWithInput } from '../testing/git-command';
import { GitWorkbench } from '../testing/git-workbench';
import { BackgroundUpkeep } from './background-upkeep';
import { listLooseObjects, UNREACHABLE_GRACE_MILLISECONDS } from './repack';

describe('upkeep', () => {
  let bench: GitWorkbench;
  let directory: string;
  let database: ObjectDatabase;
  beforeEach(() => {
    bench = new GitWorkbench();
    directory = bench.createBare('remote.git');
    database = new ObjectDatabase(directory, DEFAULT_GIT_LIMITS);
  });
  afterEach(async () => {
    database.close();
    await bench.dispose();
  });

  const run = () => {
    const store = new RefStore(directory);
    return new BackgroundUpkeep(directory).run(database, store, () => store.readAll().values());
  };

  it('packs what is reachable, drops what was unreachable for long, and keeps what is young', async () => {
    const steps = new RepositorySteps(await bench.open(`file://${directory}`));
    for (let number = 1; number <= 6; number += 1) await steps.publish(`app-${number % 3}`, `w${number}`, number);
    const refs = git(directory, 'for-each-ref');
    const old = gitWithInput(directory, 'old', 'hash-object', '-w', '--stdin');
    const young = gitWithInput(directory, 'young', 'hash-object', '-w', '--stdin');
    const long = new Date(Date.now() - UNREACHABLE_GRACE_MILLISECONDS - 1000);
    utimesSync(looseObjectPath(database.objectsDirectory, old), long, long);

    await run();
    expect(listLooseObjects(database.objectsDirectory).map(({ id }) => id)).toEqual([young]);
    expect(git(directory, 'fsck', '--strict', '--full')).not.toMatch(/error|missing/);
    expect(git(directory, 'for-each-ref')).toBe(refs);

    // Again, now from a pack with deltas, and a second time without anything new.
    await steps.publish('app-0', 'w7', 7);
    await run();
    await run();
    expect(database.packs).toHaveLength(1);
    expect(git(directory, 'fsck', '--strict', '--full')).not.toMatch(/error|missing/);
    for (const id of git(directory, 'rev-list', '--objects', '--all').split('\n')) database.read(id.slice(0, 40));
    expect(await steps.text((await steps.find('app-1', 'w1'))!)).toContain('value: one');
    await steps.publish('app-0', 'w8', 8);
  });

  it.each(['before it runs', 'while it runs'])(
    'keeps what was unreachable for long and is written again %s',
    async (when) => {
      const steps = new RepositorySteps(await bench.open(`file://${directory}`));
      await steps.create('app', 'v1');
      const blobs = ['loose', 'packed'].map((text) => identifyObject('blob', Buffer.from(text)));
      const [loose = '', packed = ''] = blobs.map(({ id }) => id);
      for (const { content } of blobs) gitWithInput(directory, content, 'hash-object', '-w', '--stdin');
      gitWithInput(directory, packed, 'pack-objects', '--quiet', join(directory, 'objects/pack/pack'));
      git(directory, 'prune-packed', '--quiet');
      database.rescan();
      const pack = join(directory, 'objects/pack', `${database.packs[0]?.name}.pack`);
      const paths = [looseObjectPath(database.objectsDirectory, loose), pack];
      const long = new Date(Date.now() - UNREACHABLE_GRACE_MILLISECONDS - 1000);
      for (const path of paths) utimesSync(path, long, long);

      if (when === 'before it runs') await database.write(blobs, { flush: true });
      else {
        const rescan = jest.spyOn(database, 'rescan');
        rescan.mockImplementationOnce(() => {
          // What is to be kept is packed, and nothing was removed: git writes it again by making it young.
          for (const path of paths) utimesSync(path, new Date(), new Date());
          rescan.mockRestore();
          database.rescan();
        });
      }
      await run();
      expect([loose, packed].map((id) => git(directory, 'cat-file', 'blob', id))).toEqual(['loose', 'packed']);
    },
  );

  it('copies the deltas that git made', async () => {
    const steps = new RepositorySteps(await bench.open(`file://${directory}`));
    for (let number = 1; number <= 4; number += 1) await steps.publish('app', `w${number}`, number);
    git(directory, 'repack', '-adfq');
    await steps.publish('app', 'w5', 5);
    await run();
    expect(git(directory, 'fsck', '--strict', '--full')).not.toMatch(/error|missing/);
    expect(Number(/^count: (\d+)/.exec(git(directory, 'count-objects', '-v'))?.[1])).toBe(0);
  });

  it('leaves a repository alone in which git gc is running', async () => {
    const steps = new RepositorySteps(await bench.open(`file://${directory}`));
    await steps.create('app', 'v1');
    gitWithInput(directory, '', 'update-server-info');
    const { writeFileSync } = await import('node:fs');
    writeFileSync(`${directory}/gc.pid`, '1 host');
    await run();
    expect(database.packs).toHaveLength(0);
  });
});
