import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RepositorySteps } from '@porch/repository/testing';
import { git } from './testing/git-command';
import { GitHttpServer } from './testing/git-http-server';
import { GitWorkbench } from './testing/git-workbench';
import { InterceptingProxy, withoutFraming } from './testing/intercepting-proxy';
import { spawnTypeScript } from './testing/spawn-typescript';

describe('a server that cannot move several refs at once', () => {
  const bench = new GitWorkbench();
  let server: GitHttpServer;
  let proxy: InterceptingProxy;
  let directory: string;
  let count = 0;
  let steps: RepositorySteps;
  /** Called before each push reaches the server, with the refs it moves. */
  let beforePush: ((refs: readonly string[]) => void) | undefined;

  beforeAll(async () => {
    server = await GitHttpServer.start(bench.directory);
  });
  afterAll(async () => {
    await server.stop();
    await bench.dispose();
  });
  beforeEach(async () => {
    count += 1;
    directory = bench.createBare(`nephio/plain-${count}.git`);
    beforePush = undefined;
    proxy = await InterceptingProxy.start(server.url);
    proxy.intercept = async (request, response, forward, body) => {
      const commands = [
        ...body.toString('latin1').matchAll(/[0-9a-f]{40} [0-9a-f]{40} (refs\/[^\0\n]*?)(?=\0|[0-9a-f]{4})/g),
      ];
      if (request.url?.endsWith('/git-receive-pack')) beforePush?.(commands.map(([, name = '']) => name));
      const answer = await forward();
      const text = answer.body.toString('latin1').replaceAll(' atomic', ' xtomic');
      response.writeHead(answer.status, withoutFraming(answer.headers)).end(Buffer.from(text, 'latin1'));
    };
    steps = await open();
  });
  afterEach(async () => {
    expect(git(directory, 'fsck', '--strict')).not.toMatch(/error|missing/);
    await proxy.stop();
  });

  const address = () => `${proxy.url}/nephio/plain-${count}.git`;
  const open = async () =>
    new RepositorySteps(await bench.open(address(), { secretRef: { name: 'credentials' } }, bench.newOpener()));
  /** The server refuses what a shell pattern says of `ref new-id`. */
  const refuse = (...patterns: readonly string[]) =>
    writeFileSync(
      join(directory, 'hooks', 'update'),
      `#!/bin/sh\ncase "$1 $3" in ${patterns.join('|')}) echo "not that" >&2; exit 1;; esac\n`,
      { mode: 0o755 },
    );
  const allowAll = () => rmSync(join(directory, 'hooks', 'update'));
  const DELETION = '0'.repeat(40);
  const refs = () => git(directory, 'for-each-ref');
  const names = () => git(directory, 'for-each-ref', '--format=%(refname)').split('\n');
  const proposed = async () => steps.propose(await steps.create('app', 'v1'));

  it('publishes the tag, then the branch, then ends the proposal', async () => {
    const revision = await proposed();
    const moved: (readonly string[])[] = [];
    beforePush = (pushed) => moved.push(pushed);
    expect(await steps.approve(revision, 1)).toMatchObject({ lifecycle: 'Published', revision: 1 });
    expect(moved).toEqual([['refs/tags/app/v1'], ['refs/heads/main'], ['refs/heads/proposed/app/v1']]);
    expect(names()).toEqual(['refs/heads/main', 'refs/tags/app/v1']);
    expect(git(directory, 'rev-parse', 'main')).toBe(git(directory, 'rev-parse', 'app/v1'));
  });

  it.each([
    ['tags', 'refs/tags/*'],
    ['the branch', 'refs/heads/main*'],
  ])(
    'publishes nothing when it refuses %s for good, however often one syncs, and all of it once it does not',
    async (_, pattern) => {
      const revision = await proposed();
      const before = refs();
      refuse(`"${pattern.slice(0, -1)}"*`);
      for (let attempt = 0; attempt < 2; attempt += 1) {
        await expect(steps.approve((await steps.find('app', 'v1')) ?? revision, 1)).rejects.toMatchObject({
          reason: 'Forbidden',
          message: expect.stringContaining('not that') as unknown,
        });
        expect(refs()).toBe(before);
        await steps.repository.refresh(steps.context);
        const other = await open();
        expect(refs()).toBe(before);
        expect(await other.find('app', 'v1')).toMatchObject({ lifecycle: 'Proposed' });
        expect([...steps.repository.problems, ...other.repository.problems]).toEqual([]);
      }
      allowAll();
      expect(await steps.approve((await steps.find('app', 'v1'))!, 1)).toMatchObject({ revision: 1 });
      expect(names()).toEqual(['refs/heads/main', 'refs/tags/app/v1']);
    },
  );

  it('publishes what was no draft before by way of a proposal, and leaves nothing of it when it is refused', async () => {
    refuse('"refs/heads/main"*');
    const before = refs();
    await expect(steps.publishAtOnce('app', 'v1', 1)).rejects.toMatchObject({ reason: 'Forbidden' });
    expect(refs()).toBe(before);
    expect(await steps.list()).toEqual([]);
    allowAll();
    const moved: (readonly string[])[] = [];
    beforePush = (pushed) => moved.push(pushed);
    expect(await steps.publishAtOnce('app', 'v1', 1)).toMatchObject({ lifecycle: 'Published', revision: 1 });
    const proposal = 'refs/heads/proposed/app/v1';
    expect(moved).toEqual([[proposal], ['refs/tags/app/v1'], ['refs/heads/main'], [proposal]]);
    expect(names()).toEqual(['refs/heads/main', 'refs/tags/app/v1']);
  });

  it('finishes by a later sync what it could neither do nor put back', async () => {
    const revision = await proposed();
    refuse('"refs/heads/main"*', `"refs/tags/"*" ${DELETION}"`);
    await expect(steps.approve(revision, 1)).rejects.toMatchObject({ reason: 'Forbidden' });
    await steps.repository.refresh(steps.context);
    expect(steps.repository.problems).toContainEqual({
      subject: 'refs/tags/app/v1',
      message: expect.stringMatching(/cannot be completed: .*not that/) as unknown,
    });
    allowAll();
    await (await open()).repository.refresh(steps.context);
    await steps.repository.refresh(steps.context);
    expect(steps.repository.problems).toEqual([]);
    expect(await steps.find('app', 'v1')).toMatchObject({ lifecycle: 'Published', revision: 1 });
    expect(await steps.placeholder('app')).toBeDefined();
    expect(names()).toEqual(['refs/heads/main', 'refs/tags/app/v1']);
  });

  it('merges into a branch that moved on what broke off before it got there', async () => {
    const revision = await proposed();
    refuse('"refs/heads/main"*', `"refs/tags/"*" ${DELETION}"`);
    await expect(steps.approve(revision, 1)).rejects.toMatchObject({ reason: 'Forbidden' });
    const outside = git(directory, 'commit-tree', 'main^{tree}', '-p', 'main', '-m', 'outside');
    git(directory, 'update-ref', 'refs/heads/main', outside);
    allowAll();
    await steps.repository.refresh(steps.context);
    expect(git(directory, 'rev-parse', 'main^1', 'main^2')).toBe(
      `${outside}\n${git(directory, 'rev-parse', 'app/v1')}`,
    );
    expect(await steps.placeholder('app')).toBeDefined();
    expect(names()).toEqual(['refs/heads/main', 'refs/tags/app/v1']);
  });

  it('leaves a branch alone that was forced back behind a publication', async () => {
    const before = git(directory, 'rev-parse', 'main');
    const revision = await proposed();
    await steps.approve(revision, 1);
    const outside = git(directory, 'commit-tree', 'main^{tree}', '-m', 'another history');
    git(directory, 'update-ref', 'refs/heads/main', outside);
    git(directory, 'update-ref', 'refs/heads/proposed/app/v1', revision.contentVersion);
    await steps.repository.refresh(steps.context);
    expect(git(directory, 'rev-parse', 'main')).toBe(outside);
    expect(before).not.toBe(outside);
  });

  it('publishes anew when the branch moves between its refs', async () => {
    const revision = await proposed();
    let outside = '';
    beforePush = (pushed) => {
      if (outside !== '' || !pushed.includes('refs/heads/main')) return;
      outside = git(directory, 'commit-tree', 'main^{tree}', '-p', 'main', '-m', 'outside');
      git(directory, 'update-ref', 'refs/heads/main', outside);
    };
    expect(await steps.approve(revision, 1)).toMatchObject({ lifecycle: 'Published', revision: 1 });
    expect(git(directory, 'rev-parse', 'main^1')).toBe(outside);
    expect(git(directory, 'rev-parse', 'main')).toBe(git(directory, 'rev-parse', 'app/v1'));
    expect(names()).toEqual(['refs/heads/main', 'refs/tags/app/v1']);
  });

  it('has published when only the proposal cannot be ended, and ends it when it can', async () => {
    const revision = await proposed();
    refuse(`*" ${DELETION}"`);
    expect(await steps.approve(revision, 1)).toMatchObject({ lifecycle: 'Published', revision: 1 });
    await steps.repository.refresh(steps.context);
    expect(steps.repository.problems.map(({ subject }) => subject)).toContain('refs/heads/proposed/app/v1');
    allowAll();
    await steps.repository.refresh(steps.context);
    expect(steps.repository.problems).toEqual([]);
    expect(names()).toEqual(['refs/heads/main', 'refs/tags/app/v1']);
  });

  it('completes what others published in another order', async () => {
    const revision = await proposed();
    await steps.approve(revision, 1);
    // The branch has it, the tag was refused, and the proposal stayed.
    git(directory, 'tag', '-d', 'app/v1');
    git(directory, 'update-ref', 'refs/heads/proposed/app/v1', revision.contentVersion);
    refuse('"refs/tags/"*');
    const other = await open();
    expect(await other.find('app', 'v1')).toMatchObject({ lifecycle: 'Proposed' });
    expect(other.repository.problems.map(({ subject }) => subject)).toEqual(['refs/heads/proposed/app/v1']);
    allowAll();
    await other.repository.refresh(other.context);
    expect(await other.find('app', 'v1')).toMatchObject({ lifecycle: 'Published', revision: 1 });
    expect(other.repository.problems).toEqual([]);
    expect(names()).toEqual(['refs/heads/main', 'refs/tags/app/v1']);
  });

  it('puts back what it deleted when it refuses to delete the rest', async () => {
    for (const number of [1, 2]) await steps.proposeDeletion(await steps.publish('app', `w${number}`, number));
    await steps.proposeDeletion((await steps.placeholder('app'))!);
    const before = refs();
    refuse(`"refs/tags/app/v2 ${DELETION}"`);
    const deletion = () =>
      steps.repository.deletePackage({ repository: steps.repository.key, packageName: 'app' }, steps.context);
    await expect(deletion()).rejects.toMatchObject({ reason: 'Forbidden' });
    expect(refs()).toBe(before);
    allowAll();
    await deletion();
    expect(names()).toEqual(['refs/heads/main']);
    expect(await steps.list()).toEqual([]);
  });

  it('forgets a proposal to delete what is gone, and no other', async () => {
    await steps.proposeDeletion(await steps.publish('app', 'w1', 1));
    git(directory, 'tag', '-d', 'app/v1');
    git(directory, 'update-ref', 'refs/heads/deletionProposed/app/other-branch', 'main');
    await steps.repository.refresh(steps.context);
    expect(names()).toEqual(['refs/heads/deletionProposed/app/other-branch', 'refs/heads/main']);
  });

  it.each([
    ['with a stored draft', 1],
    ['with a stored draft', 2],
    ['with a stored draft', 3],
    ['with a stored draft', 4],
    ['at-once', 1],
    ['at-once', 2],
    ['at-once', 3],
    ['at-once', 4],
  ])('is published to wholly or not at all, %s, by a process that is killed after ref %i', async (how, nth) => {
    const child = spawnTypeScript(
      'publish-until-killed.ts',
      [address(), join(bench.directory, `cache-killed-${count}`), '1', how],
      {
        PORCH_FAILPOINT: `push.between:${nth}`,
      },
    );
    expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
    const other = await open();
    await other.repository.refresh(other.context);
    expect(other.repository.problems).toEqual([]);
    const revision = await other.find('app-1', 'v1');
    expect((await other.placeholder('app-1')) !== undefined).toBe(revision?.lifecycle === 'Published');
    expect(names().filter((name) => name.includes('app-1'))).toHaveLength(1);
  });
});
