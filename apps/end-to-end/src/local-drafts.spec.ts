import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CONFORMANCE, describeNeeding } from './support/describe-needing';
import { credentials, type GitServer, startGitServer } from './support/git-server';
import { serverBundle } from './support/paths';
import { PorchApi } from './support/porch-api';
import { PorchServer } from './support/porch-server';
import { runProgram, succeed } from './support/run-program';

describeNeeding([CONFORMANCE], 'a server that keeps drafts until they are proposed', () => {
  let git: GitServer;
  let server: PorchServer;
  let api: PorchApi;

  beforeAll(async () => {
    git = await startGitServer();
    server = await PorchServer.start({ flags: ['--keep-drafts', 'local'] });
    api = await PorchApi.connect(server.kubeconfig);
    await api.register({ name: 'remote', repo: `${git.url}/nephio/porch-test.git`, credentials });
  });
  afterAll(async () => {
    api?.close();
    await Promise.all([server?.remove(), git?.remove()]);
  });

  const restart = async (signal: NodeJS.Signals, ...flags: string[]) => {
    api.close();
    await server.stop(signal);
    rmSync(join(server.dataDirectory, 'git'), { recursive: true });
    server = await PorchServer.start({ dataDirectory: server.dataDirectory, flags });
    api = await PorchApi.connect(server.kubeconfig);
  };
  const inRemote = (...args: string[]) =>
    succeed('git', ['--git-dir', git.directory('nephio/porch-test'), ...args]).then((text) => text.trim());
  const inDrafts = (...args: string[]) => {
    const folder = join(server.dataDirectory, 'drafts');
    const [name = ''] = readdirSync(folder);
    return succeed('git', ['--git-dir', join(folder, name), ...args]).then((text) => text.trim());
  };
  const openIn = (run: typeof inRemote) =>
    run('for-each-ref', '--format=%(refname:short)', 'refs/heads/drafts', 'refs/heads/proposed');

  it('has an acknowledged draft after kill -9 and without its copies of git, and the remote has nothing', async () => {
    const { metadata } = await api.init('remote', 'kept', 'w1');
    await api.push(metadata.name ?? '', 'note.txt', 'acknowledged');
    const before = await api.get('remote.kept.w1');
    await restart('SIGKILL', '--keep-drafts', 'local');
    await api.untilReady('remote');
    expect(await api.get('remote.kept.w1')).toEqual(before);
    expect(await api.files('remote.kept.w1')).toMatchObject({ 'note.txt': 'acknowledged' });
    expect([await openIn(inRemote), await openIn(inDrafts)]).toEqual(['', 'drafts/kept/w1']);
  });

  it('has drafts that plain git reads', async () => {
    expect(await inDrafts('show', 'drafts/kept/w1:kept/note.txt')).toBe('acknowledged');
    expect(await inDrafts('fsck', '--strict', '--full')).not.toMatch(/error|missing/);
    expect(await inDrafts('rev-parse', 'main')).toBe(await inRemote('rev-parse', 'main'));
  });

  it('moves a draft to the remote when it is proposed, and back when that is rejected', async () => {
    await server.porch(['rpkg', 'propose', 'remote.kept.w1']);
    expect([await openIn(inRemote), await openIn(inDrafts)]).toEqual(['proposed/kept/w1', '']);
    await server.porch(['rpkg', 'reject', 'remote.kept.w1']);
    expect([await openIn(inRemote), await openIn(inDrafts)]).toEqual(['', 'drafts/kept/w1']);
    await server.porch(['rpkg', 'propose', 'remote.kept.w1']);
    await server.porch(['rpkg', 'approve', 'remote.kept.w1']);
    expect([await openIn(inRemote), await openIn(inDrafts)]).toEqual(['', '']);
    expect(await inRemote('show', 'kept/v1:kept/note.txt')).toBe('acknowledged');
  });

  it('shows drafts again to whoever registers the repository again', async () => {
    await api.push((await api.init('remote', 'again', 'w1')).metadata.name ?? '', 'note.txt', 'still here');
    await server.porch(['repo', 'unreg', 'remote']);
    expect(await openIn(inDrafts)).toBe('drafts/again/w1');
    await api.register({ name: 'other', repo: `${git.url}/nephio/porch-test.git`, credentials });
    expect(await api.files('other.again.w1')).toMatchObject({ 'note.txt': 'still here' });
  });

  it('puts them into the remote when it is not to keep them any more', async () => {
    await restart('SIGTERM');
    await api.untilReady('other');
    await api.push('other.again.w1', 'note.txt', 'moved');
    expect([await openIn(inRemote), await openIn(inDrafts)]).toEqual(['drafts/again/w1', '']);
    expect(await inRemote('show', 'drafts/again/w1:again/note.txt')).toBe('moved');
  });

  it('is not started together with a database that other servers use', async () => {
    const flags = ['--keep-drafts', 'local', '--database-url', 'postgres://127.0.0.1:1/none'];
    const { status, stderr } = await runProgram(process.execPath, [
      serverBundle,
      '--data-dir',
      join(server.dataDirectory, 'other'),
      ...flags,
    ]);
    expect([status, stderr]).toEqual([1, expect.stringContaining('--keep-drafts local would hide drafts from')]);
  });
});
