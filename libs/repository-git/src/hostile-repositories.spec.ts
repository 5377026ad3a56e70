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

describe('objects that mean harm', () => {
  let bench: GitWorkbench;
  let directory: string;
  beforeEach(async () => {
    bench = new GitWorkbench();
    directory = bench.createBare('remote.git');
    const steps = new RepositorySteps(await bench.open(`file://${directory}`));
    await steps.publish('good', 'v1', 1);
  });
  afterEach(() => bench.dispose());

  const opened = async () => new RepositorySteps(await bench.open(`file://${directory}`, {}, bench.newOpener()));
  const store = (type: string, content: string | Buffer) =>
    gitWithInput(directory, content, 'hash-object', '-t', type, '-w', '--stdin', '--literally');
  const tree = (...lines: readonly string[]) =>
    gitWithInput(directory, lines.map((line) => `${line}\n`).join(''), 'mktree', '--missing');
  const blob = (text: string) => store('blob', text);
  const packageIn = (path: string, ...more: readonly string[]) =>
    tree(`040000 tree ${tree(`100644 blob ${blob(kptfile)}\tKptfile`, ...more)}\t${path}`);
  const person = 'outsider <outsider@example.com> 1700000000 +0000';
  const commit = (root: string, { author = person, headers = '', message = 'by hand' } = {}) =>
    store('commit', `tree ${root}\nauthor ${author}\ncommitter ${author}\n${headers}\n${message}\n`);
  const ref = (name: string, id: string) => git(directory, 'update-ref', `refs/${name}`, id);
  const task = (json: string, workspaceName: string) =>
    `kpt:{"package":"app","workspaceName":"${workspaceName}","revision":"0","task":${json}}`;

  it('of millions of header lines are read at once, or given up on, and hide nothing', async () => {
    const root = packageIn('app');
    // Looking for a space in each of these lines, to the end of all, would take hours.
    ref('heads/drafts/app/spaceless', commit(root, { headers: 'a\n'.repeat(4_000_000) }));
    ref('heads/drafts/app/authors', commit(root, { headers: 'author x\n'.repeat(1_000_000) }));
    const steps = await opened();
    expect((await steps.list()).map(({ key }) => key.workspaceName)).toEqual(
      expect.arrayContaining(['v1', 'main', 'spaceless']),
    );
    expect(steps.repository.problems).toEqual([
      { subject: 'refs/heads/drafts/app/authors', message: expect.stringContaining('too many headers') as unknown },
    ]);
  });

  it('tell of tasks only what a task can have', async () => {
    const hostile =
      '{"type":"clone","clone":"x","__proto__":{"polluted":true},"constructor":1,"init":{"keywords":[1],"site":"s"},' +
      '"edit":{"sourceRef":{"name":7}},"upgrade":{"newUpstreamRef":{"name":"up","x":1},"strategy":{}}}';
    ref('heads/drafts/app/hostile', commit(packageIn('app'), { message: `x\n\n${task(hostile, 'hostile')}` }));
    const long = `{"type":"init","init":{"description":"${'x'.repeat(10_000_000)}"}}`;
    ref('heads/drafts/app/long', commit(packageIn('app'), { message: `x\n\n${task(long, 'long')}` }));
    const many = `${task('{"type":"init"}', 'many')}\n`.repeat(200_000);
    ref('heads/drafts/app/many', commit(packageIn('app'), { message: `x\n\n${many}` }));
    for (const steps of [await opened(), await opened()]) {
      expect((await steps.find('app', 'hostile'))?.tasks).toEqual([
        { type: 'clone', init: { site: 's' }, edit: { sourceRef: {} }, upgrade: { newUpstreamRef: { name: 'up' } } },
      ]);
      expect((await steps.find('app', 'long'))?.tasks).toEqual([]);
      expect((await steps.find('app', 'many'))?.tasks).toEqual([{ type: 'init' }]);
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    }
  });

  it.each([
    ['the year 10000', 'x <x@example.com> 253402300800 +0000'],
    ['the year 0', 'x <x@example.com> -62135596801 +0000'],
    ['no time at all', 'x <x@example.com> 999999999999999999999 +0000'],
    ['a name of megabytes', `${'x '.repeat(2_000_000)}<x@example.com> 1700000000 +0000`],
  ])('of %s are shown with a time that every client can read', async (_, author) => {
    ref('tags/app/v1', commit(packageIn('app'), { author, message: `x\n\n${task('{"type":"init"}', 'v1')}` }));
    const shown = (await (await opened()).list('app')).find(({ revision }) => revision === 1);
    for (const time of [shown?.publishedAt, shown?.createdAt]) {
      expect(time?.toISOString()).toMatch(/^\d{4}-\d\d-\d\dT/);
    }
  });

  it('that tags lead to in a roundabout way, or that are no commits, hide nothing', async () => {
    const tag = (id: string, type: string, name: string) =>
      store('tag', `object ${id}\ntype ${type}\ntag ${name}\ntagger ${person}\n\nx\n`);
    let chain = tag(commit(packageIn('app')), 'commit', 'a');
    for (let depth = 0; depth < 3; depth += 1) chain = tag(chain, 'tag', 'a');
    ref('tags/app/v1', chain);
    for (let depth = 0; depth < 20; depth += 1) chain = tag(chain, 'tag', 'a');
    ref('tags/app/v2', chain);
    ref('tags/app/v3', blob('x'));
    ref('tags/app/v4', tag(tree(), 'tree', 'a'));
    ref('tags/app/v5', tag(chain, 'commit', 'a'));
    const steps = await opened();
    const shown = (await steps.list()).map(({ key, revision }) => `${key.packageName} ${revision}`);
    expect(shown.sort()).toEqual(['app 1', 'good -1', 'good 1']);
    expect(steps.repository.problems.map(({ subject }) => subject).sort()).toEqual(
      [2, 3, 4, 5].map((number) => `refs/tags/app/v${number}`),
    );
  });

  it('name one empty directory a thousand times over, and are given up on by the name of the limit', async () => {
    let nested = tree();
    for (let level = 0; level < 12; level += 1) {
      nested = tree(...Array.from({ length: 10 }, (_, at) => `040000 tree ${nested}\td${at}`));
    }
    ref('heads/drafts/app/v1', commit(packageIn('app', `040000 tree ${nested}\tbomb`)));
    const steps = await opened();
    expect(await steps.find('good', 'v1')).toBeDefined();
    expect(steps.repository.problems).toEqual([
      { subject: 'refs/heads/drafts/app/v1', message: expect.stringContaining('maximumPackageFiles') as unknown },
    ]);
  });

  it('in a package that is larger than allowed are not all looked at, and hide neither it nor others', async () => {
    const files = Array.from({ length: 8 }, (_, at) => `100644 blob ${blob('x'.repeat(1000) + at)}\tfile-${at}`);
    ref('heads/drafts/app/v1', commit(packageIn('app', ...files, `100644 blob ${'1'.repeat(40)}\tz-missing`)));
    const opener = bench.newOpener({ limits: { maximumPackageBytes: 3000 } });
    const steps = new RepositorySteps(await bench.open(`file://${directory}`, {}, opener));
    expect((await steps.list()).map(({ key }) => key.packageName).sort()).toEqual(['app', 'good', 'good']);
    expect(steps.repository.problems).toEqual([
      { subject: 'refs/heads/drafts/app/v1', message: expect.stringContaining('maximumPackageBytes') as unknown },
    ]);
  });

  it('of trees that no git makes are told of, or read as far as they can be, and hide nothing', async () => {
    const entry = (mode: string, name: string, id: string) =>
      Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(id, 'hex')]);
    const file = blob(kptfile);
    const nested = tree(`100644 blob ${file}\tKptfile`);
    const roots: Record<string, Buffer> = {
      directory: entry('40000', 'Kptfile', nested),
      link: entry('120000', 'Kptfile', file),
      twice: Buffer.concat([entry('100644', 'Kptfile', file), entry('100644', 'Kptfile', blob('other'))]),
      unsorted: Buffer.concat([
        entry('100644', 'z', file),
        entry('100644', 'Kptfile', file),
        entry('40000', 'a', nested),
      ]),
      strange: Buffer.concat([entry('100644', 'Kptfile', file), entry('777', 'x', file)]),
      parent: Buffer.concat([entry('40000', '..', nested), entry('100644', 'Kptfile', file)]),
      slash: Buffer.concat([entry('100644', 'Kptfile', file), entry('100644', 'a/b', file)]),
      empty: Buffer.concat([entry('100644', '', file), entry('100644', 'Kptfile', file)]),
      missing: Buffer.concat([entry('100644', 'Kptfile', file), entry('100644', 'x', '1'.repeat(40))]),
      nothing: Buffer.concat([entry('100644', 'Kptfile', '1'.repeat(40))]),
      torn: entry('100644', 'Kptfile', file).subarray(0, 20),
      submodule: Buffer.concat([entry('100644', 'Kptfile', file), entry('160000', 'x', file)]),
    };
    for (const [name, content] of Object.entries(roots)) {
      ref(`heads/drafts/${name}/v1`, commit(tree(`040000 tree ${store('tree', content)}\t${name}`)));
    }
    const steps = await opened();
    const listed = await steps.list();
    expect(listed.map(({ key }) => key.packageName)).toEqual(expect.arrayContaining(['good', 'unsorted']));
    const shown: Record<string, readonly string[]> = {};
    for (const revision of listed.filter(({ key }) => key.packageName in roots)) {
      shown[revision.key.packageName] = [...(await revision.getResources(steps.context)).keys()];
    }
    expect(shown).toEqual({
      unsorted: ['z', 'Kptfile', 'a/Kptfile'],
      strange: ['Kptfile', 'x'],
      parent: ['Kptfile'],
    });
    const told = steps.repository.problems.map(({ subject }) => subject.split('/').at(-2) ?? '');
    expect([...told, ...Object.keys(shown)].sort()).toEqual(Object.keys(roots).sort());
    expect(await steps.text((await steps.find('good', 'v1'))!)).toContain('value: one');
  });
});
