import { type PackageRevisionObject } from '@porch/api';
import { packageRevisions } from '@porch/client';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CONFORMANCE, describeNeeding } from './support/describe-needing';
import { credentials, type GitServer, startGitServer } from './support/git-server';
import { PorchApi } from './support/porch-api';
import { PorchServer } from './support/porch-server';

describeNeeding([CONFORMANCE], 'what a server keeps beside git', () => {
  let git: GitServer;
  let server: PorchServer;
  let api: PorchApi;
  const registration = () => ({ name: 'remote', repo: `${git.url}/nephio/porch-test.git`, credentials });

  beforeAll(async () => {
    [git, server] = await Promise.all([startGitServer(), PorchServer.start()]);
    api = await PorchApi.connect(server.kubeconfig);
    await api.register(registration());
    for (const repository of ['playground', 'remote']) await makeHistory(api, repository);
  });
  afterAll(async () => {
    api?.close();
    await Promise.all([server?.remove(), git?.remove()]);
  });

  /** Two revisions that stay, a third that was deleted, and a draft. */
  async function makeHistory(porch: PorchApi, repository: string): Promise<void> {
    let draft = await porch.init(repository, 'kept', 'w1');
    for (let number = 1; number <= 3; number += 1) {
      const name = draft.metadata.name ?? '';
      await porch.push(name, 'note.txt', `${repository} ${number}`);
      await porch.propose(name);
      const published = await porch.approve(name);
      if (number === 3) {
        await porch.proposeDeletion(name);
        await porch.delete(name);
      } else draft = await porch.edit(published, `w${number + 1}`);
    }
    await porch.push((await porch.init(repository, 'open', 'w1')).metadata.name ?? '', 'note.txt', 'a draft');
  }

  async function restartWithout(lost: (entry: string) => boolean): Promise<void> {
    api.close();
    await server.stop();
    const entries = readdirSync(server.dataDirectory).filter(lost);
    expect(entries).not.toEqual([]);
    for (const entry of entries) rmSync(join(server.dataDirectory, entry), { recursive: true });
    server = await PorchServer.start({ dataDirectory: server.dataDirectory });
    api = await PorchApi.connect(server.kubeconfig);
  }

  async function contents(): Promise<Record<string, unknown>> {
    const list = await api.list();
    const files = await Promise.all(
      list.map(async ({ metadata, spec }) => [metadata.name, { spec, files: await api.files(metadata.name ?? '') }]),
    );
    return Object.fromEntries(files) as Record<string, unknown>;
  }

  const isStore = (entry: string) => entry.startsWith('store.sqlite');

  async function publishNext(repository: string): Promise<PackageRevisionObject> {
    const { metadata } = await api.edit(await api.get(`${repository}.kept.w2`), 'next');
    await api.propose(metadata.name ?? '');
    return api.approve(metadata.name ?? '');
  }

  it('shows the same when its copies of git are gone', async () => {
    const [list, before] = [await api.list(), await contents()];
    expect(Object.keys(before)).toHaveLength(8);
    await restartWithout((entry) => entry === 'git');
    await api.untilReady('remote');
    expect(await api.list()).toEqual(list);
    expect(await contents()).toEqual(before);
    expect(await api.list()).toEqual(list);
  });

  it('is restored from an export, labels and Secrets included', async () => {
    const labelled = await api.get('remote.kept.w1');
    const labels = { ...labelled.metadata.labels, team: 'blue' };
    await api.client.update(packageRevisions, { ...labelled, metadata: { ...labelled.metadata, labels } });
    const before = await contents();
    const [file, key] = [join(server.dataDirectory, 'export.json'), join(server.dataDirectory, 'passphrase')];
    writeFileSync(key, 'a passphrase\n', { mode: 0o600 });
    await server.porch(['admin', 'export', '-f', file, '--passphrase-file', key]);

    await restartWithout(isStore);
    expect(await api.list()).toEqual([]);
    await server.porch(['admin', 'import', '-f', file, '--passphrase-file', key]);
    await Promise.all([api.untilReady('remote'), api.untilReady('playground')]);
    expect(await contents()).toEqual(before);
    expect((await api.get('remote.kept.w1')).metadata.labels).toMatchObject({ team: 'blue' });
    await api.push('remote.open.w1', 'note.txt', 'the Secret works');
  });

  it('has everything again that is in git when the repositories are registered anew', async () => {
    const before = await contents();
    await restartWithout(isStore);
    expect(await api.list()).toEqual([]);
    await api.register(registration());
    const repo = pathToFileURL(join(server.dataDirectory, 'repositories/playground.git')).href;
    await api.register({ name: 'playground', repo });
    expect(await contents()).toEqual(before);
    expect((await publishNext('remote')).spec.revision).toBe(4);
    expect((await publishNext('playground')).spec.revision).toBe(4);
  });
});
