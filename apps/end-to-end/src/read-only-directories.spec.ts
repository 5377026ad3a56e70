import { type MetaCondition } from '@porch/api';
import { repositories } from '@porch/client';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CONFORMANCE, describeNeeding } from './support/describe-needing';
import { boundByPermissions, PERMISSIONS } from './support/bound-by-permissions';
import { credentials, type GitServer, startGitServer } from './support/git-server';
import { PorchApi } from './support/porch-api';
import { PorchServer } from './support/porch-server';
import { succeed } from './support/run-program';

describeNeeding([CONFORMANCE, PERMISSIONS], 'directories that became read-only', () => {
  const folder = mkdtempSync(join(tmpdir(), 'porch-read-only-'));
  const local = join(folder, 'local.git');
  let git: GitServer;
  let server: PorchServer;
  let api: PorchApi;

  beforeAll(async () => {
    git = await startGitServer();
    await succeed('git', ['init', '--quiet', '--bare', '--initial-branch=main', local]);
    const flags = ['--allow-local-repositories', folder];
    server = await PorchServer.start({ flags, launcher: boundByPermissions });
    api = await PorchApi.connect(server.kubeconfig);
    await api.register({ name: 'local', repo: pathToFileURL(local).href });
    await api.register({ name: 'remote', repo: `${git.url}/nephio/porch-test.git`, credentials });
  });
  afterAll(async () => {
    await chmod('u+w', folder);
    api?.close();
    await Promise.all([server?.remove(), git?.remove()]);
    rmSync(folder, { recursive: true, force: true });
  });

  const chmod = (mode: string, directory: string) => succeed('chmod', ['-R', mode, directory]);
  const refs = (directory: string) => succeed('git', ['--git-dir', directory, 'for-each-ref']);
  const places = {
    local: { written: () => local, truth: () => local },
    remote: { written: () => join(server.dataDirectory, 'git'), truth: () => git.directory('nephio/porch-test') },
  } as const;

  it.each(['local', 'remote'] as const)('%s: refuses writes, says why, and takes them again', async (repository) => {
    const { written, truth } = places[repository];
    const { metadata } = await api.init(repository, 'before', 'w');
    const name = metadata.name ?? '';
    const before = await refs(truth());
    await chmod('a-w', written());
    await expect(api.push(name, 'note.txt', 'refused')).rejects.toMatchObject({
      code: 500,
      message: expect.stringMatching(/git repository cannot be written \(EACCES\): .*permissions/) as string,
    });
    expect(await refs(truth())).toBe(before);
    expect(Object.keys(await api.files(name))).toEqual(['Kptfile', 'README.md', 'package-context.yaml']);
    await chmod('u+w', written());
    await api.push(name, 'note.txt', 'taken');
    await api.propose(name);
    expect((await api.approve(name)).spec.revision).toBe(1);
  });

  it('shows in the condition of a repository what cannot be fetched, until it can', async () => {
    const ready = async (wanted: (condition: MetaCondition) => boolean): Promise<void> => {
      for await (const { object } of api.client.watch(repositories)) {
        const condition = object.status?.conditions?.find(({ type }) => type === 'Ready');
        if (object.metadata.name === 'remote' && condition && wanted(condition)) return;
      }
    };
    const syncNow = async (): Promise<void> => {
      const current = await api.client.get(repositories, { name: 'remote' });
      const sync = { runOnceAt: new Date().toISOString().replace(/\.\d+/, '') };
      await api.client.update(repositories, { ...current, spec: { ...current.spec, sync } });
    };
    const directory = git.directory('nephio/porch-test');
    const inside = ['--git-dir', directory, '-c', 'user.name=test', '-c', 'user.email=test@example.com'];
    const tree = (await succeed('git', [...inside, 'rev-parse', 'main^{tree}'])).trim();
    const commit = (await succeed('git', [...inside, 'commit-tree', tree, '-p', 'main', '-m', 'from outside'])).trim();
    await chmod('a-w', join(server.dataDirectory, 'git'));
    await succeed('git', [...inside, 'update-ref', 'refs/heads/main', commit]);
    await syncNow();
    await ready(({ status, message }) => status === 'False' && /cannot be written \(EACCES\)/.test(message));
    await chmod('u+w', join(server.dataDirectory, 'git'));
    await ready(({ status }) => status === 'True');
  });
});
