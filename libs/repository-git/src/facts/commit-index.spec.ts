import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RepositorySteps } from '@porch/repository/testing';
import { DEFAULT_GIT_LIMITS } from '../storage/git-limits';
import { ObjectDatabase } from '../storage/object-database';
import { git, gitWithInput } from '../testing/git-command';
import { GitWorkbench } from '../testing/git-workbench';
import { CommitIndex } from './commit-index';
import { FactFile } from './fact-file';
import { ObjectFacts } from './object-facts';

let bench: GitWorkbench;
let directory: string;

beforeEach(() => {
  bench = new GitWorkbench();
  directory = bench.createBare('blueprints.git');
});

afterEach(() => bench.dispose());

const annotation = (workspaceName: string, revision: string) =>
  `kpt:${JSON.stringify({ package: 'app', workspaceName, revision, task: { type: 'init' } })}`;

describe('the index of commits', () => {
  it('goes on where a walk through the history was broken off', async () => {
    const tree = git(directory, 'rev-parse', 'main^{tree}');
    let head = git(directory, 'rev-parse', 'main');
    for (const message of [annotation('first', '1'), 'one more', 'another']) {
      head = git(directory, 'commit-tree', tree, '-p', head, '-m', message);
    }
    const objects = new ObjectDatabase(directory, DEFAULT_GIT_LIMITS);
    const file = new FactFile(join(bench.directory, 'facts.jsonl'));
    const index = new CommitIndex(new ObjectFacts(file, DEFAULT_GIT_LIMITS));
    const extend = (signal: AbortSignal) => index.extend(objects, [head], head, signal);
    await expect(extend(AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late');
    await extend(new AbortController().signal);
    expect(index.highestRevision('app')).toBe(1);
    objects.close();
  });

  it('forgets drafts that were deleted, in memory and on disk, and nothing else', async () => {
    const steps = new RepositorySteps(await bench.open(`file://${directory}`));
    await steps.publish('app', 'first', 1);
    const published = await steps.publish('app', 'second', 2);
    const remembered = () => {
      const [name = ''] = readdirSync(join(bench.directory, 'cache', 'facts'));
      const lines = readFileSync(join(bench.directory, 'cache', 'facts', name), 'utf8').split('\n');
      return lines.filter((line) => line.startsWith('["c"')).length;
    };
    importDrafts('old', 900);
    await steps.repository.refresh(steps.context);
    const drafts = git(directory, 'for-each-ref', '--format=delete %(refname)', 'refs/heads/drafts');
    gitWithInput(directory, `${drafts}\n`, 'update-ref', '--stdin');
    importDrafts('new', 200);
    await steps.repository.refresh(steps.context);
    await steps.repository.close();
    expect(remembered()).toBeLessThan(300);

    const again = new RepositorySteps(await bench.open(`file://${directory}`, {}, bench.newOpener()));
    expect(await again.list()).toHaveLength(203);
    expect(await again.find('app', 'second')).toMatchObject({
      tasks: published.tasks,
      publishedAt: published.publishedAt,
      createdAt: published.createdAt,
    });
    expect((await again.find('app', 'new-7'))?.tasks).toEqual([{ type: 'init' }]);
    expect(remembered()).toBeLessThan(300);
  });
});

/** Drafts of one package, each a commit on main. */
function importDrafts(prefix: string, count: number): void {
  const data = (text: string) => `data ${Buffer.byteLength(text)}\n${text}`;
  const drafts = Array.from({ length: count }, (_, number) => {
    const workspaceName = `${prefix}-${number}`;
    const kptfile = `apiVersion: kpt.dev/v1\nkind: Kptfile\nmetadata:\n  name: ${workspaceName}\n`;
    return [
      `commit refs/heads/drafts/app/${workspaceName}`,
      'committer outsider <outsider@example.com> 1700000000 +0000',
      data(`a draft\n\n${annotation(workspaceName, '0')}\n`),
      'from refs/heads/main^0',
      `M 100644 inline app/Kptfile\n${data(kptfile)}`,
      '',
    ].join('\n');
  });
  gitWithInput(directory, drafts.join('\n'), 'fast-import', '--quiet');
}
