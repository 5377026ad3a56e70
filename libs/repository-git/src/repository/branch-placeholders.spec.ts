import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { RepositorySteps } from '@porch/repository/testing';
import fc from 'fast-check';
import { looseObjectPath } from '../storage/loose-objects';
import { git, gitWithInput } from '../testing/git-command';
import { GitWorkbench } from '../testing/git-workbench';

const kptfile = (name: string) => `apiVersion: kpt.dev/v1\nkind: Kptfile\nmetadata:\n  name: ${name}\n`;

describe('packages on the branch', () => {
  let bench: GitWorkbench;
  let directory: string;
  beforeEach(() => {
    bench = new GitWorkbench();
    directory = bench.createBare('remote.git');
  });
  afterEach(() => bench.dispose());

  /** Puts exactly these files on main. */
  const main = (files: readonly string[]) => {
    rmSync(join(directory, 'index'), { force: true });
    const lines = files.map((path) => {
      const [, mode = '100644', name = path] = /^(\d{6}) (.*)$/.exec(path) ?? [];
      const text = name.endsWith('Kptfile') ? kptfile(name) : name;
      const blob =
        mode === '160000'
          ? git(directory, 'rev-parse', 'main')
          : gitWithInput(directory, text, 'hash-object', '-w', '--stdin');
      return `${mode} ${blob}\t${name}\n`;
    });
    gitWithInput(directory, lines.join(''), 'update-index', '--add', '--index-info');
    const commit = git(directory, 'commit-tree', '-p', 'main', '-m', 'by hand', git(directory, 'write-tree'));
    git(directory, 'update-ref', 'refs/heads/main', commit);
  };
  const state = async (steps: RepositorySteps) => ({
    revisions: (await steps.list())
      .map(({ key, contentVersion, lifecycle }) => `${key.packageName} ${contentVersion} ${lifecycle}`)
      .sort(),
    problems: steps.repository.problems.map(({ subject, message }) => `${subject}: ${message}`).sort(),
  });

  it('are after any change what somebody finds who looks for the first time', async () => {
    const steps = new RepositorySteps(await bench.open(`file://${directory}`));
    const path = fc.constantFrom('a/Kptfile', 'a/x', 'a/b/Kptfile', 'a/b/c/Kptfile', 'd/Kptfile', 'd/e/Kptfile');
    const odd = fc.constantFrom('Bad_Name/Kptfile', '120000 d/Kptfile', '160000 a/lib', 'Kptfile', 'f/y');
    const step = fc.record({ files: fc.uniqueArray(fc.oneof(path, path, odd)), proposed: fc.subarray(['a', 'd']) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 3 }), async (history) => {
        for (const { files, proposed } of history) {
          main(files.filter((file) => file !== 'd/Kptfile' || !files.includes('120000 d/Kptfile')));
          for (const name of ['a', 'd']) {
            const ref = `refs/heads/deletionProposed/${name}/main`;
            git(directory, 'update-ref', ...(proposed.includes(name) ? [ref, 'main'] : ['-d', ref]));
          }
          await steps.repository.refresh(steps.context);
          const fresh = new RepositorySteps(await bench.open(`file://${directory}`, {}, bench.newOpener()));
          expect(await state(steps)).toEqual(await state(fresh));
          await fresh.repository.close();
        }
      }),
      { numRuns: 15 },
    );
  });

  it('name the approval that put them there, whoever looks and whenever', async () => {
    const steps = new RepositorySteps(await bench.open(`file://${directory}`));
    const first = await steps.publish('first', 'v1', 1);
    await steps.publish('second', 'v1', 1);
    const fresh = new RepositorySteps(await bench.open(`file://${directory}`, {}, bench.newOpener()));
    const locks = await Promise.all([steps, fresh].map(async (each) => (await each.placeholder('first'))?.selfLock));
    expect(locks[0]?.git).toMatchObject({ ref: 'main', commit: first.selfLock.git?.commit });
    expect(locks[1]).toEqual(locks[0]);
  });

  it('are complained about only as long as something is wrong with them', async () => {
    main(['good/Kptfile', 'Bad_Name/Kptfile', 'sub/Kptfile', '160000 sub/lib']);
    const steps = new RepositorySteps(await bench.open(`file://${directory}`));
    expect(steps.repository.problems.map(({ subject }) => subject).sort()).toEqual(['main:Bad_Name', 'main:sub']);
    main(['good/Kptfile', 'sub/Kptfile']);
    await steps.repository.refresh(steps.context);
    expect(steps.repository.problems).toEqual([]);
    expect(await steps.placeholder('sub')).toBeDefined();
  });

  it('stay where one of them is damaged, and all are there once that is mended', async () => {
    main(['good/Kptfile', 'broken/Kptfile']);
    const blob = git(directory, 'rev-parse', 'main:broken/Kptfile');
    const tree = git(directory, 'rev-parse', 'main:broken');
    rmSync(looseObjectPath(join(directory, 'objects'), tree));
    const steps = new RepositorySteps(await bench.open(`file://${directory}`));
    expect(await steps.placeholder('good')).toBeDefined();
    expect(steps.repository.problems).toEqual([
      { subject: 'main:broken', message: expect.stringContaining('is missing') as unknown },
    ]);
    gitWithInput(directory, `100644 blob ${blob}\tKptfile\n`, 'mktree');
    main(['good/Kptfile', 'broken/Kptfile', 'new/Kptfile']);
    await steps.repository.refresh(steps.context);
    expect(steps.repository.problems).toEqual([]);
    for (const name of ['good', 'broken', 'new']) expect(await steps.placeholder(name)).toBeDefined();
  });

  it('that nest too deep do not hide the others', async () => {
    main(['good/Kptfile', 'a/b/c/Kptfile']);
    const opener = bench.newOpener({ limits: { maximumPathDepth: 2 } });
    const steps = new RepositorySteps(await bench.open(`file://${directory}`, {}, opener));
    expect(await steps.placeholder('good')).toBeDefined();
    expect(steps.repository.problems).toEqual([
      { subject: 'main:a/b/c', message: expect.stringContaining('maximumPathDepth') as unknown },
    ]);
  });
});
