import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PackageRevision, textFile } from '@porch/repository';
import { RepositorySteps, samplePackage } from '@porch/repository/testing';
import { git, gitWithInput } from './testing/git-command';
import { GitWorkbench } from './testing/git-workbench';

/** Commits files given as `path: text`, with outsiders' means; a mode may stand before the path. */
function commitFiles(
  directory: string,
  files: Record<string, string>,
  options: { parent?: string; message?: string } = {},
) {
  rmSync(join(directory, 'index'), { force: true });
  if (options.parent) git(directory, 'read-tree', options.parent);
  for (const [path, text] of Object.entries(files)) {
    const [, mode = '100644', name = path] = /^(\d{6}) (.*)$/s.exec(path) ?? [];
    const blob = mode === '160000' ? text : gitWithInput(directory, text, 'hash-object', '-w', '--stdin');
    gitWithInput(directory, `${mode} ${blob}\t${name}\0`, 'update-index', '-z', '--index-info');
  }
  const parents = options.parent ? ['-p', options.parent] : [];
  return git(directory, 'commit-tree', ...parents, '-m', options.message ?? 'by hand', git(directory, 'write-tree'));
}

const kptfile = (name: string) => `apiVersion: kpt.dev/v1\nkind: Kptfile\nmetadata:\n  name: ${name}\n`;
const shown = (revisions: readonly PackageRevision[]) =>
  revisions
    .map(({ key, revision, lifecycle }) => `${key.packageName}.${key.workspaceName} ${revision} ${lifecycle}`)
    .sort();

describe('what is found in a repository', () => {
  let bench: GitWorkbench;
  let directory: string;

  beforeEach(() => {
    bench = new GitWorkbench();
    directory = bench.createBare('remote.git');
  });
  afterEach(() => bench.dispose());

  const main = (files: Record<string, string>) =>
    git(directory, 'update-ref', 'refs/heads/main', commitFiles(directory, files, { parent: 'main' }));
  const open = async (spec = {}) => new RepositorySteps(await bench.open(`file://${directory}`, spec));

  it('finds packages on the branch at any depth, and takes what is below a package for part of it', async () => {
    main({
      'a/Kptfile': kptfile('a'),
      'a/sub/Kptfile': kptfile('sub'),
      'x/y/z/Kptfile': kptfile('z'),
      'README.md': 'hi',
    });
    const steps = await open();
    expect(shown(await steps.list())).toEqual(['a.main -1 Published', 'x/y/z.main -1 Published']);
    const [a] = await steps.list('a');
    expect([...(await a!.getResources(steps.context)).keys()].sort()).toEqual(['Kptfile', 'sub/Kptfile']);
    expect(a?.selfLock.git).toMatchObject({ directory: 'a', ref: 'main', repo: `file://${directory}` });
  });

  it('reads tags made by hand: light and annotated, numbered and named', async () => {
    main({ 'a/Kptfile': kptfile('a') });
    git(directory, 'tag', 'a/v1', 'main');
    git(directory, 'tag', '-m', 'annotated', 'a/v2', 'main');
    git(directory, 'tag', 'a/release', 'main');
    git(directory, 'tag', 'a/v1.2.3', 'main');
    git(directory, 'tag', 'unrelated', 'main');
    const steps = await open();
    expect(shown(await steps.list())).toEqual([
      'a.main -1 Published',
      'a.release -1 Published',
      'a.v1 1 Published',
      'a.v1.2.3 -1 Published',
      'a.v2 2 Published',
    ]);
    expect((await steps.find('a', 'release'))?.kind).toBe('tag');
    expect(steps.repository.problems).toEqual([]);
    const commit = git(directory, 'rev-parse', 'main');
    expect((await steps.find('a', 'v2'))?.selfLock.git).toMatchObject({ commit, ref: 'a/v2' });
  });

  it('deletes an annotated tag by its own id', async () => {
    main({ 'a/Kptfile': kptfile('a') });
    git(directory, 'tag', '-m', 'annotated', 'a/v1', 'main');
    const steps = await open();
    await steps.repository.deletePackageRevision(
      await steps.proposeDeletion((await steps.find('a', 'v1'))!),
      steps.context,
    );
    expect(git(directory, 'for-each-ref', '--format=%(refname)')).toBe('refs/heads/main');
  });

  it('removes a package from the branch only as it was seen', async () => {
    main({ 'a/Kptfile': kptfile('a') });
    const steps = await open();
    const placeholder = await steps.proposeDeletion((await steps.placeholder('a'))!);
    main({ 'a/more.yaml': 'a: b\n' });
    await expect(steps.repository.deletePackageRevision(placeholder, steps.context)).rejects.toMatchObject({
      reason: 'Conflict',
    });
    expect(git(directory, 'ls-tree', '--name-only', 'main:a')).toBe('Kptfile\nmore.yaml');
    await steps.repository.refresh(steps.context);
    await steps.repository.deletePackageRevision((await steps.placeholder('a'))!, steps.context);
    expect(git(directory, 'for-each-ref', '--format=%(refname)')).toBe('refs/heads/main');
    expect(git(directory, 'ls-tree', '--name-only', 'main')).toBe('');
  });

  it('skips what is malformed, says so, and shows the rest', async () => {
    main({ 'good/Kptfile': kptfile('good'), 'Bad_Name/Kptfile': kptfile('bad'), 'broken/Kptfile': ': {[' });
    git(directory, 'tag', 'missing/v1', 'main');
    git(directory, 'tag', 'blob/v1', 'main:good/Kptfile');
    git(directory, 'update-ref', 'refs/heads/drafts/good/Not_A_Label', 'main');
    git(directory, 'update-ref', 'refs/heads/drafts/good/next', 'main');
    writeFileSync(join(directory, 'refs', 'tags', 'torn'), 'not an id\n');
    const steps = await open();
    expect(shown(await steps.list())).toEqual([
      'broken.main -1 Published',
      'good.main -1 Published',
      'good.next 0 Draft',
    ]);
    expect(steps.repository.problems.map(({ subject }) => subject).sort()).toEqual([
      'main:Bad_Name',
      'main:broken',
      'refs/heads/drafts/good/Not_A_Label',
      'refs/tags/blob/v1',
      'refs/tags/missing/v1',
    ]);
  });

  it('keeps to its directory', async () => {
    main({ 'in/a/Kptfile': kptfile('a'), 'out/b/Kptfile': kptfile('b') });
    for (const tag of ['in/a/v1', 'out/b/v1']) git(directory, 'tag', tag, 'main');
    const steps = await open({ directory: '/in/' });
    expect(shown(await steps.list())).toEqual(['a.main -1 Published', 'a.v1 1 Published']);
    const published = await steps.publish('c', 'first', 1);
    expect(published.selfLock.git).toMatchObject({ directory: 'in/c', ref: 'in/c/v1' });
    expect(git(directory, 'ls-tree', '--name-only', 'main:in')).toBe('a\nc');
    expect(git(directory, 'log', '-1', '--format=%B', 'main')).toContain('"package":"in/c"');
  });

  it('finds a package at the root of the repository', async () => {
    main({ Kptfile: kptfile('root'), 'sub/Kptfile': kptfile('sub') });
    git(directory, 'tag', 'v1', 'main');
    const steps = await open();
    expect(shown(await steps.list())).toEqual(['.main -1 Published', '.v1 1 Published']);
    const draft = await steps.create('', 'next', samplePackage('root', 'two'));
    expect(await steps.approve(await steps.propose(draft), 2)).toMatchObject({ revision: 2 });
    expect(git(directory, 'show', 'v2:config.yaml')).toContain('value: two');
  });

  it('refuses a package with a submodule and says where', async () => {
    main({ 'a/Kptfile': kptfile('a'), '160000 a/lib': git(directory, 'rev-parse', 'main'), 'b/Kptfile': kptfile('b') });
    const steps = await open();
    expect(shown(await steps.list())).toEqual(['b.main -1 Published']);
    expect(steps.repository.problems).toEqual([
      { subject: 'main:a', message: expect.stringContaining('submodule at "lib"') as unknown },
    ]);
  });

  it('lists what text cannot show, and keeps it through updates of the rest', async () => {
    main({
      'a/Kptfile': kptfile('a'),
      'a/nul.bin': 'x\0y',
      '120000 a/link': '../../etc/passwd',
      'a/a.yaml': 'a: b\n',
      'a/trailing.': 'hostile',
    });
    gitWithInput(directory, '', 'read-tree', 'main');
    const latin1 = Buffer.concat([
      Buffer.from(`100644 ${git(directory, 'rev-parse', 'main:a/a.yaml')}\ta/caf`),
      Buffer.from([0xe9, 0]),
    ]);
    gitWithInput(directory, latin1, 'update-index', '-z', '--index-info');
    git(
      directory,
      'update-ref',
      'refs/heads/main',
      git(directory, 'commit-tree', '-p', 'main', '-m', 'x', git(directory, 'write-tree')),
    );
    git(directory, 'update-ref', 'refs/heads/drafts/a/next', 'main');
    const steps = await open();
    const draft = (await steps.find('a', 'next'))!;
    expect(draft.omittedPaths).toEqual(['caf\ufffd', 'link', 'nul.bin', 'trailing.']);
    const contents = await draft.getResources(steps.context);
    expect(contents.get('link')).toMatchObject({ mode: 'symlink' });

    const pushed = await steps.push(draft, new Map([...contents, ['a.yaml', textFile('a: c\n')]]));
    const published = await steps.approve(await steps.propose(pushed), 1);
    expect(published.omittedPaths).toEqual(draft.omittedPaths);
    const names = git(directory, 'ls-tree', '--name-only', 'main:a').split('\n');
    expect(names).toEqual(['Kptfile', 'a.yaml', '"caf\\351"', 'link', 'nul.bin', 'trailing.']);
    expect(git(directory, 'show', 'main:a/a.yaml')).toBe('a: c');
  });

  it('writes commits as upstream does', async () => {
    const steps = await open();
    const draft = await steps.create('area/app', 'first');
    const head = git(directory, 'rev-parse', 'refs/heads/drafts/area/app/first');
    expect(git(directory, 'log', '-1', '--format=%cn <%ce>%n%B', head)).toBe(
      'Package Orchestration Service <porch@kpt.dev>\nCreating new empty revision\n\n' +
        'kpt:{"package":"area/app","workspaceName":"first","revision":"0","task":{"type":"init","init":{"description":"sample"}}}',
    );
    await steps.approve(await steps.propose(draft), 1);
    expect(git(directory, 'log', '-1', '--format=%P%n%B', 'main')).toMatch(
      new RegExp(
        `^[0-9a-f]{40} ${head}\nApproving package revision area/app/1\n\nkpt:{"package":"area/app","workspaceName":"first","revision":"1"}$`,
      ),
    );
    expect(git(directory, 'for-each-ref', '--format=%(refname)')).toBe('refs/heads/main\nrefs/tags/area/app/v1');
  });

  it('sees a branch that was forced back and tags that were deleted behind its back', async () => {
    const before = git(directory, 'rev-parse', 'main');
    const steps = await open();
    await steps.publish('app', 'first', 1);
    git(directory, 'update-ref', 'refs/heads/main', before);
    git(directory, 'tag', '-d', 'app/v1');
    await steps.repository.refresh(steps.context);
    expect(await steps.list()).toEqual([]);
    expect(await steps.publish('app', 'again', 2)).toMatchObject({ revision: 2 });
  });

  it('does not give a number again whose tag was deleted, not even after a restart', async () => {
    const steps = await open();
    await steps.publish('app', 'first', 1);
    git(directory, 'tag', '-d', 'app/v1');
    const restarted = await open();
    const key = { repository: restarted.repository.key, packageName: 'app' };
    expect(await restarted.repository.highestRevision(key, steps.context)).toBe(1);
  });

  it('starts again from what it learned, without reading objects', async () => {
    const steps = await open();
    await steps.publish('app', 'first', 1);
    const published = await steps.publish('app', 'second', 2);
    await steps.repository.close();
    const remembered = readdirSync(join(bench.directory, 'cache', 'facts'));
    expect(remembered).toHaveLength(1);
    // Whatever would be read now is gone, except for the branch's root tree.
    const root = git(directory, 'rev-parse', 'main^{tree}');
    for (const prefix of readdirSync(join(directory, 'objects')).filter((name) => name.length === 2)) {
      for (const rest of readdirSync(join(directory, 'objects', prefix))) {
        if (prefix + rest !== root) rmSync(join(directory, 'objects', prefix, rest));
      }
    }
    const restarted = new RepositorySteps(await bench.open(`file://${directory}`, {}, bench.newOpener()));
    expect(shown(await restarted.list())).toEqual([
      'app.first 1 Published',
      'app.main -1 Published',
      'app.second 2 Published',
    ]);
    expect(await restarted.find('app', 'second')).toMatchObject({
      contentVersion: published.contentVersion,
      tasks: published.tasks,
      publishedBy: published.publishedBy,
      kptfile: published.kptfile,
    });
  });

  it('shows a revision once when its draft outlived its publication, and removes the draft', async () => {
    const steps = await open();
    const draft = await steps.create('app', 'first');
    await steps.approve(await steps.propose(draft), 1);
    git(directory, 'update-ref', 'refs/heads/drafts/app/first', draft.contentVersion);
    await steps.repository.refresh(steps.context);
    expect(shown(await steps.list())).toEqual(['app.first 1 Published', 'app.main -1 Published']);
    expect(git(directory, 'branch', '--list', 'drafts/*')).toBe('');
  });
});

describe('which repositories are opened', () => {
  let bench: GitWorkbench;
  beforeEach(() => (bench = new GitWorkbench()));
  afterEach(() => bench.dispose());

  it('makes the branch where it is asked to', async () => {
    const directory = join(bench.directory, 'empty.git');
    git(bench.directory, 'init', '--quiet', '--bare', directory);
    await expect(bench.open(`file://${directory}`)).rejects.toMatchObject({
      message: expect.stringContaining('branch "main" not found in repository') as unknown,
    });
    await bench.open(`file://${directory}`, { createBranch: true });
    expect(git(directory, 'log', '--format=%s', 'main')).toBe('Initial commit: Creating main branch');
    expect(git(directory, 'show', 'main:README.md')).toBe('Created by porch');
  });

  it('opens local directories only where the server allows them', async () => {
    const directory = bench.createBare('remote.git');
    const opener = bench.newOpener({ allowedLocalDirectories: [join(bench.directory, 'allowed')] });
    await expect(bench.open(`file://${directory}`, {}, opener)).rejects.toMatchObject({ code: 422 });
  });

  it.each([
    [{ repo: '' }, 'git.repo property is required'],
    [{ branch: '-h' }, 'spec.git.branch'],
    [{ branch: 'a..b' }, 'spec.git.branch'],
    [{ branch: 'x.lock' }, 'spec.git.branch'],
    [{ branch: 'a@{1}' }, 'spec.git.branch'],
    [{ branch: 'drafts/x' }, 'spec.git.branch'],
    [{ directory: '../up' }, 'spec.git.directory'],
    [{ directory: 'a/.git' }, 'spec.git.directory'],
    [{ repo: 'ext::sh -c id' }, 'refused'],
    [{ repo: '-oProxyCommand=id' }, 'refused'],
    [{ repo: 'https://user:pass@host/x.git' }, 'spec.git.secretRef'],
    [{ repo: 'ssh://-oProxyCommand=id/x' }, 'refused'],
    [{ repo: 'git://host/x.git' }, 'not supported'],
  ])('refuses %j', async (spec, message) => {
    const error = await bench.open('file:///nowhere', spec).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 422, message: expect.stringContaining(message) as unknown });
    expect(String(error)).not.toContain('user:pass');
  });
});
