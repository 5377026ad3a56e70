import { once } from 'node:events';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { RepositorySteps, samplePackage } from '@porch/repository/testing';
import { git } from './testing/git-command';
import { GitWorkbench } from './testing/git-workbench';
import { spawnTypeScript } from './testing/spawn-typescript';

describe('a server that is killed while it publishes', () => {
  const bench = new GitWorkbench();
  afterAll(() => bench.dispose());

  /** Publishes in another process, which dies some time after its second publication. */
  async function publishAndKill(url: string, first: number, delay: number): Promise<number> {
    const child = spawnTypeScript('publish-until-killed.ts', [url, join(bench.directory, 'cache'), String(first)]);
    let last = first - 1;
    const lines = createInterface({ input: child.stdout });
    lines.on('line', (line) => {
      last = Number(line);
      if (last === first + 1) setTimeout(() => child.kill('SIGKILL'), delay);
    });
    // Not the exit alone: what it printed may be read later.
    await Promise.all([once(child, 'exit'), once(lines, 'close')]);
    return last;
  }

  it('leaves publications whole or undone, and no lock that stops the next one', async () => {
    const directory = bench.createBare('remote.git');
    const url = `file://${directory}`;
    const published = new Set<number>();
    let next = 1;
    for (const delay of [0, 3, 7, 12]) {
      const last = await publishAndKill(url, next, delay);
      expect(last).toBeGreaterThanOrEqual(next);
      const steps = new RepositorySteps(await bench.open(url, {}, bench.newOpener()));
      expect(git(directory, 'fsck', '--strict')).not.toMatch(/error|missing/);
      expect(
        readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.lock')),
      ).toEqual([]);
      for (let number = next; number <= last; number += 1) published.add(number);
      for (const number of published) {
        expect(await steps.find(`app-${number}`, 'v1')).toMatchObject({ lifecycle: 'Published', revision: 1 });
        expect(await steps.placeholder(`app-${number}`)).toBeDefined();
      }
      const left = await steps.find(`app-${last + 1}`, 'v1');
      const onBranch = await steps.placeholder(`app-${last + 1}`);
      expect(onBranch !== undefined).toBe(left?.lifecycle === 'Published');
      if (left && left.lifecycle !== 'Published') {
        await steps.approve(left.lifecycle === 'Draft' ? await steps.propose(left) : left, 1);
      }
      await steps.repository.refresh(steps.context);
      expect(steps.repository.problems).toEqual([]);
      if (left) published.add(last + 1);
      next = last + 2;
    }
    expect(git(directory, 'tag').split('\n').length).toBeGreaterThanOrEqual(8);
  });

  it.each(['refs.after:1', 'refs.between:1', 'refs.between:2'])(
    'has published what was no draft before wholly or not at all when it is killed at %s',
    async (failpoint) => {
      const directory = bench.createBare(`at-once-${failpoint.replace(':', '-')}.git`);
      const url = `file://${directory}`;
      const child = spawnTypeScript('publish-until-killed.ts', [url, join(bench.directory, 'cache'), '1', 'at-once'], {
        PORCH_FAILPOINT: failpoint,
      });
      child.stdout.resume();
      expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
      const steps = new RepositorySteps(await bench.open(url, {}, bench.newOpener()));
      expect(steps.repository.problems).toEqual([]);
      const left = await steps.find('app-1', 'v1');
      expect((await steps.placeholder('app-1')) !== undefined).toBe(left?.lifecycle === 'Published');
      if (left?.lifecycle === 'Proposed') await steps.approve(left, 1);
      expect(await steps.find('app-1', 'v1')).toMatchObject({ lifecycle: 'Published', revision: 1 });
      expect(git(directory, 'for-each-ref', '--format=%(refname)')).toBe('refs/heads/main\nrefs/tags/app-1/v1');
    },
  );

  it('leaves no draft beside its proposal, to come back when that is gone', async () => {
    const directory = bench.createBare('proposed.git');
    const before = new RepositorySteps(await bench.open(`file://${directory}`, {}, bench.newOpener()));
    await before.propose(await before.create('app', 'v1'));
    // Where a proposal stops that is killed between its two refs.
    git(directory, 'update-ref', 'refs/heads/drafts/app/v1', 'refs/heads/proposed/app/v1');
    const after = new RepositorySteps(await bench.open(`file://${directory}`, {}, bench.newOpener()));
    expect(git(directory, 'branch', '--list', 'drafts/*')).toBe('');
    expect(after.repository.problems).toEqual([]);
    expect(await after.find('app', 'v1')).toMatchObject({ lifecycle: 'Proposed' });
  });

  it.each([
    ['proposed', 'drafts', 'Proposed'],
    ['drafts', 'proposed', 'Draft'],
  ])('leaves %s without the %s that it grew from, if the same change added to it', async (kept, left, lifecycle) => {
    const directory = bench.createBare(`${kept}-grown.git`);
    const before = new RepositorySteps(await bench.open(`file://${directory}`, {}, bench.newOpener()));
    const first = await before.create('app', 'v1');
    const second = await before.propose(await before.push(first, samplePackage('app', 'two')));
    git(directory, 'update-ref', `refs/heads/${left}/app/v1`, first.contentVersion);
    git(directory, 'update-ref', `refs/heads/${kept}/app/v1`, second.contentVersion);
    const after = new RepositorySteps(await bench.open(`file://${directory}`, {}, bench.newOpener()));
    expect(git(directory, 'for-each-ref', '--format=%(refname:short)')).toBe(
      [`${kept}/app/v1`, 'main'].sort((one, other) => (one < other ? -1 : 1)).join('\n'),
    );
    expect(after.repository.problems).toEqual([]);
    expect(await after.find('app', 'v1')).toMatchObject({ lifecycle, contentVersion: second.contentVersion });
  });

  it.each(['drafts', 'proposed'])('leaves nothing under %s that a published revision grew from', async (kind) => {
    const directory = bench.createBare(`${kind}-published.git`);
    const before = new RepositorySteps(await bench.open(`file://${directory}`, {}, bench.newOpener()));
    const first = await before.create('app', 'v1');
    const second = await before.propose(await before.push(first, samplePackage('app', 'two')));
    await before.approve(second, 1);
    const other = await before.create('other', 'v1');
    git(directory, 'update-ref', `refs/heads/${kind}/app/v1`, first.contentVersion);
    // Not all there is under its name is in the published one: somebody has to look at it.
    git(directory, 'update-ref', 'refs/heads/proposed/app/v2', other.contentVersion);
    const after = new RepositorySteps(await bench.open(`file://${directory}`, {}, bench.newOpener()));
    expect(git(directory, 'for-each-ref', '--format=%(refname:short)', 'refs/heads').split('\n')).toEqual([
      'drafts/other/v1',
      'main',
      'proposed/app/v2',
    ]);
    expect(await after.find('app', 'v1')).toMatchObject({ lifecycle: 'Published', revision: 1 });
  });

  it('does not take the lock of somebody else away', async () => {
    const directory = bench.createBare('locked.git');
    const lock = join(directory, 'refs/heads/main.lock');
    writeFileSync(lock, '');
    await bench.open(`file://${directory}`);
    expect(existsSync(lock)).toBe(true);
  });

  it.each(['upkeep.refs', 'upkeep.objects'])('loses nothing at %s, and the next upkeep finishes', async (step) => {
    const directory = bench.createBare(`${step}.git`);
    const steps = new RepositorySteps(await bench.open(`file://${directory}`));
    for (let number = 1; number <= 3; number += 1) await steps.publish(`app-${number}`, 'v1', 1);
    const refs = git(directory, 'for-each-ref');
    const upkeep = async (environment: NodeJS.ProcessEnv) => {
      const child = spawnTypeScript('upkeep-until-killed.ts', [directory], environment);
      child.stdout.resume();
      return (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    };
    expect(await upkeep({ PORCH_FAILPOINT: step })).toEqual([null, 'SIGKILL']);
    expect(git(directory, 'for-each-ref')).toBe(refs);
    expect(git(directory, 'fsck', '--strict', '--full')).not.toMatch(/error|missing/);
    await steps.publish('app-1', 'v2', 2);

    // What a killed upkeep holds is given free after half a day, as by git.
    rmSync(join(directory, 'gc.pid'));
    expect(await upkeep({})).toEqual([0, null]);
    expect(git(directory, 'fsck', '--strict', '--full')).not.toMatch(/error|missing/);
    expect(git(directory, 'count-objects', '-v')).toMatch(/^count: 0\n(.*\n)*packs: 1\n/);
    expect(await steps.text((await steps.find('app-1', 'v2'))!)).toContain('value: one');
  });
});
