import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RepositorySteps, samplePackage } from '@porch/repository/testing';
import { type GitLimits } from './storage/git-limits';
import { git, gitWithInput } from './testing/git-command';
import { GitWorkbench } from './testing/git-workbench';

const kptfile = 'apiVersion: kpt.dev/v1\nkind: Kptfile\nmetadata:\n  name: app\n';

describe('names and contents that mean harm', () => {
  let bench: GitWorkbench;
  let directory: string;
  beforeEach(() => {
    bench = new GitWorkbench();
    directory = bench.createBare('remote.git');
  });
  afterEach(() => bench.dispose());

  const open = async (limits: Partial<GitLimits> = {}) =>
    new RepositorySteps(await bench.open(`file://${directory}`, {}, bench.newOpener({ limits })));
  const refs = () => git(directory, 'for-each-ref');
  const blob = (text: string) => gitWithInput(directory, text, 'hash-object', '-w', '--stdin');
  const tree = (...lines: readonly string[]) =>
    gitWithInput(directory, lines.map((line) => `${line}\n`).join(''), 'mktree');
  const commitOnMain = (root: string, message = 'by hand', ...parents: readonly string[]) => {
    const commit = git(
      directory,
      'commit-tree',
      root,
      ...['main', ...parents].flatMap((id) => ['-p', id]),
      '-m',
      message,
    );
    git(directory, 'update-ref', 'refs/heads/main', commit);
    return commit;
  };

  it.each([
    '-h',
    '--upload-pack=id',
    '@{',
    '@',
    'a..b',
    '..',
    '.',
    'x.lock',
    'a b',
    'a\nb',
    'a\0b',
    'A',
    'a/b',
    '',
    'a\u200db',
    'main',
  ])('make no revision of workspace %j, and leave nothing behind', async (workspaceName) => {
    const steps = await open();
    const before = refs();
    await expect(steps.create('app', workspaceName)).rejects.toMatchObject({ reason: 'Invalid' });
    expect(refs()).toBe(before);
  });

  it.each([
    '-h',
    '../app',
    '/app',
    'app/',
    'a//b',
    'app/..',
    '.git',
    'a/.git/b',
    'x.lock',
    'a b',
    'a\\b',
    'a\0b',
    'APP',
    'a@{1}',
  ])('make no package %j, and leave nothing behind', async (packageName) => {
    const steps = await open();
    const before = refs();
    await expect(steps.create(packageName, 'v1', samplePackage('app'))).rejects.toMatchObject({ reason: 'Invalid' });
    expect(refs()).toBe(before);
  });

  it('are skipped where others pushed them, with what is good beside them', async () => {
    const good = tree(`100644 blob ${blob(kptfile)}\tKptfile`);
    commitOnMain(tree(`040000 tree ${good}\tapp`, `040000 tree ${good}\t-h`, `040000 tree ${good}\ta\u200db`));
    for (const name of ['drafts/app/-x', 'drafts/app/A', 'proposed/app/a\u202eb', 'drafts/-h/v1', 'drafts/good']) {
      writeFileSync(join(directory, 'packed-refs'), `${git(directory, 'rev-parse', 'main')} refs/heads/${name}\n`, {
        flag: 'a',
      });
    }
    const steps = await open();
    expect((await steps.list()).map(({ key }) => key.packageName)).toEqual(['app']);
    expect(steps.repository.problems.map(({ subject }) => subject)).toEqual(
      expect.arrayContaining(['main:-h', 'main:a\u200db', 'refs/heads/drafts/app/A']),
    );
  });

  it.each([
    ['maximumPackageFiles', { maximumPackageFiles: 3 }],
    ['maximumPackageBytes', { maximumPackageBytes: 1000 }],
    ['maximumObjectBytes', { maximumObjectBytes: 1000 }],
  ])('over %s hide nothing else, and are neither read nor written', async (limit, limits) => {
    const big = Array.from({ length: 5 }, (_, at) => `100644 blob ${blob('x'.repeat(5000) + at)}\tfile-${at}`);
    const small = tree(`100644 blob ${blob(kptfile)}\tKptfile`);
    const large = tree(`100644 blob ${blob(kptfile)}\tKptfile`, ...big);
    commitOnMain(tree(`040000 tree ${small}\tgood`, `040000 tree ${large}\tlarge`));
    const steps = await open(limits);
    expect(await steps.text((await steps.placeholder('good'))!, 'Kptfile')).toBe(kptfile);
    const shown = await steps.placeholder('large');
    const problem = steps.repository.problems.find(({ subject }) => subject === 'main:large');
    if (problem) expect(problem.message).toContain(limit);
    else
      await expect(shown!.getResources(steps.context)).rejects.toMatchObject({
        message: expect.stringContaining(limit) as unknown,
      });
    const contents = new Map([...samplePackage('app')]);
    for (let at = 0; at < 5; at += 1) contents.set(`file-${at}`, { content: Buffer.alloc(5000, at), mode: 'regular' });
    const before = refs();
    await expect(steps.create('app', 'v1', contents)).rejects.toMatchObject({ reason: 'Invalid' });
    expect(refs()).toBe(before);
  });

  it('that name one directory a thousand times over are given up on, by the name of the limit', async () => {
    let nested = tree(`100644 blob ${blob('x')}\tfile`);
    for (let level = 0; level < 12; level += 1) {
      nested = tree(...Array.from({ length: 10 }, (_, at) => `040000 tree ${nested}\td${at}`));
    }
    commitOnMain(nested);
    await expect(open({ maximumDirectories: 10_000 })).rejects.toMatchObject({
      reason: 'RequestEntityTooLarge',
      message: expect.stringContaining('maximumDirectories') as unknown,
    });
  });

  it('in a package that name one directory a thousand times over are a problem of that package', async () => {
    const good = tree(`100644 blob ${blob(kptfile)}\tKptfile`);
    let nested = tree(`100644 blob ${blob('x')}\tfile`);
    for (let level = 0; level < 12; level += 1) {
      nested = tree(...Array.from({ length: 10 }, (_, at) => `040000 tree ${nested}\td${at}`));
    }
    const bomb = tree(`100644 blob ${blob(kptfile)}\tKptfile`, `040000 tree ${nested}\tbomb`);
    commitOnMain(tree(`040000 tree ${good}\tgood`, `040000 tree ${bomb}\tbomb`));
    const steps = await open();
    expect(await steps.placeholder('good')).toBeDefined();
    expect(steps.repository.problems).toEqual([
      { subject: 'main:bomb', message: expect.stringContaining('maximumPackageFiles') as unknown },
    ]);
  });
});

describe('annotations that others wrote into drafts', () => {
  it('give no numbers, publish nothing and say nothing of what is published', async () => {
    const bench = new GitWorkbench();
    try {
      const directory = bench.createBare('remote.git');
      const steps = new RepositorySteps(await bench.open(`file://${directory}`));
      const published = await steps.publish('app', 'v1', 1);
      const placeholder = await steps.placeholder('app');
      // As somebody can who may push drafts, but neither the branch nor tags.
      const forge = (annotation: object, ...parents: readonly string[]) =>
        git(
          directory,
          'commit-tree',
          'main^{tree}',
          ...parents.flatMap((id) => ['-p', id]),
          '-m',
          `x\n\nkpt:${JSON.stringify(annotation)}`,
        );
      const task = { type: 'clone', clone: { upstreamRef: { name: 'forged' } } };
      const first = forge({ package: 'app', workspaceName: 'v1', revision: '0', task }, 'main');
      const approval = forge({ package: 'app', workspaceName: 'v2', revision: '999999999' }, 'main', first);
      git(directory, 'update-ref', 'refs/heads/drafts/app/v2', first);
      git(directory, 'update-ref', 'refs/heads/drafts/app/v3', approval);
      const before = git(directory, 'for-each-ref');

      for (const opener of [bench.opener, bench.newOpener()]) {
        const seen = new RepositorySteps(await bench.open(`file://${directory}`, {}, opener));
        await seen.repository.refresh(seen.context);
        const key = { repository: seen.repository.key, packageName: 'app' };
        expect(await seen.repository.highestRevision(key, seen.context)).toBe(1);
        expect(await seen.find('app', 'v1')).toMatchObject({ lifecycle: 'Published', tasks: published.tasks });
        expect(await seen.placeholder('app')).toMatchObject({ publishedBy: placeholder?.publishedBy });
        expect(await seen.find('app', 'v2')).toMatchObject({ lifecycle: 'Draft', revision: 0 });
        expect(git(directory, 'for-each-ref')).toBe(before);
      }
    } finally {
      await bench.dispose();
    }
  });
});
